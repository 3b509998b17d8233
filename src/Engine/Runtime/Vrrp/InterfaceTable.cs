using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>The interfaces and addresses of this host as the kernel last reported them. Finding one costs the same however many there are.</summary>
internal sealed class InterfaceTable
{
    private readonly List<LinkFacts> _links = [];
    private readonly Dictionary<string, LinkFacts> _linksByName = [];
    private readonly Dictionary<int, LinkFacts> _linksByIndex = [];
    private readonly Dictionary<int, LinkedList<AddressFacts>> _addressesByLink = [];
    private readonly Dictionary<(int Index, AddressKey Address), List<LinkedListNode<AddressFacts>>> _addresses = [];

    /// <summary>Grows whenever something really changed; a renewed lease is no change.</summary>
    public long Version { get; private set; }

    /// <summary>Number of addresses.</summary>
    public int AddressCount { get; private set; }

    /// <summary>Names of all interfaces, for messages.</summary>
    public string Names => _links.Count == 0 ? "none" : string.Join(", ", _links.Select(link => link.Name));

    /// <summary>Replaces everything by a fresh listing.</summary>
    public void Replace(List<LinkFacts> links, List<AddressFacts> addresses)
    {
        if (!_links.SequenceEqual(links))
        {
            _links.Clear();
            _links.AddRange(links);
            IndexLinks();
            Version++;
        }

        if (IsListed(addresses)) return;
        _addressesByLink.Clear();
        _addresses.Clear();
        AddressCount = 0;
        foreach (AddressFacts address in addresses) Append(address);
        Version++;
    }

    /// <summary>A link appeared or changed.</summary>
    public void Set(LinkFacts link)
    {
        int place = _links.FindIndex(known => known.Index == link.Index);
        if (place >= 0 && _links[place] == link) return;
        if (place >= 0) _links[place] = link;
        else _links.Add(link);
        IndexLinks();
        Version++;
    }

    /// <summary>A link went, and its addresses with it.</summary>
    public void RemoveLink(int index)
    {
        bool known = _links.RemoveAll(link => link.Index == index) > 0;
        if (known) IndexLinks();
        if (_addressesByLink.Remove(index, out LinkedList<AddressFacts>? addresses))
        {
            foreach (AddressFacts address in addresses) _addresses.Remove((index, address.Address));
            AddressCount -= addresses.Count;
            known = true;
        }

        if (known) Version++;
    }

    /// <summary>An address appeared, changed or was renewed.</summary>
    public void Set(AddressFacts address)
    {
        if (Find(address.InterfaceIndex, address.Address, address.PrefixLength) is { } place)
        {
            if (place.Value == address) return;
            place.Value = address;
        }
        else
        {
            Append(address);
        }

        Version++;
    }

    /// <summary>An address went.</summary>
    public void RemoveAddress(int interfaceIndex, AddressKey address, int prefixLength)
    {
        if (Find(interfaceIndex, address, prefixLength) is not { } place) return;
        List<LinkedListNode<AddressFacts>> same = _addresses[(interfaceIndex, address)];
        same.Remove(place);
        if (same.Count == 0) _addresses.Remove((interfaceIndex, address));
        place.List!.Remove(place);
        AddressCount--;
        Version++;
    }

    /// <summary>The interface of this name, or null.</summary>
    public LinkFacts? FindLink(string name) => _linksByName.GetValueOrDefault(name);

    /// <summary>The interface of this ifindex, or null.</summary>
    public LinkFacts? FindLink(int index) => _linksByIndex.GetValueOrDefault(index);

    /// <summary>Addresses of an interface, in the kernel's order.</summary>
    public IEnumerable<AddressFacts> AddressesOf(int interfaceIndex) => _addressesByLink.TryGetValue(interfaceIndex, out LinkedList<AddressFacts>? addresses) ? addresses : [];

    /// <summary>Is the address there with this prefix?</summary>
    public bool Has(int interfaceIndex, AddressKey address, int prefixLength) => Find(interfaceIndex, address, prefixLength) is not null;

    /// <summary>Is the address there, with whatever prefix?</summary>
    public bool Has(int interfaceIndex, AddressKey address) => _addresses.ContainsKey((interfaceIndex, address));

    /// <summary>Prefix lengths with which the address is there.</summary>
    public int[] PrefixLengths(int interfaceIndex, AddressKey address) =>
        _addresses.TryGetValue((interfaceIndex, address), out List<LinkedListNode<AddressFacts>>? same) ? [.. same.Select(place => place.Value.PrefixLength)] : [];

    /// <summary>What is known of the address; null = it is not there.</summary>
    public AddressFacts? FindAddress(int interfaceIndex, AddressKey address, int prefixLength) => Find(interfaceIndex, address, prefixLength)?.Value;

    /// <summary>Is the address there with this prefix and without a lifetime?</summary>
    public bool HasPermanent(int interfaceIndex, AddressKey address, int prefixLength) => Find(interfaceIndex, address, prefixLength) is { Value.IsPermanent: true };

    /// <summary>Is it the MAC address of one of our interfaces?</summary>
    public bool IsOwn(HardwareAddress address)
    {
        foreach (LinkFacts link in _links)
            if (link.HardwareAddress.Count == HardwareAddress.LengthBytes && HardwareAddress.From(link.HardwareAddress.Span) == address) return true;
        return false;
    }

    /// <summary>"interface eth9 does not exist; interfaces here: lo, eth0"</summary>
    public string Missing(string name) => $"interface {name} does not exist; interfaces here: {Names}";

    private LinkedListNode<AddressFacts>? Find(int interfaceIndex, AddressKey address, int prefixLength)
    {
        if (!_addresses.TryGetValue((interfaceIndex, address), out List<LinkedListNode<AddressFacts>>? same)) return null;
        foreach (LinkedListNode<AddressFacts> place in same)
            if (place.Value.PrefixLength == prefixLength) return place;
        return null;
    }

    private void IndexLinks()
    {
        _linksByName.Clear();
        _linksByIndex.Clear();
        foreach (LinkFacts link in _links) _linksByName[link.Name] = _linksByIndex[link.Index] = link;
    }

    private void Append(AddressFacts address)
    {
        ref LinkedList<AddressFacts>? ofLink = ref CollectionsMarshal.GetValueRefOrAddDefault(_addressesByLink, address.InterfaceIndex, out _);
        ref List<LinkedListNode<AddressFacts>>? same = ref CollectionsMarshal.GetValueRefOrAddDefault(_addresses, (address.InterfaceIndex, address.Address), out _);
        same ??= new List<LinkedListNode<AddressFacts>>(1);
        same.Add((ofLink ??= []).AddLast(address));
        AddressCount++;
    }

    // The kernel lists the addresses of one interface in an order that counts: the first is the source of adverts.
    private bool IsListed(List<AddressFacts> addresses)
    {
        if (addresses.Count != AddressCount) return false;
        Dictionary<int, LinkedListNode<AddressFacts>?> next = [];
        foreach ((int index, LinkedList<AddressFacts> ofLink) in _addressesByLink) next[index] = ofLink.First;
        foreach (AddressFacts address in addresses)
        {
            if (!next.TryGetValue(address.InterfaceIndex, out LinkedListNode<AddressFacts>? place) || place is null || place.Value != address) return false;
            next[address.InterfaceIndex] = place.Next;
        }

        return true;
    }
}
