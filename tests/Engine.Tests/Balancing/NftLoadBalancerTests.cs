using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Nftables;
using static KeepaliveConsole.Engine.Tests.Balancing.TableText;

namespace KeepaliveConsole.Engine.Tests.Balancing;

public sealed class NftLoadBalancerTests : IDisposable
{
    private static readonly string[] s_web = ["10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=0", "10.88.0.100:53/udp rr |"];
    private readonly FakeNftKernel _kernel = new();
    private readonly FakeConntrack _conntrack = new();
    private readonly NftLoadBalancer _balancer;

    public NftLoadBalancerTests() => _balancer = new NftLoadBalancer(_kernel, _conntrack, masquerade: true);

    public void Dispose() => _balancer.Dispose();

    [Theory]
    [InlineData("10.88.0.100:80 wrr | 10.2.0.101:80=3 10.2.0.102:80=1 10.2.0.103:80=0")]
    [InlineData("10.88.0.100:80 sh p300 | 10.2.0.101:80=3 10.2.0.102:80=1")]
    [InlineData("fwmark:9 rr | 10.2.0.101:0=1")]
    [InlineData("10.88.0.100:0/sctp rr p9 | 10.2.0.101:0=1")]
    [InlineData("[2001:db8::1]:443 rr | [2001:db8::2]:443=1 [2001:db8::3]:443=7")]
    [InlineData("10.88.0.100:53/udp rr |")]
    public void Read_ByASuccessor_GivesBackWhatWasWritten(string service)
    {
        BalancerTable wanted = new([Service(service) with { SchedulerFlags = SchedulerFlags.First, PersistenceGranularity = 24 }]);
        Bring(wanted);

        BalancerReading reading = Fresh().Read();

        Assert.Empty(reading.Damaged);
        Assert.Empty(BalancerPlanner.Plan(wanted, reading.Table, Owned(reading.Table)));
        Assert.Equal((SchedulerFlags.First, 24), (reading.Table.Services[0].SchedulerFlags, reading.Table.Services[0].PersistenceGranularity));
    }

    [Fact]
    public void Apply_BySuccessor_ChangesOnlyWhatDiffers()
    {
        Bring(Table(s_web));
        NftLoadBalancer successor = Fresh();
        successor.Read();
        _kernel.Transactions.Clear();

        Assert.Null(successor.Apply(Table(s_web[0].Replace("103:80=0", "103:80=4", StringComparison.Ordinal), s_web[1]), []));

        string[] steps = Assert.Single(_kernel.Transactions);
        Assert.DoesNotContain("delete table", steps);
        Assert.Contains("add elements weights_1 0a02006700500000 : 04000000", steps);
    }

    [Theory]
    [InlineData("weights_1", "its slots and its recorded weights differ")]
    [InlineData("slots_1", "its rules are changed")]
    [InlineData("in4", "a real server is missing from those counted and masqueraded")]
    public void Read_AnElementIsGone_OnlyThatServiceIsDamagedAndMended(string set, string damage)
    {
        Bring(Table(s_web));
        _kernel.Table!.Elements[set].RemoveAt(_kernel.Table.Elements[set].Count - (set == "weights_1" ? 2 : 1));

        Meddled(Table(s_web[1]), "10.88.0.100:80/tcp", damage);
    }

    [Fact]
    public void Read_AnElementOfASlotGoesElsewhere_IsDamage()
    {
        Bring(Table(s_web));
        NftElement first = _kernel.Table!.Elements["slots_1"][0];
        _kernel.Table.Elements["slots_1"][0] = first with { Value = [10, 9, 9, 9, 0, 80, 0, 0] };

        Meddled(Table(s_web[1]), "10.88.0.100:80/tcp", "its slots and its recorded weights differ");
    }

    [Fact]
    public void Read_TheRulesAreChanged_IsDamage()
    {
        Bring(Table(s_web));
        _kernel.Table!.Rules["pool_1"].RemoveAt(1);

        Meddled(Table(s_web[1]), "10.88.0.100:80/tcp", "its rules are changed");
    }

    [Fact]
    public void Read_TheRuleHasAnotherNumber_IsDamage()
    {
        Bring(Table(s_web));
        NftRule[] others = NftPoolRules.Rules(1, NftPoolKind.Of(Service(s_web[0])), 3);
        _kernel.Table!.Rules["pool_1"][1] = new NftListedRule(others[1].Comment, [.. others[1].Expressions.Select(expression => (expression.Name, expression.Data))]);

        Meddled(Table(s_web[1]), "10.88.0.100:80/tcp", "its rules are changed");
    }

