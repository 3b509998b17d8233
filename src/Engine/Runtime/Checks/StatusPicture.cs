using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Turns living services into the picture handed to readers.</summary>
/// <param name="now">The moment of the picture, for ages.</param>
/// <param name="utcNow">The same moment, UTC.</param>
internal sealed class StatusPicture(MonotonicTime now, DateTimeOffset utcNow)
{
    /// <summary>The picture of <paramref name="service"/>; <paramref name="actual"/> is its entry in the table, null = it has none.</summary>
    public VirtualServiceStatus Of(ServiceRun service, BalancerService? actual)
    {
        VirtualServiceDefinition definition = service.Definition;
        var servers = new RealServerStatus[service.Servers.Length];
        var freshness = Freshness.Fresh;
        DateTimeOffset observedAt = utcNow;
        for (int i = 0; i < servers.Length; i++)
        {
            RealServerStatus server = servers[i] = Of(service.Servers[i], actual, i);
            if (server.Freshness > freshness) freshness = server.Freshness;
            if (server.ObservedAt < observedAt) observedAt = server.ObservedAt;
        }

        return new VirtualServiceStatus
        {
            Name = definition.Name,
            Endpoint = definition.Key.ToString(),
            Scheduler = SchedulerNames.Of(definition.Scheduler),
            ForwardingMethod = definition.ForwardingMethod == ForwardingMethod.Nat ? "NAT" : "DR",
            QuorumUp = service.Health.QuorumUp,
            AliveWeight = service.Health.AliveWeight,
            Quorum = ServiceHealth.Thresholds(definition).Quorum,
            SorryServer = definition.SorryServer?.ToString(),
            SorryServerActive = SorryServerActive(service, actual),
            RealServers = new(servers),
            ObservedAt = observedAt,
            Freshness = freshness,
        };
    }

    private RealServerStatus Of(ServerRun server, BalancerService? actual, int index)
    {
        RealServerDefinition definition = server.Definition;
        BalancerDestination wanted = WantedTable.Destination(server.Service.Definition, server.Service.Definition.Key, definition, definition.Weight);
        BalancerDestination? inTable = Find(actual, wanted.Address, wanted.Port, index);
        (int failures, int toDown) = Worst(server);
        int passing = 0;
        foreach (CheckHealth check in server.Health.Checks.Span)
            if (check.State == RealServerState.Up) passing++;
        return new RealServerStatus
        {
            Address = definition.EndpointName,
            State = server.Health.State,
            Admin = definition.Admin,
            InTable = inTable is not null,
            Weight = definition.Weight,
            EffectiveWeight = inTable?.Weight ?? 0,
            LastProbe = server.LastProbe,
            CheckKind = CheckName.Of(definition.Checks),
            FailuresInARow = failures,
            FailuresToDown = toDown,
            ChecksPassing = passing,
            ChecksTotal = server.Checks.Length,
            StateSince = server.StateSince,
            StateReason = server.Health.Reason,
            Beats = server.Beats.Picture(),
            ObservedAt = server.Checks.Length == 0 ? utcNow : server.ObservedAt ?? server.Since,
            Freshness = FreshnessOf(server),
        };
    }

    // Nothing is observed of a server without checks: it is up because the definition says so.
    private Freshness FreshnessOf(ServerRun server)
    {
        var oldest = Freshness.Fresh;
        foreach (CheckRun check in server.Checks)
        {
            Freshness freshness = check.FreshnessAt(now, server.Health.Checks[check.Index].Delay(check.Definition));
            if (freshness > oldest) oldest = freshness;
        }

        return oldest;
    }

    // The check with the most failures; with as many, the one that needs fewest.
    private static (int Failures, int ToDown) Worst(ServerRun server)
    {
        (int Failures, int ToDown) worst = (0, 0);
        foreach (CheckRun check in server.Checks)
        {
            int failures = server.Health.Checks[check.Index].FailuresInARow;
            int toDown = 1 + Math.Max(0, check.Definition.Retries);
            if (worst.ToDown == 0 || failures > worst.Failures || (failures == worst.Failures && toDown < worst.ToDown)) worst = (failures, toDown);
        }

        return worst;
    }

    private static bool SorryServerActive(ServiceRun service, BalancerService? actual)
    {
        if (service.Definition.SorryServer is not { } sorry) return false;
        BalancerDestination wanted = WantedTable.SorryDestination(service.Definition, service.Definition.Key, sorry);
        if (Find(actual, wanted.Address, wanted.Port, actual?.Destinations.Count - 1 ?? 0) is null) return false;
        if (!service.Health.QuorumUp) return true;
        // The same machine may also be a real server, and then is there as such.
        foreach (ServerRun server in service.Servers)
        {
            BalancerDestination real = WantedTable.Destination(service.Definition, service.Definition.Key, server.Definition, server.Definition.Weight);
            if (real.Port == wanted.Port && real.Address.Equals(wanted.Address)) return false;
        }

        return true;
    }

    // Looks first where it is while all servers are up, so that a picture of a long service stays linear.
    private static BalancerDestination? Find(BalancerService? service, IPAddress address, int port, int likely)
    {
        if (service is null) return null;
        ReadOnlySpan<BalancerDestination> destinations = service.Destinations.Span;
        if (likely >= 0 && likely < destinations.Length && Is(destinations[likely])) return destinations[likely];
        foreach (BalancerDestination destination in destinations)
            if (Is(destination)) return destination;
        return null;

        bool Is(BalancerDestination destination) => destination.Port == port && destination.Address.Equals(address);
    }
}
