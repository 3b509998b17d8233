using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;

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
}