    [Fact]
    public void Read_TheTableIsDormant_AllAreDamaged()
    {
        Bring(Table(s_web));
        _kernel.Table!.Flags = 1;

        BalancerReading reading = Fresh().Read();

        Assert.Empty(reading.Table.Services);
        Assert.Equal(2, reading.Damaged.Count(service => service.Damage == "the table was given a flag (dormant switches it off)"));
    }

    [Fact]
    public void Read_ARuleBeforeOurs_AllAreDamaged()
    {
        Bring(Table(s_web));
        _kernel.Table!.Rules["prerouting"].Insert(0, new NftListedRule(null, [("immediate", [])]));

        Assert.Equal(["the chain prerouting or a rule in it is changed or gone", "the chain prerouting or a rule in it is changed or gone"], Fresh().Read().Damaged.Select(service => service.Damage));
    }

    [Fact]
    public void Read_MasqueradeIsNoLongerWanted_AllAreDamaged()
    {
        Bring(Table(s_web));
        using var other = new NftLoadBalancer(_kernel, _conntrack, masquerade: false);

        Assert.Equal(2, other.Read().Damaged.Count);
    }

    [Fact]
    public void Read_ElementOfTheServiceIsGone_IsSimplyMissingAndWrittenAnew()
    {
        Bring(Table(s_web));
        _kernel.Table!.Elements["services4"].RemoveAt(0);
        _kernel.Number++;

        BalancerReading reading = _balancer.Read();

        Assert.Equal(Content(Table(s_web[1])), Content(reading.Table));
        Assert.Null(_balancer.Apply(Table(s_web), []));
        Assert.Equal(Content(Table(s_web)), Content(Fresh().Read().Table));
    }

    [Fact]
    public void Apply_NothingWantedAnyMore_DropsTheTable()
    {
        Bring(Table(s_web));

        Bring(BalancerTable.Empty);

        Assert.Equal(["add table", "delete table"], _kernel.Transactions[^1]);
        Assert.Null(_kernel.Table);
    }

    [Fact]
    public void Apply_TheKernelDiffersFromWhatWasKnown_WritesTheWholeTableInstead()
    {
        Bring(Table(s_web));
        _kernel.Refusals.Enqueue(new NftProblem(new LinuxError(LinuxError.ENOENT), "delete elements slots_1"));

        Bring(Table(s_web[0]));

        Assert.Equal(3, _kernel.Transactions.Count);
        Assert.Equal(["add table", "delete table", "add table"], _kernel.Transactions[2][..3]);
        Assert.Equal(Content(Table(s_web[0])), Content(Fresh().Read().Table));
    }

    [Fact]
    public void Read_GenerationIsTheSame_DoesNotListAgain()
    {
        _balancer.Read();
        _balancer.Read();
        Assert.Equal(1, _kernel.Listings);
        Assert.False(_balancer.MayHaveDrifted());

        _kernel.Number++;
        Assert.True(_balancer.MayHaveDrifted());
        _balancer.Read();
        Assert.Equal(2, _kernel.Listings);
        Assert.False(_balancer.MayHaveDrifted());
    }

    [Fact]
    public void Read_AfterChangesOfOursAlone_NeedsNoListing()
    {
        Bring(Table(s_web[0]));
        Bring(Table(s_web));

        Assert.Equal(Content(Table(s_web)), Content(_balancer.Read().Table));
        Assert.Equal(0, _kernel.Listings);
    }

    [Fact]
    public void Read_SomethingElseChangedWhileWeWrote_ListsAgain()
    {
        _kernel.Raise = 2;
        Bring(Table(s_web));

        _balancer.Read();

        Assert.Equal(1, _kernel.Listings);
    }

    [Fact]
    public void Read_NoTableYet_IsEmptyAndNoProblem()
    {
        BalancerReading reading = _balancer.Read();

        Assert.Null(reading.Problem);
        Assert.Empty(reading.Table.Services);
    }

    [Theory]
    [InlineData(LinuxError.EPERM, null, "the kernel's nftables tables may not be changed: run as root or give the process the capability CAP_NET_ADMIN")]
    [InlineData(LinuxError.EPROTONOSUPPORT, null, "this kernel has no nftables: load the module nf_tables, or use IPVS")]
    [InlineData(LinuxError.ENOMEM, "add table", "nftables refused at \"add table\": Cannot allocate memory (errno 12)")]
    public void ReadAndApply_TheKernelRefuses_SayWhyAndTheWayOut(int error, string? step, string problem)
    {
        var refusal = new NftProblem(new LinuxError(error), step);
        _kernel.ListProblem = refusal;
        for (int i = 0; i < 2; i++) _kernel.Refusals.Enqueue(refusal);

        Assert.Equal(problem, _balancer.Read().Problem);
        Assert.Equal(problem, _balancer.Apply(Table(s_web), []));
        Assert.Equal(problem, NftLoadBalancer.WhyUnavailable(_kernel));
    }

