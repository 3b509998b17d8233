using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Genl;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>
/// The kernel's IPVS by generic netlink. The table is one for the whole network namespace, so it may hold services of others.
/// Every step is made to hold whatever is there: adding what exists changes it, changing what is gone adds it, removing what
/// is gone is done.
/// </summary>
internal sealed class IpvsLoadBalancer : ILoadBalancer
{
    /// <summary>How often a listing is begun again when the table changes under it.</summary>
    private const int MostListings = 5;

    private GenericNetlink? _kernel;

    // A server on this very host is forwarded to directly and listed as such; this is how it was asked for.
    private BalancerTable _wanted = BalancerTable.Empty;

    /// <inheritdoc />
    public string Kind => "ipvs";

    /// <inheritdoc />
    public bool OwnsTable => false;

    /// <summary>Why IPVS cannot be used on this host now; null = it can.</summary>
    public static string? WhyUnavailable()
    {
        using var probe = new IpvsLoadBalancer();
        LinuxError error = probe.Open(out GenericNetlink? kernel);
        if (error.IsSuccess) error = kernel!.Execute(kernel.Request(IPVS_CMD_GET_INFO));
        return error.IsSuccess ? null : IpvsErrors.Explain(error);
    }

    /// <inheritdoc />
    public string? Refuses(BalancerService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (service.Key is { FirewallMark: null, Port: 0 } && service.PersistenceSeconds == 0)
            return "a service on every port (port 0) needs persistence, so that a client's connections go to one server: set a persistence time-out";
        ushort family = IpvsMessages.Family(service);
        foreach (BalancerDestination destination in service.Destinations)
            if (IpvsMessages.Family(destination.Address) != family)
                return $"{destination.EndpointName} is of another address family than the service; NAT and direct routing stay within one, and firewall marks are for IPv4";
        return null;
    }

    /// <inheritdoc />
    public BalancerReading Read()
    {
        LinuxError error = Open(out GenericNetlink? kernel);
        for (int attempt = 1; error.IsSuccess; attempt++)
        {
            error = List(kernel!, out BalancerReading reading);
            if (error.IsSuccess) return reading;
            if (error.Number == LinuxError.EINTR && attempt < MostListings) error = LinuxError.None;
        }

        return new BalancerReading(BalancerTable.Empty, IpvsErrors.Explain(error));
    }

    /// <inheritdoc />
    public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        _wanted = wanted;
        LinuxError error = Open(out GenericNetlink? kernel);
        if (!error.IsSuccess) return IpvsErrors.Explain(error);

        // One failure does not keep the others from their servers; the destinations of a service that is not there cannot be added.
        var problems = new List<string>();
        var failed = new HashSet<ServiceKey>();
        foreach (BalancerChange change in changes)
        {
            if (failed.Contains(change.Service.Key)) continue;
            error = Carry(kernel!, change);
            if (error.IsSuccess) continue;
            if (change.Destination is null) failed.Add(change.Service.Key);
            problems.Add(IpvsErrors.Explain(change, error));
        }

