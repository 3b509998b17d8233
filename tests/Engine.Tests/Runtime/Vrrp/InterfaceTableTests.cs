using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class InterfaceTableTests
{
    private static readonly LinkFacts s_eth0 = new(2, "eth0", [2, 0, 0, 0, 0, 1], true, true, true);
    private static readonly AddressFacts s_address = new(2, AddressKey.FromIPv4(0x0A000001), 24, false, true);

    private readonly InterfaceTable _table = new();

    public InterfaceTableTests()
    {
        _table.Set(s_eth0);
        _table.Set(s_address);
    }

    [Fact]
    public void SameFactsAgain_IsNoChange()
    {
        long version = _table.Version;
        _table.Set(s_eth0 with { HardwareAddress = [2, 0, 0, 0, 0, 1] });
        _table.Set(s_address);
        _table.Replace([s_eth0], [s_address]);
        _table.RemoveAddress(2, s_address.Address, 25); // another prefix is another entry
        _table.RemoveLink(9);
        Assert.Equal(version, _table.Version);
    }

    [Fact]
    public void LinkGone_TakesItsAddressesAlong()
    {
        _table.RemoveLink(2);
        Assert.Null(_table.FindLink("eth0"));
        Assert.Equal(0, _table.AddressCount);
        Assert.Equal("interface eth0 does not exist; interfaces here: none", _table.Missing("eth0"));
    }

    [Fact]
    public void LinkRenamed_IsFoundByItsNewName()
    {
        _table.Set(s_eth0 with { Name = "lan" });
        Assert.Null(_table.FindLink("eth0"));
        Assert.Equal(2, _table.FindLink("lan")!.Index);
    }

    [Fact]
    public void SameAddressWithTwoPrefixes_AreTwoEntries()
    {
        _table.Set(s_address with { PrefixLength = 32, IsPermanent = false });
        Assert.Equal(2, _table.AddressCount);
        Assert.True(_table.HasPermanent(2, s_address.Address, 24));
        Assert.False(_table.HasPermanent(2, s_address.Address, 32));
        _table.RemoveAddress(2, s_address.Address, 24);
        Assert.True(_table.Has(2, s_address.Address, 32));
        Assert.False(_table.Has(2, s_address.Address, 24));
    }

    [Fact]
    public void Addresses_KeepTheKernelsOrder_AlsoAfterAListing()
    {
        AddressFacts second = s_address with { Address = AddressKey.FromIPv4(0x0A000002) };
        AddressFacts third = s_address with { Address = AddressKey.FromIPv4(0x0A000003) };
        _table.Set(second);
        _table.Set(third);
        _table.RemoveAddress(2, second.Address, 24);
        Assert.Equal([s_address, third], _table.AddressesOf(2));

        long version = _table.Version;
        _table.Replace([s_eth0], [third, s_address]);
        Assert.Equal([third, s_address], _table.AddressesOf(2));
        Assert.Equal(version + 1, _table.Version);
        Assert.Empty(_table.AddressesOf(3));
    }

    [Fact]
    public void ThousandAddresses_AreFoundByAddressAlone()
    {
        for (uint i = 0; i < 1000; i++) _table.Set(new AddressFacts(2, AddressKey.FromIPv4(0x0A010000 + i), 32, false, false));
        Assert.Equal(1001, _table.AddressCount);
        Assert.Equal([32], _table.PrefixLengths(2, AddressKey.FromIPv4(0x0A010000 + 999)));
        Assert.Empty(_table.PrefixLengths(3, AddressKey.FromIPv4(0x0A010000 + 999)));
    }
}
