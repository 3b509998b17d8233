using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class NftLoadBalancerTests : IDisposable
{
    private readonly FakeNft _nft = new();
    private readonly FakeGeneration _generation = new();
    private readonly NftLoadBalancer _balancer;

    public NftLoadBalancerTests() => _balancer = new NftLoadBalancer(_nft, _generation, masquerade: true);

    public void Dispose() => _balancer.Dispose();

    [Theory]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=3")]
    [InlineData("10.88.0.100:80 rr |")]
    [InlineData("10.88.0.100:53/udp sh | 10.2.0.101:53=3")]
    [InlineData("10.88.0.100:5060/sctp rr | 10.2.0.101:5060=3")]
    public void Refuses_WhatNftablesCanDo_IsNull(string service) => Assert.Null(_balancer.Refuses(Service(service)));

    [Theory]
    [InlineData("10.88.0.100:80 lc |", "nftables cannot count connections, so lc and wlc are not possible; choose rr, wrr or sh, or use IPVS for it")]
    [InlineData("10.88.0.100:80 wlc |", "nftables cannot count connections, so lc and wlc are not possible; choose rr, wrr or sh, or use IPVS for it")]
    [InlineData("10.88.0.100:80 rr | 10.2.0.101:80=1 10.2.0.102:80=1/dr", "nftables cannot do direct routing to 10.2.0.102:80; choose NAT or use IPVS for it")]
    [InlineData("10.88.0.100:80 rr p60 |", "nftables has no persistence; choose the scheduler sh or use IPVS for it")]
    [InlineData("fwmark:7 rr |", "nftables cannot balance by firewall mark; use IPVS for it")]
    [InlineData("10.88.0.100:0 rr |", "nftables cannot balance every port of an address; use IPVS for it")]
    [InlineData("[2001:db8::1]:80 rr |", "nftables balancing is for IPv4 only; use IPVS for it")]
    [InlineData("10.88.0.100:80 rr | [2001:db8::1]:80=1", "nftables cannot reach [2001:db8::1]:80, an IPv6 server of an IPv4 service; use IPVS for it")]
    public void Refuses_WhatItCannotDo_SaysWhyAndTheWayOut(string service, string reason) => Assert.Equal(reason, _balancer.Refuses(Service(service)));

    [Fact]
    public void Apply_FirstChange_WritesTheWholeTable()
    {
        BalancerTable wanted = Table("10.88.0.100:80 rr | 10.2.0.101:80=1");

        Assert.Null(_balancer.Apply(wanted, BalancerPlanner.Plan(wanted, BalancerTable.Empty, Owned(wanted))));

        Assert.Equal([new NftScript(true).Rebuild(wanted).ToString()], _nft.Scripts);
    }

    [Fact]
    public void Apply_LaterChange_WritesOnlyTheServiceItConcerns()
    {
        BalancerTable before = Table("10.88.0.100:80 rr | 10.2.0.101:80=1 10.2.0.102:80=1", "10.88.0.100:81 rr | 10.2.0.101:81=1");
        BalancerTable after = Table("10.88.0.100:80 rr | 10.2.0.101:80=1", "10.88.0.100:81 rr | 10.2.0.101:81=1");
        Bring(BalancerTable.Empty, before);
        _nft.Scripts.Clear();

        Bring(before, after);

        string script = Assert.Single(_nft.Scripts);
        Assert.StartsWith("add chain ip keepalive_console svc_10.88.0.100_80_tcp\nflush chain", script, StringComparison.Ordinal);
        Assert.DoesNotContain("10.88.0.100_81", script, StringComparison.Ordinal);
        Assert.EndsWith("delete element ip keepalive_console real_servers { 10.2.0.102 . 6 . 80 }\n", script, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_RealServerLeavesOneOfTwoServices_StaysMasqueraded()
    {
        BalancerTable before = Table("10.88.0.100:80 rr | 10.2.0.101:80=1", "10.88.0.200:80 rr | 10.2.0.101:80=1");
        Bring(BalancerTable.Empty, before);
        _nft.Scripts.Clear();

        Bring(before, Table("10.88.0.100:80 rr |", "10.88.0.200:80 rr | 10.2.0.101:80=1"));

        Assert.DoesNotContain("real_servers", Assert.Single(_nft.Scripts), StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_ServiceGoes_RemovesItAndLeavesTheOther()
    {
        BalancerTable before = Table("10.88.0.100:80 rr |", "10.88.0.100:81 rr |");
        Bring(BalancerTable.Empty, before);
        _nft.Scripts.Clear();

        Bring(before, Table("10.88.0.100:81 rr |"));

        Assert.Equal([new NftScript(true).RemoveService(Key("10.88.0.100:80")).ToString()], _nft.Scripts);
    }

    [Fact]
    public void Apply_NothingWantedAnyMore_DropsTheTable()
    {
        Bring(BalancerTable.Empty, Table("10.88.0.100:80 rr |"));
        _nft.Scripts.Clear();

        Bring(Table("10.88.0.100:80 rr |"), BalancerTable.Empty);

        Assert.Equal(["add table ip keepalive_console\ndelete table ip keepalive_console\n"], _nft.Scripts);
    }

    [Fact]
    public void Apply_TheKernelDiffersFromWhatWasKnown_WritesTheWholeTableInstead()
    {
        BalancerTable before = Table("10.88.0.100:80 rr |");
        BalancerTable after = Table("10.88.0.100:80 rr | 10.2.0.101:80=1");
        Bring(BalancerTable.Empty, before);
        _nft.Scripts.Clear();
        _nft.Answers.Enqueue(new NftResult(1, "", "/dev/stdin:1:1-2: Error: Could not process rule: No such file or directory"));

        Bring(before, after);

        Assert.Equal(2, _nft.Scripts.Count);
        Assert.Equal(new NftScript(true).Rebuild(after).ToString(), _nft.Scripts[1]);
    }

    [Fact]
    public void Read_AsWritten_KnowsWhatToReplace()
    {
        _nft.Answers.Enqueue(new NftResult(0, NftListingSample.Text, ""));
        BalancerReading reading = _balancer.Read();
        Assert.Null(reading.Problem);
        _nft.Scripts.Clear();

        Bring(reading.Table, new BalancerTable([.. reading.Table.Services.Where(service => service.Key.Port == 80)]));

        Assert.StartsWith("delete element ip keepalive_console services { 10.88.0.100 . 17 . 53 :", Assert.Single(_nft.Scripts), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_GenerationIsTheSame_DoesNotRunNftAgain()
    {
        _generation.Number = 7;
        _nft.Answers.Enqueue(new NftResult(0, NftListingSample.Text, ""));

        BalancerReading first = _balancer.Read();
        BalancerReading second = _balancer.Read();

        Assert.Same(first, second);
        Assert.Equal(1, _nft.Runs);
    }

    [Theory]
    [InlineData(7u, 8u)]
    [InlineData(null, null)]
    [InlineData(7u, null)]
    [InlineData(null, 7u)]
    public void Read_GenerationIsAnotherOrUnknown_RunsNftAgain(uint? first, uint? second)
    {
        _generation.Number = first;
        _balancer.Read();
        _generation.Number = second;
        _balancer.Read();

        Assert.Equal(2, _nft.Runs);
    }

    [Fact]
    public void Read_AfterAChangeOfOursAlone_NeedsNoListing()
    {
        BalancerTable first = Table("10.88.0.100:80 rr |");
        BalancerTable second = Table("10.88.0.100:80 rr | 10.2.0.101:80=1");
        _generation.Number = 7;
        _nft.RaisesGeneration(_generation, by: 1);

        Bring(BalancerTable.Empty, first);
        Assert.Equal(Content(first), Content(_balancer.Read().Table));
        Bring(first, second);
        Assert.Equal(Content(second), Content(_balancer.Read().Table));

        Assert.Equal(2, _nft.Runs);
    }

    [Fact]
    public void Read_SomethingElseChangedWhileWeWrote_ListsAgain()
    {
        _generation.Number = 7;
        _nft.RaisesGeneration(_generation, by: 2);
        Bring(BalancerTable.Empty, Table("10.88.0.100:80 rr |"));

        _balancer.Read();

        Assert.Equal(2, _nft.Runs);
    }

    [Fact]
    public void Read_SomethingElseChangedBeforeWeWroteAPart_ListsAgain()
    {
        BalancerTable first = Table("10.88.0.100:80 rr |");
        _generation.Number = 7;
        _nft.RaisesGeneration(_generation, by: 1);
        Bring(BalancerTable.Empty, first);
        _generation.Number++;
        Bring(first, Table("10.88.0.100:80 rr | 10.2.0.101:80=1"));

        _balancer.Read();

        Assert.Equal(3, _nft.Runs);
    }

    [Fact]
    public void Read_FailedBefore_RunsNftAgainThoughNothingChanged()
    {
        _generation.Number = 7;
        _nft.Answers.Enqueue(new NftResult(1, "", "Error: busy"));

        Assert.NotNull(_balancer.Read().Problem);
        _nft.Answers.Enqueue(new NftResult(0, NftListingSample.Text, ""));
        Assert.Null(_balancer.Read().Problem);
    }

    [Fact]
    public void Read_NoTableYet_IsEmptyAndNoProblem()
    {
        _nft.Answers.Enqueue(new NftResult(1, "", "Error: No such file or directory\nlist table ip keepalive_console\n"));

        BalancerReading reading = _balancer.Read();

        Assert.Null(reading.Problem);
        Assert.Empty(reading.Table.Services);
    }

    [Theory]
    [InlineData(null, "the program nft is not installed: install the package nftables", "the program nft is not installed: install the package nftables")]
    [InlineData(1, "netlink: Error: cache initialization failed: Operation not permitted", "nft may not change the kernel's tables: run as root or give the process the capability CAP_NET_ADMIN")]
    [InlineData(1, "/dev/stdin:1:1-2: Error: Could not process rule: Operation not supported\nadd table ip x\n^^", "this kernel has no nftables NAT for IPv4 (nft: /dev/stdin:1:1-2: Error: Could not process rule: Operation not supported)")]
    [InlineData(1, "/dev/stdin:1:1-2: Error: something new\nadd table", "nft refused: /dev/stdin:1:1-2: Error: something new")]
    [InlineData(3, "", "nft refused: it ended with exit code 3")]
    public void ReadAndApply_NftFails_SayWhyAndTheWayOut(int? exitCode, string error, string problem)
    {
        for (int i = 0; i < 3; i++) _nft.Answers.Enqueue(new NftResult(exitCode, "", error));

        Assert.Equal(problem, _balancer.Read().Problem);
        Assert.Equal(problem, _balancer.Apply(Table("10.88.0.100:80 rr |"), []));
        Assert.Equal(problem, NftLoadBalancer.WhyUnavailable(_nft));
    }

    [Fact]
    public void Read_ListingOfAnotherForm_IsAProblem()
    {
        _nft.Answers.Enqueue(new NftResult(0, "table ip keepalive_console {}", ""));

        Assert.Equal("nft lists its table in a form that is not understood; is this version of nft supported?", _balancer.Read().Problem);
    }

    private void Bring(BalancerTable before, BalancerTable after) =>
        Assert.Null(_balancer.Apply(after, BalancerPlanner.Plan(after, before, Owned(before))));

    private static HashSet<ServiceKey> Owned(BalancerTable table) => [.. table.Services.Select(service => service.Key)];

    private sealed class FakeNft : INftCommand
    {
        public Queue<NftResult> Answers { get; } = [];

        public List<string> Scripts { get; } = [];

        public int Runs { get; private set; }

        private Action OnScript { get; set; } = () => { };

        /// <summary>From now on every script raises the number.</summary>
        public void RaisesGeneration(FakeGeneration generation, uint by) => OnScript = () => generation.Number += by;

        public NftResult Run(IEnumerable<string> arguments, string input)
        {
            Runs++;
            if (input.Length > 0) OnScript();
            if (input.Length > 0) Scripts.Add(input);
            return Answers.TryDequeue(out NftResult answer) ? answer : new NftResult(0, "", "");
        }
    }

    private sealed class FakeGeneration : INftGeneration
    {
        public uint? Number { get; set; }

        public uint? Read() => Number;

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
