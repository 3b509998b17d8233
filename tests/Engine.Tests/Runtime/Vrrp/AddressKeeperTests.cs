using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class AddressKeeperTests
{
    private static readonly VirtualAddressDefinition s_vip = new() { Address = IPAddress.Parse("10.0.0.100"), PrefixLength = 24, Label = "eth0:0" };
    private static readonly VirtualAddressDefinition s_second = new() { Address = IPAddress.Parse("10.0.0.101"), PrefixLength = 32 };
    private static readonly AddressKey s_key = AddressKey.From(s_vip.Address);

    private readonly FakeAddressKernel _kernel = new();
    private readonly AddressKeeper _keeper;
    private readonly VrrpCell _cell;
    private MonotonicTime _now = new(1_000_000_000);

    public AddressKeeperTests()
    {
        _keeper = new AddressKeeper(_kernel, _kernel);
        _keeper.Table.Set(new LinkFacts(2, "eth0", [2, 0, 0, 0, 0, 1], true, true, true));
        _keeper.Table.Set(new AddressFacts(2, AddressKey.From(IPAddress.Parse("10.0.0.1")), 24, false, true));
        _cell = Cell("VI_1", 100, s_vip, s_second);
    }

    private static VrrpCell Cell(string name, byte priority, params VirtualAddressDefinition[] addresses) => new(
        new VrrpInstanceDefinition { Name = name, VirtualRouterId = new VirtualRouterId(51), VirtualAddresses = [.. addresses] },
        new VrrpParticipantDefinition { Node = "a", Interface = "eth0", Priority = new VrrpPriority(priority) });

    private void Do(AddressWorkKind kind, int? lease = null, int repeat = 0, VrrpCell? cell = null, params VirtualAddressDefinition[] addresses) =>
        _keeper.Do(new AddressWork(kind, cell ?? _cell, [.. addresses], lease, repeat), _now);

    private void BecomeMaster(params VirtualAddressDefinition[] addresses)
    {
        Do(AddressWorkKind.Watch);
        _cell.Stands(VrrpState.Master, new VrrpPriority(100));
        _cell.Sent(_now);
        Do(AddressWorkKind.Add, lease: 4, addresses: addresses);
        _kernel.Log.Clear();
    }

    private void Lose(VirtualAddressDefinition address) => _keeper.Table.RemoveAddress(2, AddressKey.From(address.Address), address.PrefixLength);

    [Fact]
    public void AddThenAnnounce_GoesOutInOrderAndInterleaved()
    {
        Do(AddressWorkKind.Watch);
        Do(AddressWorkKind.Add, lease: 4, addresses: [s_vip, s_second]);
        Do(AddressWorkKind.Announce, repeat: 2, addresses: [s_vip, s_second]);

        Assert.Equal(
            [
                "add 10.0.0.100/24 2 eth0:0 4", "add 10.0.0.101/32 2 - 4",
                "arp 10.0.0.100 2", "arp 10.0.0.101 2", "arp 10.0.0.100 2", "arp 10.0.0.101 2",
            ],
            _kernel.Log);
        Assert.True(_cell.Held.Holds(s_vip));
    }

    [Fact]
    public void Add_Refused_IsReportedAndNotAnnounced()
    {
        _kernel.AddAnswer = new LinuxError(LinuxError.EINVAL, "Invalid prefix for given prefix length");
        Do(AddressWorkKind.Watch);
        Do(AddressWorkKind.Add, lease: 4, addresses: [s_vip]);
        Do(AddressWorkKind.Announce, repeat: 5, addresses: [s_vip]);

        Assert.Equal(
            (TransitionCause.AddressFailed, "the kernel refused 10.0.0.100/24 on eth0: Invalid argument (errno 22): Invalid prefix for given prefix length"),
            Assert.Single(_kernel.Failures));
        Assert.Equal(["add 10.0.0.100/24 2 eth0:0 4"], _kernel.Log);
        Assert.False(_cell.Held.Holds(s_vip));
    }

    [Fact]
    public void Add_WithoutPermission_NamesTheFix()
    {
        _kernel.AddAnswer = new LinuxError(LinuxError.EPERM);
        Do(AddressWorkKind.Watch);
        Do(AddressWorkKind.Add, addresses: [s_vip]);
        (TransitionCause cause, string detail) = Assert.Single(_kernel.Failures);
        Assert.Equal(TransitionCause.NotPermitted, cause);
        Assert.EndsWith("run as root or give the binary CAP_NET_ADMIN and CAP_NET_RAW, e.g. AmbientCapabilities in the systemd unit", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_OnAnInterfaceThatIsMissing_IsReportedWithThoseThatExist()
    {
        Do(AddressWorkKind.Watch);
        Do(AddressWorkKind.Add, addresses: [s_vip with { Interface = "eth7" }]);
        Assert.Equal((TransitionCause.AddressFailed, "10.0.0.100/24 could not be added: interface eth7 does not exist; interfaces here: eth0"), Assert.Single(_kernel.Failures));
    }

    [Fact]
    public void Add_Again_TakesTheNewLifetime()
    {
        BecomeMaster(s_vip);
        Do(AddressWorkKind.Add, lease: null, addresses: [s_vip]);
        Assert.Equal(["add 10.0.0.100/24 2 eth0:0 -"], _kernel.Log);
    }

    [Fact]
    public void Renew_AllThere_OnlyRenews()
    {
        BecomeMaster(s_vip, s_second);
        Do(AddressWorkKind.Renew, lease: 4);
        Assert.Equal(["add 10.0.0.100/24 2 eth0:0 4", "add 10.0.0.101/32 2 - 4"], _kernel.Log);
        Assert.Empty(_kernel.Events);
    }

    [Fact]
    public void Renew_OneIsGone_IsARepair()
    {
        BecomeMaster(s_vip);
        Lose(s_vip);
        Do(AddressWorkKind.Renew, lease: 4);
        Assert.Equal(["add 10.0.0.100/24 2 eth0:0 4", .. Enumerable.Repeat("arp 10.0.0.100 2", 5)], _kernel.Log);
        Assert.Equal(
            new DriftRepaired("10.0.0.100/24 on eth0", "it was gone although this node is master of VI_1", "put back and announced"),
            Assert.Single(_kernel.Events));
    }

    [Fact]
    public void Reconcile_AddressOfAMasterGone_IsPutBackOnceIn200Milliseconds()
    {
        BecomeMaster(s_vip);
        Lose(s_vip);
        _keeper.Reconcile(_now);
        Lose(s_vip);
        _now += TimeSpan.FromMilliseconds(199);
        _keeper.Reconcile(_now);
        Assert.Single(_kernel.Events);

        _now += TimeSpan.FromMilliseconds(1);
        _keeper.Reconcile(_now);
        Assert.Equal(2, _kernel.Events.Count());
    }

    [Fact]
    public void Reconcile_NoAdvertForAWholeLease_LeavesTheDecisionToTheElection()
    {
        BecomeMaster(s_vip);
        Lose(s_vip);
        _now += TimeSpan.FromSeconds(4);
        _keeper.Reconcile(_now);
        Assert.Empty(_kernel.Log);
        Assert.Empty(_kernel.Events);
    }

    [Fact]
    public void Reconcile_InterfaceGone_IsReportedAndNothingIsPutBack()
    {
        BecomeMaster(s_vip);
        _keeper.Table.RemoveLink(2);
        _keeper.Reconcile(_now);
        Assert.Empty(_kernel.Log);
        Assert.Equal("interface eth0 does not exist; interfaces here: none", _kernel.Links[^1].Detail);
    }

    [Fact]
    public void Watch_AddressAlreadyThere_IsRemovedBeforeTheLinkIsReported()
    {
        _keeper.Table.Set(new AddressFacts(2, s_key, 32, true, true));
        Do(AddressWorkKind.Watch);
        Assert.Equal(["remove 10.0.0.100/32 2"], _kernel.Log);
        Assert.Equal(
            new DriftRepaired("10.0.0.100/32 on eth0", "it was already there when VI_1 started, left by an earlier run or another program", "removed"),
            Assert.Single(_kernel.Events));
        Assert.True(Assert.Single(_kernel.Links).IsUsable);
    }

    [Fact]
    public void Reconcile_RemovalRefused_IsSaidOnceAndTriedAgain()
    {
        Do(AddressWorkKind.Watch);
        _keeper.Table.Set(new AddressFacts(2, s_key, 24, true, true));
        _kernel.RemoveAnswer = new LinuxError(LinuxError.EPERM);
        _keeper.Reconcile(_now);
        _keeper.Reconcile(_now);
        Assert.Equal(["remove 10.0.0.100/24 2", "remove 10.0.0.100/24 2"], _kernel.Log);
        Assert.Single(_kernel.Events.OfType<EngineNotice>());
        Assert.Equal("it could not be removed", Assert.Single(_kernel.Events.OfType<DriftRepaired>()).Done);
    }

    [Fact]
    public void Reconcile_OwnersAddress_IsLeftAlone()
    {
        VrrpCell owner = Cell("VI_OWNER", 255, s_vip);
        _keeper.Table.Set(new AddressFacts(2, s_key, 24, true, true));
        Do(AddressWorkKind.Watch, cell: owner);
        Do(AddressWorkKind.Add, lease: 4, cell: owner, addresses: [s_vip]);
        Do(AddressWorkKind.Renew, lease: 4, cell: owner, addresses: [s_vip]);
        Do(AddressWorkKind.Remove, cell: owner, addresses: [s_vip]);
        _keeper.Reconcile(_now);
        Assert.Empty(_kernel.Log);
    }

    [Fact]
    public void Remove_AddressThatAnotherInstanceWantsToo_Stays()
    {
        VrrpCell successor = Cell("VI_2", 100, s_vip);
        BecomeMaster(s_vip);
        Do(AddressWorkKind.Watch, cell: successor);
        Do(AddressWorkKind.Add, lease: 4, cell: successor, addresses: [s_vip]);
        _kernel.Log.Clear();

        Do(AddressWorkKind.Remove, addresses: [s_vip]);
        Do(AddressWorkKind.Forget);
        _keeper.Reconcile(_now);
        Assert.Empty(_kernel.Log);

        Do(AddressWorkKind.Remove, cell: successor, addresses: [s_vip]);
        Assert.Equal(["remove 10.0.0.100/24 2"], _kernel.Log);
    }

    [Fact]
    public void Remove_AddressWhoseExclusionChangedMeanwhile_IsStillFound()
    {
        BecomeMaster(s_vip);
        Do(AddressWorkKind.Remove, addresses: [s_vip with { Excluded = true }]);
        Assert.Equal(["remove 10.0.0.100/24 2"], _kernel.Log);
        _keeper.Reconcile(_now);
        Assert.Empty(_kernel.Events);
    }

    [Fact]
    public void Announce_InterfaceWithoutArp_SendsNothing()
    {
        BecomeMaster(s_vip);
        _keeper.Table.Set(new LinkFacts(2, "eth0", [], true, true, false));
        Do(AddressWorkKind.Announce, repeat: 5, addresses: [s_vip]);
        Assert.Empty(_kernel.Log);
    }

    [Fact]
    public void Link_UnchangedFacts_AreReportedOnce_UnlessTheSocketsCouldNotBeOpened()
    {
        Do(AddressWorkKind.Watch);
        _keeper.Reconcile(_now);
        Assert.Single(_kernel.Links);

        _cell.IsLineBroken = true;
        _keeper.Reconcile(_now);
        Assert.Equal(2, _kernel.Links.Count);

        _keeper.Table.RemoveLink(2);
        _keeper.Table.Set(new LinkFacts(5, "eth0", [2, 0, 0, 0, 0, 1], true, true, true));
        _keeper.Table.Set(new AddressFacts(5, AddressKey.From(IPAddress.Parse("10.0.0.1")), 24, false, true));
        _cell.IsLineBroken = false;
        _keeper.Reconcile(_now);
        Assert.Equal(3, _kernel.Links.Count); // the same name and address, but another interface
    }

    [Fact]
    public void Lines_AreReportedEachForItself()
    {
        _cell.Participant = _cell.Participant with { MoreInterfaces = ["eth1"], SourceAddress = IPAddress.Parse("10.0.0.1"), TrackSourceAddress = true };
        Do(AddressWorkKind.Watch);
        Assert.Equal([0, 1], _kernel.Links.Select(link => link.Line));
        Assert.Equal([true, false], _kernel.Links.Select(link => link.IsUsable));

        _keeper.Table.Set(new LinkFacts(3, "eth1", [2, 0, 0, 0, 0, 2], true, true, true));
        _keeper.Table.Set(new AddressFacts(3, AddressKey.From(IPAddress.Parse("10.1.0.1")), 24, false, true));
        _keeper.Reconcile(_now);
        Assert.Equal(3, _kernel.Links.Count);
        Assert.Equal((1, true, "10.1.0.1"), (_kernel.Links[2].Line, _kernel.Links[2].IsUsable, _kernel.Links[2].Source.ToString()));
    }

    [Fact]
    public void IPv6_IsAddedAndMarkedDuplicateIsReported()
    {
        VirtualAddressDefinition vip = new() { Address = IPAddress.Parse("fd00::100"), PrefixLength = 64 };
        VrrpCell cell = Cell("VI_6", 100, vip);
        Do(AddressWorkKind.Watch, cell: cell);
        Do(AddressWorkKind.Add, lease: 4, cell: cell, addresses: [vip]);
        Do(AddressWorkKind.Announce, repeat: 2, cell: cell, addresses: [vip]);
        Assert.Equal(["add fd00::100/64 2 - 4", "na fd00::100 2", "na fd00::100 2"], _kernel.Log);

        _keeper.Table.Set(new AddressFacts(2, AddressKey.From(vip.Address), 64, false, false, true, true));
        _keeper.Reconcile(_now);
        Assert.Equal(
            (TransitionCause.AddressFailed, "the kernel marked fd00::100/64 on eth0 as a duplicate: another host holds it; take it away there, or remove and add it here"),
            Assert.Single(_kernel.Failures));
    }

    [Fact]
    public void TakenUp_AddressesStayUntilTheElectionWantsThem_OrForThreeSeconds()
    {
        _keeper.Table.Set(new AddressFacts(2, s_key, 24, true, false));
        _keeper.Do(new AddressWork(AddressWorkKind.Watch, _cell, TakesUp: true), _now);
        Assert.Empty(_kernel.Log);
        _now += TimeSpan.FromSeconds(3);
        _keeper.Reconcile(_now);
        Assert.Equal(["remove 10.0.0.100/24 2"], _kernel.Log);
    }

    [Fact]
    public void VirtualMac_IsMadeHoldsTheAddresses_AndGoesWithTheInstance()
    {
        _cell.Participant = _cell.Participant with { VirtualMac = new VirtualMacDefinition() };
        _kernel.Switches["net/ipv4/conf/eth0/arp_ignore"] = "0";
        Do(AddressWorkKind.Watch);
        Assert.Equal(["macvlan vrrp.51 2 00005e000133"], _kernel.Log);
        Assert.Empty(_kernel.Links); // not reported by the kernel yet
        Assert.Equal("1", _kernel.Switches["net/ipv4/conf/eth0/arp_ignore"]);
        Assert.Contains("oifname { \"vrrp.51\" } ip protocol igmp drop", _kernel.Filters[^1], StringComparison.Ordinal);

        _keeper.Table.Set(new LinkFacts(9, "vrrp.51", [0, 0, 0x5E, 0, 1, 51], true, true, true, "macvlan", 2));
        _keeper.Reconcile(_now);
        Assert.Equal((9, 9), (_kernel.LineFacts[^1]!.Receive.Index, _kernel.LineFacts[^1]!.Transmit.Index));
        Do(AddressWorkKind.Add, lease: 4, addresses: [s_second]);
        Assert.Equal("add 10.0.0.101/32 9 - 4", _kernel.Log[1]);

        Do(AddressWorkKind.Remove, addresses: [s_second]);
        Do(AddressWorkKind.Forget);
        Assert.Equal("remove link 9", _kernel.Log[^1]);
        Assert.Equal("0", _kernel.Switches["net/ipv4/conf/eth0/arp_ignore"]);
        Assert.Equal("", _kernel.Filters[^1]);
    }

    [Fact]
    public void Routes_RefusedOne_IsSaidOnceAndTriedAgain_PutBackOnes200MillisecondsApart()
    {
        _cell.Definition = _cell.Definition with
        {
            VirtualRoutes = [new VirtualRouteDefinition { Destination = IPAddress.Parse("192.0.2.0"), PrefixLength = 24, Gateway = IPAddress.Parse("10.0.0.9") }],
            VirtualRules = [new VirtualRuleDefinition { Table = 100 }],
        };
        Do(AddressWorkKind.Watch);
        _kernel.RouteAnswer = new LinuxError(ENETUNREACH);
        Do(AddressWorkKind.AddRouting);
        _keeper.Reconcile(_now);
        Assert.Equal(["route 192.0.2.0/24 254", "rule 100", "route 192.0.2.0/24 254"], _kernel.Log);
        Assert.StartsWith("the kernel refused the route 192.0.2.0/24 via 10.0.0.9: ", Assert.Single(_kernel.Events.OfType<EngineNotice>()).Message, StringComparison.Ordinal);
        Assert.False(Assert.Single(_cell.VirtualRoutes).Held);

        _kernel.RouteAnswer = LinuxError.None;
        _keeper.Reconcile(_now);
        Assert.True(Assert.Single(_cell.VirtualRoutes).Held);
        _kernel.Routes.Clear();
        _kernel.Log.Clear();
        _keeper.RoutingChanged(_now + TimeSpan.FromMilliseconds(199));
        Assert.Empty(_kernel.Log);
        _keeper.RoutingChanged(_now + TimeSpan.FromMilliseconds(200));
        Assert.Equal(["route 192.0.2.0/24 254"], _kernel.Log);
        Assert.Equal(
            new DriftRepaired("route 192.0.2.0/24 via 10.0.0.9", "it was gone although this node is master of VI_1", "put back"),
            Assert.Single(_kernel.Events.OfType<DriftRepaired>()));

        Do(AddressWorkKind.RemoveRouting);
        Assert.Equal(["remove rule 100", "remove route 192.0.2.0/24"], _kernel.Log[1..]);
    }

    [Fact]
    public void Master_AsksForItsAddressesInTurn_AndTellsOfARivalOnceASecond()
    {
        BecomeMaster(s_vip, s_second);
        _keeper.Pump(_now);
        Assert.Equal(_now + TimeSpan.FromSeconds(1), _keeper.NextDue);
        _keeper.Pump(_now += TimeSpan.FromSeconds(1));
        _keeper.Pump(_now += TimeSpan.FromSeconds(2));
        _keeper.Pump(_now += TimeSpan.FromSeconds(1));
        Assert.Equal(["probe 10.0.0.100 2", "probe 10.0.0.101 2"], _kernel.Log);

        _kernel.Log.Clear();
        byte[] claim = new byte[42];
        GratuitousArp.Write(claim, [2, 0, 0, 0, 0, 9], s_key);
        _keeper.Heard(claim, 2, _now);
        _keeper.Heard(claim, 2, _now + TimeSpan.FromMilliseconds(999));
        _keeper.Heard(claim, 3, _now + TimeSpan.FromSeconds(1)); // on another interface, where the address may well be another's
        Assert.Equal(["rival 10.0.0.100 020000000009"], _kernel.Log);
        GratuitousArp.Write(claim, [2, 0, 0, 0, 0, 1], s_key);
        _keeper.Heard(claim, 2, _now + TimeSpan.FromSeconds(2)); // our own, sent back by a loop in the network
        Assert.Single(_kernel.Log);
    }

    [Fact]
    public void Filter_DropsWhatIsNotAcceptedButNeverNeighbourDiscovery()
    {
        VrrpCell cell = Cell("VI_6", 100, new VirtualAddressDefinition { Address = IPAddress.Parse("fd00::100"), PrefixLength = 64 }, s_vip);
        cell.Definition = cell.Definition with { Accept = false };
        Do(AddressWorkKind.Watch, cell: cell);
        Assert.Equal(
            """
            table inet keepalive_console_vrrp {}
            delete table inet keepalive_console_vrrp
            table inet keepalive_console_vrrp {
             chain input {
              type filter hook input priority -1;
              icmpv6 type { nd-neighbor-solicit, nd-neighbor-advert } accept
              ip daddr { 10.0.0.100 } drop
              ip6 daddr { fd00::100 } drop
             }
            }

            """.ReplaceLineEndings("\n"),
            _kernel.Filters[^1]);
        Do(AddressWorkKind.Forget, cell: cell);
        Assert.Equal("", _kernel.Filters[^1]);
    }

    private const int ENETUNREACH = 101;
}
