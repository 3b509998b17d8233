using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class TableFeedTests
{
    private static readonly AddressKey s_address = AddressKey.FromIPv4(0x0A000001);

    private readonly InterfaceTable _table = new();
    private readonly FakeAddressKernel _reports = new();
    private readonly TableFeed _feed;
    private LinuxError _readAnswer;
    private LinuxError _listAnswer;
    private int _listings;
    private byte[]? _notification;

    public TableFeedTests() => _feed = new TableFeed(_table, Read, List, _reports);

    private LinuxError Read(NetlinkHandler handler)
    {
        if (_notification is not null) handler(RouteConstants.RTM_NEWADDR, _notification);
        LinuxError answer = _readAnswer;
        _readAnswer = LinuxError.None; // the kernel says it once
        return answer;
    }

    private LinuxError List(List<LinkFacts> links, List<AddressFacts> addresses)
    {
        _listings++;
        links.Clear();
        addresses.Clear();
        links.Add(new LinkFacts(2, "eth0", [2, 0, 0, 0, 0, 1], true, true, true));
        addresses.Add(new AddressFacts(2, s_address, 24, false, true));
        return _listAnswer;
    }

    [Fact]
    public void Notification_IsApplied_WithoutAListing()
    {
        _notification = RouteMessages.Add(new NetlinkMessage(0), new AddressRequest(2, s_address, 32)).Bytes[16..].ToArray();
        _feed.Read();
        Assert.True(_table.Has(2, s_address, 32));
        Assert.Equal(0, _listings);
    }

    [Fact]
    public void LostNotifications_AreMadeUpForByOneListing()
    {
        _readAnswer = new LinuxError(LinuxError.ENOBUFS);
        _feed.Read();
        Assert.Equal(1, _listings);
        Assert.Equal("eth0", _table.FindLink(2)!.Name);
        Assert.True(_table.Has(2, s_address, 24));
    }

    [Fact]
    public void Sweep_ThatFails_KeepsTheTableAndIsSaidOnce()
    {
        _feed.Sweep();
        _listAnswer = new LinuxError(LinuxError.ENOMEM);
        _feed.Sweep();
        _feed.Sweep();
        Assert.True(_table.Has(2, s_address, 24));
        Assert.StartsWith("interfaces could not be listed: ", Assert.Single(_reports.Events.OfType<EngineNotice>()).Message, StringComparison.Ordinal);
    }
}
