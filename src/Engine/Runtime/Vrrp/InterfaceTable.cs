using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>The interfaces and IPv4 addresses of this host as the kernel last reported them.</summary>
internal sealed class InterfaceTable
{
    private readonly List<LinkFacts> _links = [];
    private readonly List<AddressFacts> _addresses = [];

    /// <summary>Grows whenever something really changed; a renewed lease is no change.</summary>
    public long Version { get; private set; }

    /// <summary>Addresses in the kernel's order.</summary>
    public IReadOnlyList<AddressFacts> Addresses => _addresses;

    /// <summary>Names of all interfaces, for messages.</summary>
    public string Names => _links.Count == 0 ? "none" : string.Join(", ", _links.Select(link => link.Name));

    /// <summary>Replaces everything by a fresh listing.</summary>
    public void Replace(List<LinkFacts> links, List<AddressFacts> addresses)
    {
        if (!_links.SequenceEqual(links))
        {
            _links.Clear();
            _links.AddRange(links);
            Version++;
        }

        if (!_addresses.SequenceEqual(addresses))
        {
            _addresses.Clear();
            _addresses.AddRange(addresses);
            Version++;
        }
    }

    /// <summary>A link appeared or changed.</summary>
    public void Set(LinkFacts link)
    {
        int place = _links.FindIndex(known => known.Index == link.Index);
        if (place >= 0 && _links[place] == link) return;
        if (place >= 0) _links[place] = link;
        else _links.Add(link);
        Version++;
    }

    /// <summary>A link went, and its addresses with it.</summary>
    public void RemoveLink(int index)
    {
        if (_links.RemoveAll(link => link.Index == index) + _addresses.RemoveAll(address => address.InterfaceIndex == index) > 0) Version++;
    }

    /// <summary>An address appeared, changed or was renewed.</summary>
    public void Set(AddressFacts address)
    {
        int place = Find(address.InterfaceIndex, address.Address, address.PrefixLength);
        if (place >= 0 && _addresses[place] == address) return;
        if (place >= 0) _addresses[place] = address;
        else _addresses.Add(address);
        Version++;
    }

    /// <summary>An address went.</summary>
    public void RemoveAddress(int interfaceIndex, AddressKey address, int prefixLength)
    {
        int place = Find(interfaceIndex, address, prefixLength);
        if (place < 0) return;
        _addresses.RemoveAt(place);
        Version++;
    }

    /// <summary>The interface of this name, or null.</summary>
    public LinkFacts? FindLink(string name)
    {
        foreach (LinkFacts link in _links)
            if (link.Name == name) return link;
        return null;
    }

    /// <summary>Is the address there with this prefix?</summary>
    public bool Has(int interfaceIndex, AddressKey address, int prefixLength) => Find(interfaceIndex, address, prefixLength) >= 0;

    /// <summary>Is the address there with this prefix and without a lifetime?</summary>
    public bool HasPermanent(int interfaceIndex, AddressKey address, int prefixLength) =>
        Find(interfaceIndex, address, prefixLength) is var place and >= 0 && _addresses[place].IsPermanent;

    /// <summary>"interface eth9 does not exist; interfaces here: lo, eth0"</summary>
    public string Missing(string name) => $"interface {name} does not exist; interfaces here: {Names}";

    private int Find(int interfaceIndex, AddressKey address, int prefixLength)
    {
        for (int i = 0; i < _addresses.Count; i++)
        {
            AddressFacts known = _addresses[i];
            if (known.InterfaceIndex == interfaceIndex && known.PrefixLength == prefixLength && known.Address == address) return i;
        }

        return -1;
    }
}
