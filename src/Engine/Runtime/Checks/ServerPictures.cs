using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// Turns living real servers into what readers see. Of thousands most look as they did a moment ago, their age aside, and each is spread over much
/// memory: one that nothing happened to is told by its number and a moment alone, so that a picture of all costs what the others cost.
/// </summary>
/// <param name="now">The moment of the picture, for ages.</param>
/// <param name="utcNow">The same moment, UTC.</param>
/// <param name="countersOf">What the load balancer counted for a server; null = not counted.</param>
/// <param name="countersFrom">Stands for all that is counted: the same object as long as no figure changed.</param>
internal sealed class ServerPictures(MonotonicTime now, DateTimeOffset utcNow, Func<ServiceRun, ServerRun, DestinationCounters?> countersOf, object countersFrom)
{
    /// <summary>The picture of server <paramref name="index"/> of <paramref name="service"/>.</summary>
    /// <param name="service">The service.</param>
    /// <param name="index">Which of its servers, 0-based.</param>
    /// <param name="actual">The entry of the service in the table; null = it has none.</param>
    /// <param name="isSame">Are service and entry the ones the last picture was drawn from?</param>
    public RealServerStatus Of(ServiceRun service, int index, BalancerService? actual, bool isSame)
    {
        ServerRun server = service.Servers[index];
        if (isSame && server.Picture is { } last && last.IsGood(server, now) && (ReferenceEquals(last.CountersFrom, countersFrom) || SameCounters(last, server))) return last.Status;
        RealServerDefinition definition = server.Definition;
        (Freshness freshness, MonotonicTime until) = FreshnessOf(server);
        BalancerDestination? inTable = actual?.Find(definition.Address, WantedTable.DestinationPort(service.Definition, definition), index);
        DestinationCounters? counters = countersOf(service, server);
        double penalty = server.Flaps.ValueAt(now, service.Definition.FlapDamping);
        // Of what grows or shrinks with time itself, each picture is another.
        bool isMoving = penalty != 0 || server.Drain is not null || server.Checks.Length == 0;
        if (isMoving) until = new(long.MinValue);
        ServerPicture? before = server.Picture;
        RealServerStatus status = !isMoving && before is not null && before.Is(server, inTable, counters, freshness)
            ? before.Status
            : Draw(server, inTable, counters, penalty, freshness);
        if (status == before?.Status) status = before.Status;
        server.Picture = new ServerPicture(status, server.Version, definition, inTable, counters, countersFrom, until);
        return status;
    }

    private bool SameCounters(ServerPicture picture, ServerRun server)
    {
        if (!picture.HasCounters(countersOf(server.Service, server))) return false;
        picture.CountersFrom = countersFrom;
        return true;
    }

    private RealServerStatus Draw(ServerRun server, BalancerDestination? inTable, DestinationCounters? counters, double penalty, Freshness freshness)
    {
        RealServerDefinition definition = server.Definition;
        FlapDampingDefinition? damping = server.Service.Definition.FlapDamping;
        (int failures, int toDown) = Worst(server);
        int passing = 0;
        foreach (CheckHealth check in server.Health.Checks.Span)
            if (check.State == RealServerState.Up) passing++;
        AdminState admin = AdminWish.At(definition, utcNow);
        bool isAdmin = admin != AdminState.Enabled;
        return new RealServerStatus
        {
            Address = server.Picture is { } before && before.IsOf(definition) ? before.Status.Address : definition.EndpointName,
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
    private (Freshness Freshness, MonotonicTime Until) FreshnessOf(ServerRun server)
    {
        (Freshness Freshness, MonotonicTime Until) oldest = (Freshness.Fresh, new(long.MaxValue));
        foreach (CheckRun check in server.Checks)
        {
            (Freshness freshness, MonotonicTime until) = check.FreshnessAt(now, server.Health.Checks[check.Index].Delay(check.Definition));
            if (freshness > oldest.Freshness) oldest.Freshness = freshness;
            if (until < oldest.Until) oldest.Until = until;
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
}
