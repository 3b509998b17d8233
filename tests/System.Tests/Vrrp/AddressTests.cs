using System.Diagnostics;
using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Wire;
using KeepaliveConsole.System.Tests.Rig;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class AddressTests(ITestOutputHelper output) : IDisposable
{
    private readonly NetworkRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void ThousandAddresses_AreAllAnnouncedWithin35Milliseconds()
    {
        const int count = 1000;
        const double limit = 35;
        RigNode machine = _rig.AddNode("a", "10.0.0.1/16");
        RigNode observer = _rig.AddNode("o", "10.0.0.2/16");
        using var hands = new AddressHands(machine);
        VrrpCell cell = hands.Watch(AddressHands.Instance([.. Enumerable.Range(0, count).Select(i => $"10.0.{10 + (i / 250)}.{1 + (i % 250)}/32")]));
        List<double> milliseconds = [];
        // The best of several: the machine runs other things, and the first round also compiles the code.
        for (int round = 0; round < 20 && (round == 0 || milliseconds.Min() > limit); round++)
        {
            milliseconds.Add(observer.Run(() => Announced(hands, cell, count)));
            Assert.Equal(count, machine.Addresses("eth0").Count(address => address.Local != "10.0.0.1"));
            hands.BecomeBackup(cell);
            WaitFor.True(() => machine.Addresses("eth0").Count == 1, "the addresses to go", hands.Describe);
        }

        output.WriteLine($"{count} addresses added and announced in ms: {string.Join(", ", milliseconds.Select(time => time.ToString("0.0", global::System.Globalization.CultureInfo.InvariantCulture)))}");
        Assert.True(milliseconds.Min() <= limit, $"The best of {milliseconds.Count} took {milliseconds.Min():0.0} ms.");
    }

    [Fact]
    public void IPv6_IsAddedWithoutDetectionAnnouncedAndRemoved()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        machine.Ip("addr add fd00::1/64 dev eth0 nodad");
        RigNode observer = _rig.AddNode("o", "10.0.0.2/24");
        using FrameSocket listener = observer.Run(() => FrameSocket.TryOpenListener(isIPv6: true, out FrameSocket? socket, out _) ? socket : throw new InvalidOperationException("no socket"));
        using var hands = new AddressHands(machine);
        VrrpCell cell = hands.Watch(AddressHands.Instance("fd00::100/64", "fd00::101/128"));
        Assert.StartsWith("fe80::", hands.Line(cell).State.Source.ToString(), StringComparison.Ordinal);

        cell.Sent(MonotonicClock.Now);
        hands.BecomeMaster(cell, leaseSeconds: 60);
        WaitFor.True(() => machine.Ip("-6 addr show dev eth0").Contains("fd00::101/128", StringComparison.Ordinal), "the addresses", hands.Describe);
        string shown = machine.Ip("-6 -d addr show dev eth0");
        Assert.Contains("inet6 fd00::100/64 scope global nodad dynamic", shown, StringComparison.Ordinal);
        Assert.Contains("inet6 fd00::101/128 scope global nodad deprecated dynamic", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("tentative", shown, StringComparison.Ordinal);
        Dictionary<AddressKey, int> seen = [];
        byte[] frame = new byte[128];
        WaitFor.True(
            () =>
            {
                while (listener.TryReceive(frame, out int length, out _))
                    if (AddressClaim.TryRead(frame.AsSpan(0, length), out AddressClaim claim)) seen[claim.Address] = seen.GetValueOrDefault(claim.Address) + 1;
                return seen.GetValueOrDefault(AddressKey.From(IPAddress.Parse("fd00::101"))) == 5;
            },
            "five announcements of the last address",
            hands.Describe);
        Assert.Equal(5, seen[AddressKey.From(IPAddress.Parse("fd00::100"))]);

        machine.Ip("addr del fd00::100/64 dev eth0");
        WaitFor.True(() => hands.Events.OfType<DriftRepaired>().Any(), "the repair", hands.Describe);
        hands.BecomeBackup(cell);
        WaitFor.True(() => !machine.Ip("-6 addr show dev eth0").Contains("fd00::10", StringComparison.Ordinal), "the addresses to go", hands.Describe);
        // The network of the interface's own address neither goes nor gets the lifetime of the virtual one.
        string network = Assert.Single(machine.Ip("-6 route show dev eth0").Split('\n'), route => route.StartsWith("fd00::/64 ", StringComparison.Ordinal));
        Assert.DoesNotContain("expires", network, StringComparison.Ordinal);
    }

    [Fact]
    public void RoutesAndRules_ComePutBackAndGo_AndThoseLeftBehindAreRemoved()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        machine.Ip("route add 192.0.2.0/24 via 10.0.0.9 proto 112");
        machine.Ip("route add 203.0.113.0/24 via 10.0.0.9");
        machine.Ip("rule add from 192.0.2.0/24 lookup 99 protocol 112");
        machine.Ip("addr add fd00::1/64 dev eth0 nodad");
        VrrpInstanceDefinition instance = AddressHands.Instance("10.0.0.100/24") with
        {
            VirtualRoutes =
            [
                new VirtualRouteDefinition { Destination = IPAddress.Parse("198.51.100.0"), PrefixLength = 24, Gateway = IPAddress.Parse("10.0.0.9"), Source = IPAddress.Parse("10.0.0.100"), Mtu = 1400 },
                new VirtualRouteDefinition { Gateway = IPAddress.Parse("10.0.0.9"), Interface = "eth0", Table = 1000, Metric = 7, NoTrack = true },
                new VirtualRouteDefinition { Destination = IPAddress.Parse("fd01::"), PrefixLength = 64, Gateway = IPAddress.Parse("fd00::9") },
                new VirtualRouteDefinition { Destination = IPAddress.Parse("198.18.0.0"), PrefixLength = 15, Kind = VirtualRouteKind.Blackhole },
            ],
            VirtualRules =
            [
                new VirtualRuleDefinition { From = IPAddress.Parse("10.0.0.100"), FromPrefixLength = 32, Table = 1000, Priority = 1500 },
                new VirtualRuleDefinition { IsIPv6 = true, Mark = 5, Table = 100 },
            ],
        };
        using var hands = new AddressHands(machine);
        VrrpCell cell = hands.Watch(instance);
        WaitFor.True(() => Ours(machine).Length == 0, "what was left behind to go", () => hands.Describe() + Ours(machine));
        Assert.Equal(2, hands.Events.OfType<DriftRepaired>().Count());
        Assert.Contains("203.0.113.0/24", machine.Ip("route"), StringComparison.Ordinal);

        hands.BecomeMaster(cell);
        WaitFor.True(() => cell.VirtualRoutes.Count == 4 && cell.VirtualRoutes.All(route => route.Held), "the routes", () => hands.Describe() + Ours(machine));
        Assert.Equal(
            """
            198.51.100.0/24 via 10.0.0.9 dev eth0 src 10.0.0.100 mtu 1400
            blackhole 198.18.0.0/15
            default via 10.0.0.9 dev eth0 table 1000 metric 7
            fd01::/64 via fd00::9 dev eth0 metric 1024 pref medium
            1500: from 10.0.0.100 lookup 1000
            from all fwmark 0x5 lookup 100
            """.ReplaceLineEndings("\n"),
            Ours(machine));

        machine.Ip("route del 198.51.100.0/24");
        machine.Ip("rule del pref 1500");
        machine.Ip("route del default table 1000"); // not tracked
        WaitFor.True(() => hands.Events.OfType<DriftRepaired>().Count() == 4, "two repairs", () => hands.Describe() + Ours(machine));
        Assert.Contains("198.51.100.0/24", machine.Ip("route"), StringComparison.Ordinal);
        Assert.Equal([true, false, true, true], cell.VirtualRoutes.Select(route => route.Held));

        hands.BecomeBackup(cell);
        WaitFor.True(() => Ours(machine).Length == 0, "ours to go", () => hands.Describe() + Ours(machine));
        Assert.Contains("203.0.113.0/24", machine.Ip("route"), StringComparison.Ordinal);
        Assert.Equal([false, false, false, false], cell.VirtualRoutes.Select(route => route.Held));
    }

    [Fact]
    public void VirtualMac_HoldsTheAddress_AnswersAloneForIt_AndGoes()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        RigNode observer = _rig.AddNode("o", "10.0.0.2/24");
        using var hands = new AddressHands(machine);
        var participant = new VrrpParticipantDefinition { Node = "a", Interface = "eth0", VirtualMac = new VirtualMacDefinition() };
        VrrpCell cell = hands.Watch(AddressHands.Instance("10.0.0.100/32"), participant);
        Assert.Equal(("vrrp.51", "vrrp.51", "10.0.0.1"), (hands.Line(cell).Facts!.Receive.Name, hands.Line(cell).Facts!.Transmit.Name, hands.Line(cell).State.Source.ToString()));
        Assert.Contains("macvlan mode private", machine.Ip("-d link show vrrp.51"), StringComparison.Ordinal);

        hands.BecomeMaster(cell);
        WaitFor.True(() => machine.Holds("10.0.0.100", "vrrp.51"), "the address", hands.Describe);
        Assert.False(machine.Holds("10.0.0.100"));
        Assert.Equal(0, Ping(observer, "10.0.0.100"));
        Assert.Contains("lladdr 00:00:5e:00:01:33", observer.Ip("neigh show 10.0.0.100"), StringComparison.Ordinal);

        hands.Post(AddressWorkKind.Remove, cell);
        hands.Post(AddressWorkKind.Forget, cell);
        WaitFor.True(() => !machine.Ip("link").Contains("vrrp.51", StringComparison.Ordinal), "the macvlan to go", hands.Describe);
    }

    [Fact]
    public void VirtualMac_OfACrashedRun_IsAdopted_AndAForeignInterfaceIsNot()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        machine.Ip("link add vrrp6.51 link eth0 address 00:00:5e:00:02:33 type macvlan mode private");
        machine.Ip("link set vrrp6.51 addrgenmode none up");
        machine.Ip("link add vip0 type veth peer name vip1");
        string before = machine.Ip("-o link show vrrp6.51").Split(':')[0];
        using var hands = new AddressHands(machine);
        var participant = new VrrpParticipantDefinition { Node = "a", Interface = "eth0", VirtualMac = new VirtualMacDefinition() };
        VrrpCell cell = hands.Watch(AddressHands.Instance("fd00::100/64"), participant);
        Assert.Equal(before, hands.Line(cell).Facts!.Receive.Index.ToString(global::System.Globalization.CultureInfo.InvariantCulture));
        Assert.Contains(hands.Line(cell).State.Source.ToString(), machine.Ip("-6 addr show dev vrrp6.51"), StringComparison.Ordinal);

        var foreign = new VrrpCell(AddressHands.Instance("10.0.0.100/32") with { Name = "VI_2" }, participant with { VirtualMac = new VirtualMacDefinition { Name = "vip0" } });
        hands.Post(AddressWorkKind.Watch, foreign);
        WaitFor.True(() => hands.Describe().Contains("interface vip0 exists and is not the macvlan of this virtual router on eth0", StringComparison.Ordinal), "the fault", hands.Describe);
    }

    [Fact]
    public void AcceptFalse_DropsPacketsButAnswersArp()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        RigNode observer = _rig.AddNode("o", "10.0.0.2/24");
        using (var hands = new AddressHands(machine))
        {
            VrrpCell cell = hands.Watch(AddressHands.Instance("10.0.0.100/32") with { Accept = false });
            hands.BecomeMaster(cell);
            WaitFor.True(() => machine.Holds("10.0.0.100"), "the address", hands.Describe);
            WaitFor.True(() => Nft(machine).Contains("10.0.0.100", StringComparison.Ordinal), "the filter", hands.Describe);
            Assert.NotEqual(0, Ping(observer, "10.0.0.100"));
            Assert.Contains("lladdr", observer.Ip("neigh show 10.0.0.100"), StringComparison.Ordinal);
            Assert.Equal(0, Ping(observer, "10.0.0.1"));
            hands.Post(AddressWorkKind.Forget, cell);
        }

        Assert.DoesNotContain(PacketFilter.Table, Nft(machine), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.0.0.100/24")]
    [InlineData("fd00::100/64")]
    public void AnotherHolder_IsFoundByAskingAndByListening(string vip)
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        RigNode rival = _rig.AddNode("b", "10.0.0.2/24");
        rival.Ip($"addr add {vip} dev eth0 nodad");
        string hardwareAddress = rival.Ip("-o link show eth0").Split("link/ether ")[1].Split(' ')[0];
        using var hands = new AddressHands(machine);
        VrrpCell cell = hands.Watch(AddressHands.Instance(vip));
        hands.BecomeMaster(cell, leaseSeconds: 60);
        WaitFor.True(() => hands.Rivals.Count > 0, "the rival", hands.Describe);
        Assert.Equal((AddressKey.From(IPAddress.Parse(vip.Split('/')[0])), hardwareAddress), hands.Rivals.First());
    }

    [Fact]
    public void SilentMasterThatLives_Answers()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        _rig.AddNode("b", "10.0.0.2/24");
        using var hands = new AddressHands(machine);
        VrrpCell cell = hands.Watch(AddressHands.Instance("10.0.0.100/24"));
        cell.Stands(VrrpState.Backup, new VrrpPriority(100));
        cell.HeardMaster(new MonotonicTime(1), AddressKey.From(IPAddress.Parse("10.0.0.2")), new VrrpPriority(200), AdvertisementInterval.Default, 1);
        LineFacts? before = hands.Line(cell).Facts;
        hands.Post(AddressWorkKind.LookAgain, cell);
        WaitFor.True(() => !ReferenceEquals(hands.Line(cell).Facts, before), "a look after the master was heard", hands.Describe);
        hands.BecomeMaster(cell);
        WaitFor.True(() => hands.Neighbours.Count > 0, "the neighbour", hands.Describe);
        Assert.Equal("10.0.0.2", hands.Neighbours.First().ToString());
        Assert.Empty(hands.Rivals);
    }

    [Fact]
    public void PromoteSecondaries_IsSetAndPutBack()
    {
        RigNode machine = _rig.AddNode("a", "10.0.0.1/24");
        const string Name = "/proc/sys/net/ipv4/conf/eth0/promote_secondaries";
        Assert.Equal("0", machine.Run(() => File.ReadAllText(Name).Trim()));
        using var hands = new AddressHands(machine);
        VrrpCell cell = hands.Watch(AddressHands.Instance("10.0.0.100/24") with { PromoteSecondaries = true });
        Assert.Equal("1", machine.Run(() => File.ReadAllText(Name).Trim()));
        hands.Post(AddressWorkKind.Forget, cell);
        WaitFor.True(() => machine.Run(() => File.ReadAllText(Name).Trim()) == "0", "the switch to be put back", hands.Describe);
    }

    private static double Announced(AddressHands hands, VrrpCell cell, int count)
    {
        Assert.True(FrameSocket.TryOpenListener(isIPv6: false, out FrameSocket? listener, out _));
        using (listener)
        {
            HashSet<AddressKey> seen = [];
            byte[] frame = new byte[128];
            long start = Stopwatch.GetTimestamp();
            hands.BecomeMaster(cell);
            while (seen.Count < count && Stopwatch.GetElapsedTime(start).TotalSeconds < 10)
            {
                if (!listener.TryReceive(frame, out int length, out _)) Thread.Yield();
                else if (AddressClaim.TryRead(frame.AsSpan(0, length), out AddressClaim claim)) seen.Add(claim.Address);
            }

            double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            Assert.Equal(count, seen.Count);
            return milliseconds;
        }
    }

    private static int Ping(RigNode from, string address)
    {
        (int exit, string output) = Shell.TryRun($"ip netns exec {from.Namespace} ping -c 1 -W 1 {address}");
        Assert.Contains("1 packets transmitted", output, StringComparison.Ordinal); // a ping that is not installed exits as one without an answer does
        return exit;
    }

    private static string Nft(RigNode machine) => Shell.Run($"ip netns exec {machine.Namespace} nft list ruleset");

    private static string Ours(RigNode machine)
    {
        string[] routes = [.. $"{machine.Ip("-4 route show table all proto 112")}\n{machine.Ip("-6 route show table all proto 112")}".Split('\n')];
        string[] rules = [.. $"{machine.Ip("-4 -d rule show")}\n{machine.Ip("-6 -d rule show")}".Split('\n').Where(rule => rule.Contains("proto 112", StringComparison.Ordinal)).Select(rule => rule.Replace("proto 112", "", StringComparison.Ordinal))];
        IEnumerable<string> lines = routes.Order(StringComparer.Ordinal).Concat(rules).Select(line => string.Join(' ', line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)));
        return string.Join('\n', lines.Where(line => line.Length > 0).Select(line => line.EndsWith("lookup 100", StringComparison.Ordinal) ? line[(line.IndexOf(':', StringComparison.Ordinal) + 2)..] : line));
    }
}
