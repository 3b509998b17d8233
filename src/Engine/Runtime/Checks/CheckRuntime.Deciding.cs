using System.Globalization;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <content>
/// From what servers count for to the table. Services that changed are marked, and decided together by whoever delivers: when a
/// thousand servers fail in one moment, their service is decided a few times and not a thousand.
/// </content>
internal sealed partial class CheckRuntime
{
    // The wall clock may be set while the end of an operator's wish is awaited; it is looked at again at least this often.
    private static readonly TimeSpan s_longestPending = TimeSpan.FromMinutes(1);

    private readonly List<ServiceRun> _dirty = [];
    private readonly PriorityQueue<ServiceRun, long> _pending = new();
    private bool _servicesChanged;
    private ServerStanding[] _standings = [];

    // Under the lock.
    private void Mark(ServiceRun service)
    {
        if (service.IsDirty) return;
        service.IsDirty = true;
        _dirty.Add(service);
    }

    // Called by the thread that delivers, not under the lock: decides what is marked, and leaves what comes of it in the outbox.
    private void Settle()
    {
        lock (_gate)
        {
            if (_isDisposed || (_dirty.Count == 0 && !_servicesChanged)) return;
            MonotonicTime now = Now();
            DateTimeOffset utcNow = _time.GetUtcNow();
            bool changed = _servicesChanged;
            foreach (ServiceRun service in _dirty)
            {
                service.IsDirty = false;
                if (!service.IsRemoved) changed |= Decide(service, now, utcNow);
            }

            _dirty.Clear();
            _servicesChanged = false;
            if (changed) PublishWanted();
            Arm(now);
        }
    }

    // Under the lock. True when the table must hold something else for it.
    private bool Decide(ServiceRun service, MonotonicTime now, DateTimeOffset utcNow)
    {
        VirtualServiceDefinition definition = service.Definition;
        if (_standings.Length < service.Servers.Length) _standings = new ServerStanding[Math.Max(service.Servers.Length, 2 * _standings.Length)];
        Span<ServerStanding> standings = _standings.AsSpan(0, service.Servers.Length);
        MonotonicTime? changesAt = null;
        for (int i = 0; i < standings.Length; i++)
        {
            standings[i] = Stand(service.Servers[i], now, utcNow);
            changesAt = ServerStanding.Earlier(changesAt, standings[i].ChangesAt);
        }

        Await(service, changesAt, now);
        ServiceHealth before = service.Health;
        ServiceHealth after = service.Health = before.Step(definition, standings);
        int quorum = ServiceHealth.Thresholds(definition).Quorum;
        // A new service that has its quorum is no news; one that starts without it is.
        bool isNews = service.Wanted is null ? !after.QuorumUp : after.QuorumUp != before.QuorumUp;
        if (isNews)
        {
            _outbox.Add(new QuorumChanged(definition.Name, after.QuorumUp, after.AliveWeight, quorum));
            if (Notify is { } notify) _outbox.Add(() => notify.QuorumMoved(definition, after.QuorumUp));
        }

        if (after.KeepsAll != before.KeepsAll) _outbox.Add(KeepsAll(definition, after.KeepsAll));

        BalancerService[] old = service.Wanted ?? [];
        service.Wanted = WantedTable.Of(definition, service.Endpoints, after, standings, old);
        return !old.AsSpan().SequenceEqual(service.Wanted);
    }

