using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>The load balancer's table, wanted or actual: what the kernel should have, or has. Equal by content.</summary>
public sealed record BalancerTable(ValueArray<BalancerService> Services)
{
    private const int FewServices = 8;

    // Made when first asked for; an index of its own for each table, so no copy carries another's.
    private Dictionary<ServiceKey, BalancerService>? _byKey;

    private BalancerTable(BalancerTable original) => Services = original.Services;

    /// <summary>No service.</summary>
    public static BalancerTable Empty { get; } = new([]);

    /// <summary>The service with <paramref name="key"/> (of several the first), or null. Any thread.</summary>
    public BalancerService? Find(ServiceKey key)
    {
        if (Services.Count > FewServices) return (_byKey ??= Index()).GetValueOrDefault(key);
        foreach (BalancerService service in Services)
            if (service.Key == key) return service;
        return null;
    }

    /// <inheritdoc />
    public bool Equals(BalancerTable? other) => other is not null && Services == other.Services;

    /// <inheritdoc />
    public override int GetHashCode() => Services.GetHashCode();

    private Dictionary<ServiceKey, BalancerService> Index()
    {
        var index = new Dictionary<ServiceKey, BalancerService>(Services.Count);
        foreach (BalancerService service in Services) index.TryAdd(service.Key, service);
        return index;
    }
}

/// <summary>One virtual service in the table.</summary>
/// <param name="Key">Address and port, or firewall mark.</param>
/// <param name="Scheduler">How connections are spread.</param>
/// <param name="PersistenceTimeout">How long a client keeps its server; null = not at all.</param>
/// <param name="Destinations">Where connections may go, in order.</param>
public sealed record BalancerService(ServiceKey Key, Scheduler Scheduler, TimeSpan? PersistenceTimeout, ValueArray<BalancerDestination> Destinations)
{
    /// <summary>The persistence time-out as kernels keep it: whole seconds, rounded up; 0 = none.</summary>
    public int PersistenceSeconds => PersistenceTimeout is { } timeout && timeout > TimeSpan.Zero ? (int)Math.Ceiling(timeout.TotalSeconds) : 0;

    /// <summary>Flags of the scheduler. Default none.</summary>
    public SchedulerFlags SchedulerFlags { get; init; }

    /// <summary>One packet is one connection; UDP only. Default false.</summary>
    public bool OnePacket { get; init; }

    /// <summary>Bits of a client's address that persistence compares; null = all.</summary>
    public int? PersistenceGranularity { get; init; }

    /// <summary>The kernel's persistence engine; null = by address.</summary>
    public string? PersistenceEngine { get; init; }

    /// <summary>
    /// Family of a service by firewall mark, to be told where it has no destination; null = that of its address, else of its first destination,
    /// else as it is in the kernel, else IPv4.
    /// </summary>
    public AddressFamily? MarkFamily { get; init; }

    /// <summary>The destination with this address and port; null = it has none.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="port">Its port.</param>
    /// <param name="likely">Where to look first, 0-based, so that whoever asks for all in order need not look through all each time; any number will do.</param>
    public BalancerDestination? Find(IPAddress address, int port, int likely)
    {
        ReadOnlySpan<BalancerDestination> destinations = Destinations.Span;
        if (likely >= 0 && likely < destinations.Length && Is(destinations[likely])) return destinations[likely];
        foreach (BalancerDestination destination in destinations)
            if (Is(destination)) return destination;
        return null;

        bool Is(BalancerDestination destination) => destination.Port == port && destination.Address.Equals(address);
    }
}

/// <summary>One destination of a service.</summary>
/// <param name="Address">Address of the real (or sorry) server.</param>
/// <param name="Port">Port; 0 = as the client asked.</param>
/// <param name="Weight">0 to 65535; 0 = established connections only.</param>
/// <param name="ForwardingMethod">How packets reach it.</param>
public sealed record BalancerDestination(IPAddress Address, int Port, int Weight, ForwardingMethod ForwardingMethod)
{
    /// <summary>Connections at which the kernel sends it no more; 0 = no limit.</summary>
    public long UpperThreshold { get; init; }

    /// <summary>Connections below which the kernel sends it some again; 0 = three quarters of the upper one.</summary>
    public long LowerThreshold { get; init; }

    /// <summary>How the tunnel is made; null unless the method is Tunnel.</summary>
    public TunnelDefinition? Tunnel { get; init; }

    /// <summary><c>10.88.0.101:80</c></summary>
    public string EndpointName => ServiceKey.EndpointText(Address, Port);
}
