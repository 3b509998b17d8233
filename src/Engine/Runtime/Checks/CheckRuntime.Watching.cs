using System.Collections.Frozen;
using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <content>What checks learn from elsewhere: the addresses this host holds, and the connections the load balancer counts.</content>
internal sealed partial class CheckRuntime
{
    private static readonly TimeSpan s_lookAtCounters = TimeSpan.FromSeconds(1);

    private readonly Func<Action<IReadOnlySet<IPAddress>>, IDisposable>? _watchAddresses;
    private IDisposable? _addressWatch;
    private IReadOnlySet<IPAddress> _held = FrozenSet<IPAddress>.Empty;
    private ITimer? _counterTimer;
    private ValueArray<DestinationCounters> _countersSeen = [];
    private Dictionary<(ServiceKey, DestinationKey), DestinationCounters> _countersByPlace = [];

    /// <summary>Reads the load balancer's counters; null = there are none.</summary>
    public Func<ValueArray<DestinationCounters>>? ReadCounters { get; init; }

    /// <summary>This host holds these addresses and no others. A check that waited for one of them runs at once.</summary>
    public void AddressesHeld(IReadOnlySet<IPAddress> held)
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _held = held;
            MonotonicTime now = Now();
            foreach (ServiceRun service in _roster.Services) Suspend(service, now);
            Arm(now);
        }

        StartDue();
    }

    /// <summary>Looks at the counters of services whose servers they concern; done once a second while a definition asks for it.</summary>
    internal void LookAtCounters()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            // Also where nothing was counted since: that connections do not get fewer is what tells the pace of a drain.
            TakeCounters();
            MonotonicTime now = Now();
            DateTimeOffset utcNow = _time.GetUtcNow();
            foreach (ServiceRun service in _roster.Services)
                foreach (ServerRun server in service.Servers) LookAtCounters(service, server, now, utcNow);
            Arm(now);
        }

        _outbox.Deliver();
        StartDue();
    }

    // Under the lock. Starts and ends what the definition in force asks to be watched.
    private void WatchWhatIsAsked(ClusterDefinition definition)
    {
        if (_addressWatch is null && _watchAddresses is not null && definition.VirtualServices.Any(IsBoundToAddress)) _addressWatch = _watchAddresses(AddressesHeld);
        bool needsCounters = ReadCounters is not null
            && definition.VirtualServices.Any(service => service.PassiveEvidence || service.RealServers.Any(server => server.Admin == AdminState.Drain));
        if (needsCounters == _counterTimer is not null) return;
        _counterTimer?.Dispose();
        _counterTimer = needsCounters ? _time.CreateTimer(static runtime => ((CheckRuntime)runtime!).LookAtCounters(), this, s_lookAtCounters, s_lookAtCounters) : null;
    }

    private static bool IsBoundToAddress(VirtualServiceDefinition service) => service.SuspendWhileNotOwner && service.Key.Address is not null;

    // Under the lock. Puts the checks of a service to rest, or starts them.
    private void Suspend(ServiceRun service, MonotonicTime now)
    {
        bool rests = IsBoundToAddress(service.Definition) && !_held.Contains(service.Definition.Key.Address!);
        if (rests == service.IsSuspended) return;
        service.IsSuspended = rests;
        foreach (ServerRun server in service.Servers)
        {
            server.Version++;
            foreach (CheckRun check in server.Checks)
            {
                if (rests) CheckSchedule.Unset(check);
                else if (!check.IsRunning && !check.IsWaiting) _schedule.Set(check, now);
            }
        }
    }

    // Under the lock.
    private void TakeCounters()
    {
        ValueArray<DestinationCounters> counters = ReadCounters?.Invoke() ?? [];
        // Same list, same memory: the load balancer makes a new one only for new figures.
        if (counters.Span == _countersSeen.Span) return;
        _countersSeen = counters;
        var byPlace = new Dictionary<(ServiceKey, DestinationKey), DestinationCounters>(counters.Count);
        foreach (DestinationCounters one in counters) byPlace.TryAdd((one.Service, new DestinationKey(one.Address, one.Port)), one);
        _countersByPlace = byPlace;
    }

    // Under the lock. The sum over all endpoints of the service; null = not counted.
    private DestinationCounters? CountersOf(ServiceRun service, ServerRun server)
    {
        if (_countersByPlace.Count == 0) return null;
        DestinationCounters? sum = null;
        ForwardingMethod method = server.Definition.ForwardingMethod ?? service.Definition.ForwardingMethod;
        foreach (ServiceKey endpoint in service.Endpoints.Span)
        {
            var place = new DestinationKey(server.Definition.Address, WantedTable.DestinationPort(endpoint, method, server.Definition.Port));
            if (!_countersByPlace.TryGetValue((endpoint, place), out DestinationCounters? one)) continue;
            sum = sum is null ? one : sum with
            {
                ActiveConnections = sum.ActiveConnections + one.ActiveConnections,
                InactiveConnections = sum.InactiveConnections + one.InactiveConnections,
                Connections = sum.Connections + one.Connections,
                InPackets = sum.InPackets + one.InPackets,
                OutPackets = sum.OutPackets + one.OutPackets,
            };
        }

        return sum;
    }

    // Under the lock.
    private void LookAtCounters(ServiceRun service, ServerRun server, MonotonicTime now, DateTimeOffset utcNow)
    {
        bool drains = AdminWish.At(server.Definition, utcNow) == AdminState.Drain;
        if (!drains) server.Drain = null;
        if (!drains && !service.Definition.PassiveEvidence) return;
        DestinationCounters? before = server.Counters, counters = server.Counters = CountersOf(service, server);
        if (counters is null) return;
        if (drains) (server.Drain ??= new DrainPace()).Add(now, counters.ActiveConnections + counters.InactiveConnections);
        if (!service.Definition.PassiveEvidence || service.IsSuspended || before is null || server.Checks.Length == 0) return;
        ForwardingMethod method = server.Definition.ForwardingMethod ?? service.Definition.ForwardingMethod;
        if (PassiveEvidence.Of(before, counters, method) is not { } evidence) return;
        RealServerState from = server.Health.State;
        server.Health = server.Health.Suspect(server.Definition, evidence);
        server.Version++;
        if (server.Health.State != from) StateChanged(server, from, utcNow);
        foreach (CheckRun check in server.Checks)
            if (!check.IsRunning && !check.IsWaiting) _schedule.Set(check, now);
    }
}