    // Under the lock.
    private ServerStanding Stand(ServerRun server, MonotonicTime now, DateTimeOffset utcNow)
    {
        VirtualServiceDefinition service = server.Service.Definition;
        ServerStanding? before = server.Standing;
        ServerStanding standing = ServerStanding.Of(service, server.Definition, server.Health, server.Ramp, server.Flaps, now, utcNow);
        if (before is { MayServe: false } && standing.MayServe && service.SlowStart is not null)
        {
            server.Ramp = new SlowStart(now);
            standing = ServerStanding.Of(service, server.Definition, server.Health, server.Ramp, server.Flaps, now, utcNow);
        }

        bool wasAlive = server.IsAlive;
        server.Standing = standing;
        if (standing != before) server.Version++;
        if (Notify is { } notify && (before is null ? server.IsAlive : wasAlive != server.IsAlive))
        {
            (RealServerDefinition definition, bool isAlive) = (server.Definition, server.IsAlive);
            _outbox.Add(before is null ? () => notify.ServerBegins(service, definition) : () => notify.ServerMoved(service, definition, isAlive));
        }

        if (before is { } was && was.IsSuppressed != standing.IsSuppressed) _outbox.Add(Suppression(server, standing.IsSuppressed, now));
        return standing;
    }

    // Under the lock; straight to the queue, for nothing is delivered any more.
    private void TellDown(ServiceRun service)
    {
        foreach (ServerRun server in service.Servers)
            if (server.IsAlive) Notify?.ServerMoved(service.Definition, server.Definition, false);
        if (service.Health.QuorumUp) Notify?.QuorumMoved(service.Definition, false);
    }

    // Under the lock.
    private void Await(ServiceRun service, MonotonicTime? changesAt, MonotonicTime now)
    {
        if (changesAt is { } at && at > now + s_longestPending) changesAt = now + s_longestPending;
        if (changesAt == service.ChangesAt) return;
        service.ChangesAt = changesAt;
        if (changesAt is { } due) _pending.Enqueue(service, due.Nanoseconds);
    }

    // Under the lock. Marks the services whose moment has come; the moment of the next; null = none.
    private MonotonicTime? MarkPending(MonotonicTime now)
    {
        while (_pending.TryPeek(out ServiceRun? service, out long at))
        {
            bool isDead = service.IsRemoved || service.ChangesAt?.Nanoseconds != at;
            if (!isDead && at > now.Nanoseconds) return new MonotonicTime(at);
            _pending.Dequeue();
            if (isDead) continue;
            service.ChangesAt = null;
            Mark(service);
        }

        return null;
    }

    // Under the lock. Entries that did not change are the very objects of the table before.
    private void PublishWanted()
    {
        var services = new List<BalancerService>(_roster.Services.Length);
        var taken = new HashSet<ServiceKey>(_roster.Services.Length);
        foreach (ServiceRun service in _roster.Services)
            foreach (BalancerService entry in service.Wanted!)
                if (taken.Add(entry.Key)) services.Add(entry);
        if (_wanted is not null && SameObjects(_wanted.Services.Span, services)) return;
        _wanted = new BalancerTable(new(services));
        _outbox.Add(_wanted);
    }

    private static bool SameObjects(ReadOnlySpan<BalancerService> left, List<BalancerService> right)
    {
        if (left.Length != right.Count) return false;
        for (int i = 0; i < left.Length; i++)
            if (!ReferenceEquals(left[i], right[i]) && left[i] != right[i]) return false;
        return true;
    }

    private static EngineNotice KeepsAll(VirtualServiceDefinition service, bool starts)
    {
        int enabled = service.RealServers.Count(server => server.Admin == AdminState.Enabled);
        return starts
            ? new(service.Name, string.Create(CultureInfo.InvariantCulture, $"no real server is left and there is no sorry server; all enabled servers ({enabled} of {service.RealServers.Count}) go on serving, as the definition asks"), EventSeverity.Critical)
            : new(service.Name, "the table again holds only the servers whose checks pass", EventSeverity.Info);
    }

    private static EngineNotice Suppression(ServerRun server, bool starts, MonotonicTime now)
    {
        string subject = $"{server.Definition.EndpointName} of {server.Service.Definition.Name}";
        return starts && server.Flaps.SuppressedUntil is { } until
            ? new(subject, string.Create(CultureInfo.InvariantCulture, $"it comes and goes too often; it is kept out for {(until - now).TotalSeconds:0} s at least"), EventSeverity.Warning)
            : new(subject, "it was steady long enough; it may serve again while its checks pass", EventSeverity.Info);
    }
}