    [Fact]
    public void WhyUnavailable_OnlyTheImpossibleStepIsRefused_IsNull()
    {
        _kernel.Refusals.Enqueue(new NftProblem(new LinuxError(LinuxError.ENOENT), "delete chain never_there"));

        Assert.Null(NftLoadBalancer.WhyUnavailable(_kernel));
    }

    [Fact]
    public void Counters_OfEveryServer_AndConnectionsNowOfDrainedOnes()
    {
        Bring(Table(s_web[0]));
        _conntrack.Flows.Add(Flow("10.2.0.103", 80, true));
        _conntrack.Flows.Add(Flow("10.2.0.103", 80, false));
        _conntrack.Flows.Add(Flow("10.2.0.101", 80, true));

        DestinationCounters[] counters = [.. _balancer.Read().Counters];

        Assert.Equal(["10.2.0.101", "10.2.0.102", "10.2.0.103"], counters.Select(counter => counter.Address.ToString()));
        Assert.Equal([1L, 2, 3], counters.Select(counter => counter.Connections));
        Assert.Equal([100L, 200, 300], counters.Select(counter => counter.InBytes));
        Assert.Equal([(0L, 0L), (0, 0), (1, 1)], counters.Select(counter => (counter.ActiveConnections, counter.InactiveConnections)));
    }

    [Fact]
    public void Counters_NobodyIsDrained_ConnectionTrackingIsNotRead()
    {
        Bring(Table("10.88.0.100:80 rr | 10.2.0.101:80=1"));

        Assert.Single(_balancer.Read().Counters);
        Assert.Equal(0, _conntrack.Visits);
    }

    [Fact]
    public void Counters_GivenUpForAChange_AreThoseOfTheLastReading_AndComeWithTheNext()
    {
        Bring(Table("10.88.0.100:80 rr | 10.2.0.101:80=1"));
        Assert.Single(_balancer.Read().Counters);
        Bring(Table("10.88.0.100:80 rr | 10.2.0.101:80=1 10.2.0.102:80=1"));

        Assert.Single(_balancer.Read(() => true).Counters);
        Assert.Equal(2, _balancer.Read(() => false).Counters.Count);
    }

    [Fact]
    public void Cut_EndsTheFlowsOfThatServerAndServiceOnly()
    {
        BalancerService service = Service(s_web[0]);
        _conntrack.Flows.AddRange([Flow("10.2.0.101", 80, true), Flow("10.2.0.102", 80, true), Flow("10.2.0.101", 81, true), Flow("10.2.0.101", 80, true) with { AskedPort = 443 }]);

        Assert.Null(_balancer.Cut([new BalancerPlace(service, service.Destinations[0])]));

        Assert.Equal(["10.2.0.102:80 80", "10.2.0.101:81 80", "10.2.0.101:80 443"], _conntrack.Flows.Select(flow => $"{flow.Server.ToIPAddress()}:{flow.ServerPort} {flow.AskedPort}"));
    }

    [Fact]
    public void Cut_NotPermitted_SaysWhyAndTheWayOut()
    {
        _conntrack.Problem = new LinuxError(LinuxError.EPERM);
        BalancerService service = Service(s_web[0]);

        Assert.Equal("connections of 10.2.0.101:80 could not be ended: Operation not permitted (errno 1); the process needs the capability CAP_NET_ADMIN and the kernel module nf_conntrack_netlink",
            _balancer.Cut([new BalancerPlace(service, service.Destinations[0])]));
    }

    private static ConntrackFlow Flow(string server, int port, bool established) =>
        new(6, AddressKey.From(IPAddress.Parse("10.88.0.100")), 80, AddressKey.From(IPAddress.Parse(server)), port, established, [1]);

    private void Meddled(BalancerTable whole, string damagedService, string damage)
    {
        _kernel.Number++;
        BalancerReading reading = _balancer.Read();
        Assert.Equal(Content(whole), Content(reading.Table));
        DamagedService damaged = Assert.Single(reading.Damaged);
        Assert.Equal((damagedService, damage), (damaged.Key.ToString(), damaged.Damage));

        Assert.Null(_balancer.Apply(Table(s_web), []));
        BalancerReading mended = Fresh().Read();
        Assert.Empty(mended.Damaged);
        Assert.Equal(Content(Table(s_web)), Content(mended.Table));
    }

    private NftLoadBalancer Fresh() => new(_kernel, _conntrack, masquerade: true);

    private void Bring(BalancerTable wanted) => Assert.Null(_balancer.Apply(wanted, []));

    private static HashSet<ServiceKey> Owned(BalancerTable table) => [.. table.Services.Select(service => service.Key)];
}
