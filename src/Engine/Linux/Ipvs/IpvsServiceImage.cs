using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>
/// One service as last listed. Listing it again makes new objects only for what differs, so that sweeping 10,000 destinations leaves
/// nothing to collect, and what is as wanted is given as the very object that is wanted, which is compared at no cost.
/// </summary>
internal sealed class IpvsServiceImage
{
    private IpvsServiceEntry _entry;
    private List<Slot> _slots = [];
    private List<Slot> _fresh = [];
    private Dictionary<(UInt128 Address, int Port, ushort Family), int>? _byPlace;
    private int _at;
    private bool _same;
    private bool _listed;
    private BalancerService _service;
    private BalancerService? _comparedWith;
    private bool _asWanted;
    private IpvsStats _stats;

    public IpvsServiceImage(IpvsServiceEntry entry)
    {
        _entry = entry;
        _service = entry.ToService();
        Counters = ToCounters();
    }

    /// <summary>What identifies the service.</summary>
    public ServiceKey Key => _service.Key;

    /// <summary>AF_INET or AF_INET6.</summary>
    public ushort Family => _entry.Family;

    /// <summary>The service's counters.</summary>
    public ServiceCounters Counters { get; private set; }

    /// <summary>Number of destinations.</summary>
    public int Count => _slots.Count;

    /// <summary>Was anything counted since the listing before?</summary>
    public bool Counted { get; private set; }

    /// <summary>Do the destinations say how tunnels are made? Null = there is none.</summary>
    public bool? SaysTunnels => _slots.Count == 0 ? null : _slots[0].Entry.SaysTunnel;

    /// <summary>Is <paramref name="entry"/> about this service?</summary>
    public bool Is(in IpvsServiceEntry entry) => IdentityOf(entry) == Identity;

    /// <summary>What identifies the service to the kernel.</summary>
    public IpvsServiceEntry Identity => IdentityOf(_entry);

    /// <summary>The service as it was listed, perhaps without its destinations: to name it.</summary>
    public BalancerService Named => _service;

    /// <summary>What of <paramref name="entry"/> identifies the service to the kernel.</summary>
    public static IpvsServiceEntry IdentityOf(in IpvsServiceEntry entry) =>
        new() { Family = entry.Family, Protocol = entry.Protocol, Address = entry.Address, Port = entry.Port, Mark = entry.Mark };

    /// <summary>Takes what a listing of services says.</summary>
    public void Begin(in IpvsServiceEntry entry, in IpvsStats stats)
    {
        Counted = stats != _stats;
        _stats = stats;
        if (Counted) Counters = ToCounters();
        _same = _listed && entry == _entry;
        _entry = entry;
        _fresh.Clear();
        _byPlace = null;
        _at = 0;
    }

    /// <summary>Takes one message of the listing of its destinations.</summary>
    /// <param name="attributes">The message's attributes.</param>
    /// <param name="wanted">The service as wanted; null = it is not.</param>
    public void Add(NetlinkAttributes attributes, BalancerService? wanted)
    {
        if (!IpvsDestinationEntry.TryParse(attributes, _entry.Family, out IpvsDestinationEntry entry, out IpvsDestinationCounts counts)) return;
        Slot? old = Find(entry);
        BalancerDestination? destination = old is { } known && known.Entry == entry && entry.Method != IP_VS_CONN_F_LOCALNODE ? known.Destination : Make(entry, wanted);
        if (!Equals(old?.Destination, destination)) _same = false;
        else destination = old?.Destination;

        bool counted = old is null || old.Value.Counts != counts;
        Counted |= counted;
        _fresh.Add(new Slot(entry, counts, destination, counted ? ToCounters(entry, counts) : old!.Value.Counters));
    }

    /// <summary>Ends the listing.</summary>
    public void End()
    {
        if (_fresh.Count != _slots.Count) (_same, Counted) = (false, true);
        (_slots, _fresh) = (_fresh, _slots);
        _byPlace = null;
        _listed = true;
        if (_same) return;
        _service = _entry.ToService() with { Destinations = _slots.Where(slot => slot.Destination is not null).Select(slot => slot.Destination!).ToValueArray() };
        _comparedWith = null;
    }

    /// <summary>The service: <paramref name="wanted"/> itself where the kernel has just that.</summary>
    public BalancerService Service(BalancerService? wanted)
    {
        if (wanted is null) return _service;
        if (!ReferenceEquals(_comparedWith, wanted))
        {
            _asWanted = BalancerPlanner.Plan(new BalancerTable([wanted]), new BalancerTable([_service]), new HashSet<ServiceKey>()).Count == 0;
            _comparedWith = wanted;
        }

        return _asWanted ? wanted : _service;
    }

    /// <summary>Appends the counters of its destinations.</summary>
    public void CountersTo(List<DestinationCounters> all)
    {
        foreach (Slot slot in _slots) all.Add(slot.Counters);
    }

    // Listings keep their order, so the next one is mostly the one behind; where servers came or went it is looked up.
    private Slot? Find(in IpvsDestinationEntry entry)
    {
        if (_at < _slots.Count && _slots[_at].Entry.SamePlace(entry)) return _slots[_at++];
        if (_byPlace is null)
        {
            _byPlace = new(_slots.Count);
            for (int index = 0; index < _slots.Count; index++) _byPlace.TryAdd((_slots[index].Entry.AddressBits, _slots[index].Entry.Port, _slots[index].Entry.Family), index);
        }

        _same = false;
        if (!_byPlace.TryGetValue((entry.AddressBits, entry.Port, entry.Family), out int found)) return null;
        _at = found + 1;
        return _slots[found];
    }

    private static BalancerDestination? Make(in IpvsDestinationEntry entry, BalancerService? wanted)
    {
        ForwardingMethod? method = entry.Method switch
        {
            IP_VS_CONN_F_MASQ => ForwardingMethod.Nat,
            IP_VS_CONN_F_DROUTE => ForwardingMethod.DirectRouting,
            IP_VS_CONN_F_TUNNEL => ForwardingMethod.Tunnel,
            // A server on this very host is forwarded to directly and may be listed as such; wanted says how it was asked for.
            IP_VS_CONN_F_LOCALNODE => Local(entry, wanted) ?? ForwardingMethod.DirectRouting,
            // A bypass is not ours; where it stands in for a server of ours that one is missing, and adding sets it right.
            _ => null,
        };
        return method is null ? null : new BalancerDestination(entry.Address, entry.Port, entry.Weight, method.Value)
        {
            UpperThreshold = entry.Upper,
            LowerThreshold = entry.Lower,
            Tunnel = entry.Tunnel,
        };
    }

    private static ForwardingMethod? Local(IpvsDestinationEntry entry, BalancerService? wanted) =>
        wanted?.Destinations.FirstOrDefault(to => to.Port == entry.Port && to.Address.Equals(entry.Address))?.ForwardingMethod;

    private ServiceCounters ToCounters() => new(Key, _stats.Connections, _stats.InPackets, _stats.OutPackets, _stats.InBytes, _stats.OutBytes);

    private DestinationCounters ToCounters(in IpvsDestinationEntry entry, in IpvsDestinationCounts counts) => new(
        Key, entry.Address, entry.Port, counts.Active, counts.Inactive,
        counts.Stats.Connections, counts.Stats.InPackets, counts.Stats.OutPackets, counts.Stats.InBytes, counts.Stats.OutBytes)
    {
        PersistentConnections = counts.Persistent,
    };

    private readonly record struct Slot(IpvsDestinationEntry Entry, IpvsDestinationCounts Counts, BalancerDestination? Destination, DestinationCounters Counters);
}
