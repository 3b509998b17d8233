using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Turns living services into the picture handed to readers.</summary>
/// <param name="utcNow">The moment of the picture, UTC.</param>
/// <param name="servers">The same of their real servers.</param>
/// <param name="refuses">Why the load balancer cannot do a service; null = it can do all.</param>
internal sealed class StatusPicture(DateTimeOffset utcNow, ServerPictures servers, Func<BalancerService, string?>? refuses)
{
    /// <summary>The picture of <paramref name="service"/>; <paramref name="actual"/> is its entry in the table, null = it has none.</summary>
    public VirtualServiceStatus Of(ServiceRun service, BalancerService? actual)
    {
        string? refused = service.Wanted is [var entry, ..] ? refuses?.Invoke(entry) : null;
        ServicePicture? last = service.Picture;
        bool isSame = last is not null && last.Is(service, actual, refused);
        RealServerStatus[]? changed = Changed(service, actual, last, isSame);
        if (isSame && changed is null) return last!.Status;
        VirtualServiceStatus status = Draw(service, actual, refused, changed is null ? last!.Status.RealServers : new(changed));
        // The same object as long as it looks the same: the collector need not carry another along, nor readers compare.
        if (last is not null && status == last.Status) status = last.Status;
        service.Picture = new ServicePicture(status, service, actual, refused);
        return status;
    }

    // All servers; null = each looks as in the last picture.
    private RealServerStatus[]? Changed(ServiceRun service, BalancerService? actual, ServicePicture? last, bool isSame)
    {
        ReadOnlySpan<RealServerStatus> known = isSame ? last!.Status.RealServers.Span : [];
        RealServerStatus[]? all = isSame ? null : new RealServerStatus[service.Servers.Length];
        for (int i = 0; i < service.Servers.Length; i++)
        {
            RealServerStatus server = servers.Of(service, i, actual, isSame);
            if (all is null)
            {
                if (ReferenceEquals(server, known[i])) continue;
                all = known.ToArray();
            }

            all[i] = server;
        }

        return all;
    }

    private VirtualServiceStatus Draw(ServiceRun service, BalancerService? actual, string? refused, ValueArray<RealServerStatus> drawn)
    {
        VirtualServiceDefinition definition = service.Definition;
        var freshness = Freshness.Fresh;
        DateTimeOffset observedAt = utcNow;
        foreach (RealServerStatus server in drawn.Span)
        {
            if (server.Freshness > freshness) freshness = server.Freshness;
            if (server.ObservedAt < observedAt) observedAt = server.ObservedAt;
        }

        return new VirtualServiceStatus
        {
            Name = definition.Name,
            Endpoint = service.EndpointNames[0],
            Scheduler = SchedulerNames.Of(definition.Scheduler),
            ForwardingMethod = definition.ForwardingMethod switch { ForwardingMethod.Nat => "NAT", ForwardingMethod.DirectRouting => "DR", _ => "TUN" },
            QuorumUp = service.Health.QuorumUp,
            AliveWeight = service.Health.AliveWeight,
            Quorum = ServiceHealth.Thresholds(definition).Quorum,
            SorryServer = definition.SorryServer?.ToString(),
            SorryServerActive = SorryServerActive(service, actual),
            Endpoints = service.EndpointNames,
            KeepsAll = service.Health.KeepsAll,
            Refused = refused,
            Suspended = service.IsSuspended,
            RealServers = drawn,
            ObservedAt = observedAt,
            Freshness = freshness,
        };
    }

    private static bool SorryServerActive(ServiceRun service, BalancerService? actual)
    {
        if (service.Definition.SorryServer is not { } sorry) return false;
        BalancerDestination wanted = WantedTable.SorryDestination(service.Definition, service.Definition.Key, sorry);
        if (actual?.Find(wanted.Address, wanted.Port, actual.Destinations.Count - 1) is not { Weight: > 0 }) return false;
        if (!service.Health.QuorumUp) return true;
        // The same machine may also be a real server, and then is there as such.
        foreach (ServerRun server in service.Servers)
            if (WantedTable.DestinationPort(service.Definition, server.Definition) == wanted.Port && server.Definition.Address.Equals(wanted.Address)) return false;

        return true;
    }
}
