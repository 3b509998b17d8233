using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class AnnouncerTests
{
    private readonly FakeAddressKernel _kernel = new();
    private readonly InterfaceTable _table = new();
    private readonly Announcer _announcer;
    private MonotonicTime _now = new(1_000_000_000);

    public AnnouncerTests()
    {
        _announcer = new Announcer(_kernel, _kernel, _table);
        _table.Set(new LinkFacts(2, "eth0", [2, 0, 0, 0, 0, 1], true, true, true));
    }

    private AddressHolding Holding(AnnouncementDefinition how, params string[] addresses)
    {
        VirtualAddressDefinition[] virtualAddresses = [.. addresses.Select(text => new VirtualAddressDefinition { Address = IPAddress.Parse(text), PrefixLength = 32 })];
        foreach (VirtualAddressDefinition address in virtualAddresses) _table.Set(new AddressFacts(2, AddressKey.From(address.Address), 32, false, false));
        return new AddressHolding(new VrrpCell(
            new VrrpInstanceDefinition { Name = "VI_1", VirtualRouterId = new VirtualRouterId(51), VirtualAddresses = [.. virtualAddresses], Announcement = how },
            new VrrpParticipantDefinition { Node = "a", Interface = "eth0" }));
    }

    private void Announce(AddressHolding holding, int repeat)
    {
        _announcer.Announce(holding, holding.Cell.Definition.VirtualAddresses.Span, repeat);
        _announcer.Pump(_now);
    }

    [Fact]
    public void WithAPause_OneFrameAtATime_AndTheFamiliesHaveTheirOwn()
    {
        AddressHolding holding = Holding(
            new AnnouncementDefinition { ArpInterval = TimeSpan.FromMicroseconds(500), NeighbourInterval = TimeSpan.FromMilliseconds(20) }, "10.0.0.1", "fd00::1", "10.0.0.2");
        Announce(holding, 1);
        Assert.Equal(["arp 10.0.0.1 2"], _kernel.Log);
        Assert.Equal(_now + TimeSpan.FromMicroseconds(500), _announcer.NextDue);

        _now += TimeSpan.FromMicroseconds(499);
        _announcer.Pump(_now);
        Assert.Single(_kernel.Log);

        _now += TimeSpan.FromMicroseconds(1);
        _announcer.Pump(_now);
        Assert.Equal("na fd00::1 2", _kernel.Log[^1]);
        Assert.Equal(_now + TimeSpan.FromMilliseconds(20), _announcer.NextDue);

        _now += TimeSpan.FromMilliseconds(20);
        _announcer.Pump(_now);
        Assert.Equal(["arp 10.0.0.1 2", "na fd00::1 2", "arp 10.0.0.2 2"], _kernel.Log);
        Assert.Null(_announcer.NextDue);
    }

    [Fact]
    public void ForwardingInterface_AnnouncesARouter()
    {
        _kernel.Switches["net/ipv6/conf/eth0/forwarding"] = "1";
        Announce(Holding(new AnnouncementDefinition(), "fd00::1"), 1);
        Assert.Equal(["na fd00::1 router 2"], _kernel.Log);
    }

    [Fact]
    public void InterfaceThatTakesNoMore_IsTriedAgainAfterAMillisecond_AndNothingIsLost()
    {
        _kernel.FramesTaken = 70;
        Announce(Holding(new AnnouncementDefinition(), [.. Enumerable.Range(1, 100).Select(i => $"10.0.0.{i}")]), 1);
        Assert.Equal(70, _kernel.Log.Count);
        Assert.Equal(_now + TimeSpan.FromMilliseconds(1), _announcer.NextDue);

        _kernel.FramesTaken = int.MaxValue;
        _now += TimeSpan.FromMilliseconds(1);
        _announcer.Pump(_now);
        Assert.Equal(Enumerable.Range(1, 100).Select(i => $"arp 10.0.0.{i} 2"), _kernel.Log);
    }

    [Fact]
    public void ManyFrames_LeaveTimeForOtherWork()
    {
        Announce(Holding(new AnnouncementDefinition(), [.. Enumerable.Range(1, 200).Select(i => $"10.0.0.{i}")]), 10);
        Assert.Equal(1024, _kernel.Log.Count);
        Assert.True(_announcer.NextDue <= _now);
        _announcer.Pump(_now);
        Assert.Equal(2000, _kernel.Log.Count);
    }

    [Fact]
    public void AddressRemovedOrInstanceGoneMeanwhile_IsNotAnnounced()
    {
        AddressHolding holding = Holding(new AnnouncementDefinition { ArpInterval = TimeSpan.FromSeconds(1) }, "10.0.0.1", "10.0.0.2", "10.0.0.3");
        Announce(holding, 1);
        _table.RemoveAddress(2, AddressKey.From(IPAddress.Parse("10.0.0.2")), 32);
        _announcer.Pump(_now += TimeSpan.FromSeconds(1));
        Assert.Equal(["arp 10.0.0.1 2", "arp 10.0.0.3 2"], _kernel.Log);

        Announce(holding, 5);
        _announcer.Forget(holding);
        Assert.Null(_announcer.NextDue);
    }

    [Fact]
    public void Refusal_IsSaidOnceAndTheRestGoesOn()
    {
        _kernel.SendAnswer = new LinuxError(LinuxError.EINVAL);
        Announce(Holding(new AnnouncementDefinition(), "10.0.0.1", "10.0.0.2"), 2);
        Assert.Null(_announcer.NextDue);
        Assert.StartsWith("gratuitous ARP for 10.0.0.1 on eth0 could not be sent: ", Assert.Single(_kernel.Events.OfType<EngineNotice>()).Message, StringComparison.Ordinal);
    }
}
