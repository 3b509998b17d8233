using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Genl;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>Lists the whole table, keeping the images of the services between listings. For one thread.</summary>
internal sealed class IpvsListing
{
    private readonly List<(IpvsServiceEntry Entry, IpvsStats Stats)> _entries = [];
    private List<IpvsServiceImage> _images = [];
    private List<IpvsServiceImage> _fresh = [];
    private Dictionary<IpvsServiceEntry, IpvsServiceImage>? _byIdentity;
    private BalancerTable _wanted = BalancerTable.Empty;
    private Dictionary<ServiceKey, int> _wantedIndex = [];
    private ValueArray<DestinationCounters> _counters;
    private ValueArray<ServiceCounters> _serviceCounters;
    private readonly NetlinkMessage _request = new(0);

    /// <summary>Does this kernel say how tunnels are made (5.2 and later)? Null = no destination was seen yet.</summary>
    public bool? SaysTunnels { get; private set; }

    /// <summary>Family of the services by firewall mark that were listed.</summary>
    public Dictionary<uint, ushort> MarkFamilies { get; } = [];

    /// <summary>Lists everything, unless <paramref name="giveUp"/> says to stop between two services (ECANCELED). What is as in <paramref name="wanted"/> is given as those very objects, in its order; the rest follows.</summary>
    public LinuxError Read(GenericNetlink kernel, BalancerTable wanted, Func<bool>? giveUp, out BalancerReading reading)
    {
        reading = new BalancerReading(BalancerTable.Empty, null);
        Index(wanted);
        _entries.Clear();
        LinuxError error = kernel.Query(kernel.Request(IPVS_CMD_GET_SERVICE, dump: true), attributes =>
        {
            // Services of a kind that we have no words for (their protocol or scheduler) belong to others.
            if (IpvsServiceEntry.TryParse(attributes, out IpvsServiceEntry entry, out IpvsStats stats) && entry.Scheduler is not null) _entries.Add((entry, stats));
        });
        if (!error.IsSuccess) return error;

        bool counted = _entries.Count != _images.Count;
        _fresh.Clear();
        _byIdentity = null;
        foreach ((IpvsServiceEntry entry, IpvsStats stats) in _entries)
        {
            if (giveUp?.Invoke() == true) return new LinuxError(LinuxError.ECANCELED);
            IpvsServiceImage image = Find(entry);
            error = List(kernel, image, entry, stats);
            if (error.Number == LinuxError.ESRCH) continue; // removed since it was listed
            if (!error.IsSuccess) return error;
            counted |= image.Counted;
            _fresh.Add(image);
        }

        (_images, _fresh) = (_fresh, _images);
        if (counted) Count();
        reading = new BalancerReading(Table(), null) { Counters = _counters, ServiceCounters = _serviceCounters };
        return LinuxError.None;
    }

    private LinuxError List(GenericNetlink kernel, IpvsServiceImage image, IpvsServiceEntry entry, IpvsStats stats)
    {
        BalancerService? wanted = Wanted(image);
        image.Begin(entry, stats);
        NetlinkMessage request = kernel.Request(_request, IPVS_CMD_GET_DEST, dump: true);
        LinuxError error = kernel.Query(IpvsMessages.ServiceKey(request, image.Named, image.Family), attributes => image.Add(attributes, wanted));
        if (!error.IsSuccess) return error;
        image.End();
        SaysTunnels = image.SaysTunnels ?? SaysTunnels;
        return error;
    }

    private IpvsServiceImage Find(in IpvsServiceEntry entry)
    {
        if (_fresh.Count < _images.Count && _images[_fresh.Count].Is(entry)) return _images[_fresh.Count];
        _byIdentity ??= _images.ToDictionary(image => image.Identity);
        return _byIdentity.GetValueOrDefault(IpvsServiceImage.IdentityOf(entry)) ?? new IpvsServiceImage(entry);
    }

    private void Index(BalancerTable wanted)
    {
        if (ReferenceEquals(wanted, _wanted)) return;
        _wanted = wanted;
        _wantedIndex = new Dictionary<ServiceKey, int>(wanted.Services.Count);
        for (int index = 0; index < wanted.Services.Count; index++) _wantedIndex.TryAdd(wanted.Services[index].Key, index);
    }

    private BalancerService? Wanted(IpvsServiceImage image) => _wantedIndex.TryGetValue(image.Key, out int index) ? _wanted.Services[index] : null;

    private BalancerTable Table()
    {
        var ours = new BalancerService?[_wanted.Services.Count];
        var others = new List<BalancerService>();
        bool exact = true;
        foreach (IpvsServiceImage image in _images)
        {
            BalancerService? wanted = Wanted(image);
            BalancerService service = image.Service(wanted);
            // The kernel keeps a service of each family by firewall mark; the one of the other family is the one to mend only while ours is missing.
            if (wanted is not null && _wantedIndex[image.Key] is int index && (ours[index] is null || BalancerSameness.Family(wanted, service)))
            {
                if (ours[index] is { } displaced) others.Add(displaced);
                ours[index] = service;
                exact &= ReferenceEquals(service, wanted);
                if (image.Key.FirewallMark is { } mark) MarkFamilies[mark] = image.Family;
            }
            else
            {
                others.Add(service);
                if (image.Key.FirewallMark is { } mark && wanted is null) MarkFamilies[mark] = image.Family;
            }
        }

        if (exact && others.Count == 0 && Array.IndexOf(ours, null) < 0) return _wanted;
        return new BalancerTable([.. ours.OfType<BalancerService>(), .. others]);
    }

    private void Count()
    {
        var all = new List<DestinationCounters>(_images.Sum(image => image.Count));
        foreach (IpvsServiceImage image in _images) image.CountersTo(all);
        _counters = new ValueArray<DestinationCounters>(all);
        _serviceCounters = new ValueArray<ServiceCounters>(_images.Select(image => image.Counters));
    }
}
