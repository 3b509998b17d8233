using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class LinkJudgeTests
{
    private static readonly AddressKey s_own = AddressKey.From(IPAddress.Parse("10.0.0.1"));
    private static readonly AddressKey s_vip = AddressKey.From(IPAddress.Parse("10.0.0.100"));
    private readonly InterfaceTable _table = new();

    public LinkJudgeTests() => _table.Set(new LinkFacts(1, "lo", [], true, true, false));

    private void Add(bool isUp = true, bool hasCarrier = true) => _table.Set(new LinkFacts(2, "eth0", [2, 0, 0, 0, 0, 1], isUp, hasCarrier, true));

    private void Add(AddressKey address, bool isSecondary = false) => _table.Set(new AddressFacts(2, address, 24, isSecondary, true));

    private LinkState Judge(string name = "eth0", string? source = null, bool isOwner = false) =>
        LinkJudge.Judge(_table, name, source is null ? null : IPAddress.Parse(source), new HashSet<AddressKey> { s_vip }, isOwner, out _);

    [Fact]
    public void NoSuchInterface_NamesThoseThatExist()
    {
        Add();
        Assert.Equal(new LinkState(false, default, "interface eth9 does not exist; interfaces here: lo, eth0"), Judge("eth9"));
    }

    [Fact]
    public void Down_SaysHowToBringItUp()
    {
        Add(isUp: false, hasCarrier: false);
        Assert.Equal("interface eth0 is down; bring it up with: ip link set eth0 up", Judge().Detail);
    }

    [Fact]
    public void NoCarrier_IsUnusable()
    {
        Add(hasCarrier: false);
        Add(s_own);
        Assert.Equal("interface eth0 has no carrier; look at its cable, switch port or bridge", Judge().Detail);
    }

    [Fact]
    public void OnlyAVirtualAddress_IsNoSource()
    {
        Add();
        Add(s_vip);
        Assert.False(Judge().IsUsable);
    }

    [Fact]
    public void OnlyAVirtualAddress_OfTheOwner_IsItsSource()
    {
        Add();
        Add(s_vip);
        Assert.Equal(new LinkState(true, s_vip, null), Judge(isOwner: true));
    }

    [Fact]
    public void SecondaryBeforePrimary_PrimaryIsTheSource()
    {
        Add();
        Add(AddressKey.From(IPAddress.Parse("10.0.0.7")), isSecondary: true);
        Add(s_own);
        Assert.Equal(new LinkState(true, s_own, null), Judge());
    }

    [Fact]
    public void DefinedSource_IsTakenEvenWithoutAnyAddress()
    {
        Add();
        Assert.Equal(new LinkState(true, AddressKey.From(IPAddress.Parse("10.9.9.9")), null), Judge(source: "10.9.9.9"));
    }
}
