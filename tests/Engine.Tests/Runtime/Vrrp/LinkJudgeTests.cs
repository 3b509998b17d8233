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
    private static readonly AddressKey s_linkLocal = AddressKey.From(IPAddress.Parse("fe80::1"));
    private static readonly AddressKey s_virtualLinkLocal = AddressKey.From(IPAddress.Parse("fe80::100"));
    private readonly InterfaceTable _table = new();
    private LineFacts? _facts;

    public LinkJudgeTests() => _table.Set(new LinkFacts(1, "lo", [], true, true, false));

    private void Add(bool isUp = true, bool hasCarrier = true) => _table.Set(new LinkFacts(2, "eth0", [2, 0, 0, 0, 0, 1], isUp, hasCarrier, true));

    private void Add(AddressKey address, bool isSecondary = false) => _table.Set(new AddressFacts(2, address, 24, isSecondary, true));

    private LinkState Judge(string name = "eth0", string? source = null, bool isOwner = false) =>
        Judge(new LineNeeds { Interface = name, Source = source is null ? null : IPAddress.Parse(source), IsOwner = isOwner });

    private LinkState Judge(LineNeeds needs) => LinkJudge.Judge(_table, needs, new HashSet<AddressKey> { s_vip, s_virtualLinkLocal }, out _facts);

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

    [Fact]
    public void DefinedSource_Tracked_MustBeThere()
    {
        Add();
        LineNeeds needs = new() { Interface = "eth0", Source = IPAddress.Parse("10.9.9.9"), TrackSource = true, Line = 2 };
        Assert.Equal(new LinkState(false, default, "the source address 10.9.9.9 is not on eth0; add it there, or define another one", 2), Judge(needs));
        Add(AddressKey.From(IPAddress.Parse("10.9.9.9")));
        Assert.Equal(new LinkState(true, AddressKey.From(IPAddress.Parse("10.9.9.9")), null, 2), Judge(needs));
    }

    [Fact]
    public void IPv6_SendsFromTheLinkLocalAddressThatIsNotVirtual()
    {
        Add();
        Add(s_own);
        Add(AddressKey.From(IPAddress.Parse("fd00::1")));
        Add(s_virtualLinkLocal);
        LineNeeds needs = new() { Interface = "eth0", IsIPv6 = true };
        Assert.StartsWith("interface eth0 has no IPv6 link-local address to send adverts from", Judge(needs).Detail, StringComparison.Ordinal);
        Add(s_linkLocal);
        Assert.Equal(new LinkState(true, s_linkLocal, null), Judge(needs));
    }

    [Theory]
    [InlineData(true, false, "the link-local address fe80::1 of eth0 is not confirmed yet (duplicate address detection runs for a second)")]
    [InlineData(true, true, "the link-local address fe80::1 of eth0 is also used by another host (duplicate address detection failed); give eth0 another one")]
    public void IPv6_AddressThatIsNotConfirmed_IsNoSource(bool isTentative, bool isDuplicate, string detail)
    {
        Add();
        _table.Set(new AddressFacts(2, s_linkLocal, 64, false, true, isTentative, isDuplicate));
        Assert.Equal(detail, Judge(new LineNeeds { Interface = "eth0", IsIPv6 = true }).Detail);
    }

    [Theory]
    [InlineData(false, 9)]
    [InlineData(true, 2)]
    public void VirtualMac_HearsOnTheMacvlan_AndSendsFromTheOneWanted(bool transmitOnBase, int transmit)
    {
        Add();
        Add(s_own);
        LineNeeds needs = new() { Interface = "eth0", VirtualMac = "vrrp.51", TransmitOnBase = transmitOnBase };
        Assert.Equal("the macvlan vrrp.51 on eth0, which carries the virtual MAC address, does not exist", Judge(needs).Detail);
        _table.Set(new LinkFacts(9, "vrrp.51", [0, 0, 0x5E, 0, 1, 51], true, true, true, "macvlan", 2));
        Assert.Equal(new LinkState(true, s_own, null), Judge(needs));
        Assert.Equal((9, transmit), (_facts!.Receive.Index, _facts.Transmit.Index));
    }
}
