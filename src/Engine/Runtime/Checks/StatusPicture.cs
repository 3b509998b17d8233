using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>Turns living services into the picture handed to readers.</summary>
/// <param name="now">The moment of the picture, for ages.</param>
/// <param name="utcNow">The same moment, UTC.</param>
/// <param name="countersOf">What the load balancer counted for a server; null = not counted.</param>
/// <param name="refuses">Why the load balancer cannot do a service; null = it can do all.</param>
internal sealed class StatusPicture(
    MonotonicTime now, DateTimeOffset utcNow, Func<ServiceRun, ServerRun, DestinationCounters?> countersOf, Func<BalancerService, string?>? refuses)
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

        var status = new VirtualServiceStatus
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
            Refused = service.Wanted is [var entry, ..] ? refuses?.Invoke(entry) : null,
            Suspended = service.IsSuspended,
            RealServers = new(servers),
            ObservedAt = observedAt,
            Freshness = freshness,
        };
        // The same object as long as it looks the same: the collector need not carry another along, nor readers compare.
        return service.Picture = status == service.Picture ? service.Picture : status;
    }

    // Most servers look as they did a moment ago, their age aside; of thousands, only the others are drawn anew.
    private RealServerStatus Of(ServerRun server, BalancerService? actual, int index)
    {
        RealServerDefinition definition = server.Definition;
        FlapDampingDefinition? damping = server.Service.Definition.FlapDamping;
        double penalty = server.Flaps.ValueAt(now, damping);
        Freshness freshness = FreshnessOf(server);
        BalancerDestination? inTable = Find(actual, definition.Address, WantedTable.DestinationPort(server.Service.Definition, definition), index);
        DestinationCounters? counters = countersOf(server.Service, server);
        if (penalty == 0 && server.Drain is null && server.Checks.Length > 0 && server.Picture is { } known && known.Is(server, definition, inTable, counters, freshness)) return known.Status;
        (int failures, int toDown) = Worst(server);
        int passing = 0;
        foreach (CheckHealth check in server.Health.Checks.Span)
            if (check.State == RealServerState.Up) passing++;
        AdminState admin = AdminWish.At(definition, utcNow);
        bool isAdmin = admin != AdminState.Enabled;
        var status = new RealServerStatus
        {
            Address = server.Picture is { } before && ReferenceEquals(before.Definition, definition) ? before.Status.Address : definition.EndpointName,
            State = server.Health.State,
            Admin = admin,
            InTable = inTable is not null,
            Weight = definition.Weight,
            EffectiveWeight = inTable?.Weight ?? 0,
            LastProbe = server.LastProbe,
            CheckKind = server.Checks is [var only] ? only.Name : CheckName.Of(definition.Checks),
            FailuresInARow = failures,
            FailuresToDown = toDown,
            ChecksPassing = passing,
            ChecksTotal = server.Checks.Length,
            StateSince = server.StateSince,
            StateReason = server.Health.Reason,
            Beats = Beats(server),
            Checks = Checks(server),
            ActiveConnections = counters?.ActiveConnections,
            InactiveConnections = counters?.InactiveConnections,
            ConnectionsSoFar = counters?.Connections,
            DrainedAt = server.Drain?.Left(now) is { } left ? utcNow + left : null,
            AdminReason = isAdmin ? definition.AdminReason : null,
            AdminOwner = isAdmin ? definition.AdminOwner : null,
            AdminUntil = isAdmin ? definition.AdminUntil : null,
            FlapPenalty = Math.Round(penalty),
            SuppressedUntil = server.Flaps.IsSuppressedAt(now, damping) ? utcNow + (server.Flaps.SuppressedUntil!.Value - now) : null,
            WeightReason = server.Standing?.WeightReason,
            ObservedAt = server.Checks.Length == 0 ? utcNow : server.ObservedAt ?? server.Since,
            Freshness = freshness,
        };
        server.Picture = new ServerPicture(status, server.Version, definition, inTable, counters);
        return status;
    }

    private ValueArray<CheckStatus> Checks(ServerRun server)
    {
        var checks = new CheckStatus[server.Checks.Length];
        foreach (CheckRun check in server.Checks)
        {
            CheckHealth health = server.Health.Checks[check.Index];
            bool isDue = !check.IsRunning && !check.IsWaiting && !check.IsUnset;
            checks[check.Index] = new CheckStatus
            {
                Name = check.Name,
                State = health.State,
                FailuresInARow = health.FailuresInARow,
                FailuresToDown = 1 + Math.Max(0, check.Definition.Retries),
                LastProbe = check.LastProbe,
                NextProbeAt = isDue ? utcNow + (check.DueAt - now) : null,
                CertificateExpiresAt = check.CertificateExpiresAt,
                Warning = check.CertificateWarning(utcNow),
                Suspended = server.Service.IsSuspended,
            };
        }

        return new(checks);
    }

    // The last of all its checks, in the order of their starts.
    private static ValueArray<ProbeBeat> Beats(ServerRun server)
    {
        if (server.Checks is [var only]) return only.Strip.Beats;
        ProbeBeat[] beats = [.. server.Checks.SelectMany(check => check.Strip.Beats).OrderBy(beat => beat.At)];
        return new(beats.Length <= BeatStrip.Shown ? beats : beats[^BeatStrip.Shown..]);
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
        if (Find(actual, wanted.Address, wanted.Port, actual?.Destinations.Count - 1 ?? 0) is not { Weight: > 0 }) return false;
        if (!service.Health.QuorumUp) return true;
        // The same machine may also be a real server, and then is there as such.
        foreach (ServerRun server in service.Servers)
            if (WantedTable.DestinationPort(service.Definition, server.Definition) == wanted.Port && server.Definition.Address.Equals(wanted.Address)) return false;

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
