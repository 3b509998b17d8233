using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>The load balancer's table, wanted or actual: what the kernel should have, or has. Equal by content.</summary>
public sealed record BalancerTable(ValueArray<BalancerService> Services)
{
    /// <summary>No service.</summary>
    public static BalancerTable Empty { get; } = new([]);

    /// <summary>The service with <paramref name="key"/>, or null.</summary>
    public BalancerService? Find(ServiceKey key)
    {
        foreach (BalancerService service in Services)
            if (service.Key == key) return service;
        return null;
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
}

/// <summary>One destination of a service.</summary>
/// <param name="Address">Address of the real (or sorry) server.</param>
/// <param name="Port">Port; 0 = as the client asked.</param>
/// <param name="Weight">0 to 65535; 0 = established connections only.</param>
/// <param name="ForwardingMethod">How packets reach it.</param>
public sealed record BalancerDestination(IPAddress Address, int Port, int Weight, ForwardingMethod ForwardingMethod)
{
    /// <summary><c>10.88.0.101:80</c></summary>
    public string EndpointName => ServiceKey.EndpointText(Address, Port);
}