        return problems.Count == 0 ? null : string.Join("; ", problems);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _kernel?.Dispose();
        _kernel = null;
    }

    private LinuxError Open(out GenericNetlink? kernel)
    {
        LinuxError error = LinuxError.None;
        if (_kernel is null) GenericNetlink.TryOpen(Family, IpvsConstants.Version, out _kernel, out error);
        kernel = _kernel;
        return error;
    }

    private LinuxError List(GenericNetlink kernel, out BalancerReading reading)
    {
        var entries = new List<IpvsServiceEntry>();
        reading = new BalancerReading(BalancerTable.Empty, null);
        LinuxError error = kernel.Query(kernel.Request(IPVS_CMD_GET_SERVICE, dump: true), attributes =>
        {
            // Services of a kind that we have no words for (their protocol or scheduler) belong to others.
            if (IpvsServiceEntry.Parse(attributes) is { Scheduler: not null } entry) entries.Add(entry);
        });
        if (!error.IsSuccess) return error;

        var services = new List<BalancerService>();
        var counters = new List<DestinationCounters>();
        foreach (IpvsServiceEntry entry in entries)
        {
            var service = new BalancerService(entry.Key, entry.Scheduler!.Value, entry.PersistenceTimeout, []);
            error = List(kernel, service, counters, out ValueArray<BalancerDestination> destinations);
            if (error.Number == LinuxError.ESRCH) continue; // removed since it was listed
            if (!error.IsSuccess) return error;
            services.Add(service with { Destinations = destinations });
        }

        reading = new BalancerReading(new BalancerTable(services.ToValueArray()), null) { Counters = counters.ToValueArray() };
        return LinuxError.None;
    }

    private LinuxError List(GenericNetlink kernel, BalancerService service, List<DestinationCounters> counters, out ValueArray<BalancerDestination> destinations)
    {
        var list = new List<BalancerDestination>();
        LinuxError error = kernel.Query(IpvsMessages.ServiceKey(kernel.Request(IPVS_CMD_GET_DEST, dump: true), service), attributes =>
        {
            if (IpvsDestinationEntry.Parse(attributes, IpvsMessages.Family(service)) is not { } entry) return;
            counters.Add(new DestinationCounters(service.Key, entry.Address, entry.Port, entry.Active, entry.Inactive,
                entry.Stats.Connections, entry.Stats.InPackets, entry.Stats.OutPackets, entry.Stats.InBytes, entry.Stats.OutBytes));
            // A tunnel or bypass is not ours; where it stands in for a server of ours it is missing, and adding sets it right.
            if (Method(service.Key, entry) is { } method) list.Add(new BalancerDestination(entry.Address, entry.Port, entry.Weight, method));
        });
        destinations = list.ToValueArray();
        return error;
    }

    private ForwardingMethod? Method(ServiceKey key, IpvsDestinationEntry entry) => entry.Method switch
    {
        IP_VS_CONN_F_MASQ => ForwardingMethod.Nat,
        IP_VS_CONN_F_DROUTE => ForwardingMethod.DirectRouting,
        IP_VS_CONN_F_LOCALNODE => _wanted.Find(key)?.Destinations.FirstOrDefault(to => to.Port == entry.Port && to.Address.Equals(entry.Address))?.ForwardingMethod ?? ForwardingMethod.DirectRouting,
        _ => null,
    };

    private static LinuxError Carry(GenericNetlink kernel, BalancerChange change) => change.Kind switch
    {
        BalancerChangeKind.AddService => Either(kernel, IPVS_CMD_NEW_SERVICE, IPVS_CMD_SET_SERVICE, LinuxError.EEXIST, change),
        BalancerChangeKind.EditService => Either(kernel, IPVS_CMD_SET_SERVICE, IPVS_CMD_NEW_SERVICE, LinuxError.ESRCH, change),
        BalancerChangeKind.RemoveService => Unless(LinuxError.ESRCH, Send(kernel, IPVS_CMD_DEL_SERVICE, change)),
        BalancerChangeKind.AddDestination => Either(kernel, IPVS_CMD_NEW_DEST, IPVS_CMD_SET_DEST, LinuxError.EEXIST, change),
        BalancerChangeKind.EditDestination => Either(kernel, IPVS_CMD_SET_DEST, IPVS_CMD_NEW_DEST, LinuxError.ENOENT, change),
        _ => Unless(LinuxError.ESRCH, Unless(LinuxError.ENOENT, Send(kernel, IPVS_CMD_DEL_DEST, change))),
    };

    private static LinuxError Either(GenericNetlink kernel, byte first, byte second, int when, BalancerChange change)
    {
        LinuxError error = Send(kernel, first, change);
        return error.Number == when ? Send(kernel, second, change) : error;
    }

    private static LinuxError Unless(int harmless, LinuxError error) => error.Number == harmless ? LinuxError.None : error;

    private static LinuxError Send(GenericNetlink kernel, byte command, BalancerChange change)
    {
        NetlinkMessage request = kernel.Request(command);
        if (command is IPVS_CMD_NEW_SERVICE or IPVS_CMD_SET_SERVICE) return kernel.Execute(IpvsMessages.Service(request, change.Service));
        IpvsMessages.ServiceKey(request, change.Service);
        if (command == IPVS_CMD_DEL_DEST) IpvsMessages.DestinationKey(request, change.Destination!);
        else if (command is IPVS_CMD_NEW_DEST or IPVS_CMD_SET_DEST) IpvsMessages.Destination(request, change.Destination!);
        return kernel.Execute(request);
    }
}
