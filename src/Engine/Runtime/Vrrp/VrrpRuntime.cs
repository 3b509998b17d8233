using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The VRRP instances of this node, running: what others start, give a definition, look at and stop. Its lock orders the
/// callers among themselves; the loop never takes it.
/// </summary>
/// <param name="options">Node name, real-time priority, sweep interval.</param>
/// <param name="sink">Takes events.</param>
/// <param name="loggers">For one line per event.</param>
/// <param name="time">Wall clock for what people see; deadlines use CLOCK_MONOTONIC.</param>
internal sealed partial class VrrpRuntime(
    EngineOptions options,
    IEventSink sink,
    ILoggerFactory loggers,
    TimeProvider time) : IElectionHost
{
    /// <summary>More than any skew (VRRPv3 at 40.95 s), so that only a hanging thread meets it.</summary>
    private static readonly TimeSpan s_joinLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan s_disposeLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly VrrpReporter _reporter = new(sink, loggers.CreateLogger("KeepaliveConsole.Vrrp"));
    private readonly Dictionary<string, Member> _members = [];
    private readonly Dictionary<string, string> _groupOf = [];
    private readonly HashSet<string> _toTakeUp = [];
    private VrrpLoop? _loop;
    private Task? _stopped;
    private bool _isStarted;

    /// <summary>What is missing and the fix; null = the process may use raw sockets and change addresses, or was not started yet.</summary>
    public string? NotPermitted { get; private set; }

    /// <summary>Does the election thread run with real-time scheduling?</summary>
    public bool RealTime => _loop is { IsRealTime: true };

    /// <summary>Largest lateness of an advert in the last minute; zero before the first.</summary>
    public TimeSpan WorstLateness => _loop?.Lateness.WorstInLastMinute(MonotonicClock.Now) ?? TimeSpan.Zero;

    /// <summary>Adverts by lateness, cumulative, as <see cref="EngineHealth.LatenessCounts"/>.</summary>
    public ValueArray<long> LatenessCounts => (_loop?.Lateness ?? new LatenessMeter()).CumulativeCounts();

    /// <summary>Sum of all lateness in seconds.</summary>
    public double LatenessSumSeconds => _loop?.Lateness.SumSeconds ?? 0;

    /// <summary>Bytes the election thread has allocated; 0 when it does not run.</summary>
    public long LoopAllocatedBytes => _loop?.AllocatedBytes ?? 0;

    /// <summary>
    /// Starts the threads in the network namespace of the calling thread. Without the privileges it starts nothing, says so
    /// in <see cref="NotPermitted"/>, and holds every instance in Fault.
    /// </summary>
    public void Start()
    {
        lock (_lock)
        {
            if (_isStarted) return;
            _isStarted = true;
            ValueArray<string> missing = Capabilities.MissingForVrrp();
            LinuxError error = LinuxError.None;
            if (missing.Count == 0)
            {
                var loop = new VrrpLoop(options.RealTimePriority, options.SweepInterval, _reporter, time);
                if (loop.TryStart(out error))
                {
                    _loop = loop;
                    StartTracking();
                    return;
                }

                loop.Dispose();
            }

            Sentence what = missing.Count > 0 ? $"{string.Join(" and ", missing)} missing" : (Sentence)$"the kernel refused the sockets: {error}";
            NotPermitted = Sentence.Text($"{what}; {AddressKeeper.PermissionFix}");
            _reporter.Publish(EngineNotice.Of("VRRP", Sentence.Verbatim(NotPermitted), EventSeverity.Critical));
        }
    }

    /// <summary>
    /// Brings the instances of <paramref name="definition"/> that this node takes part in into force. Any thread; returns at
    /// once. What is equal to before is not touched; what is gone says priority 0 and leaves.
    /// </summary>
    public void Apply(ClusterDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        lock (_lock)
        {
            if (!_isStarted) throw new InvalidOperationException("Start the VRRP runtime before giving it a definition.");
            if (_stopped is not null) return;
            _groupOf.Clear();
            foreach (SyncGroupDefinition group in definition.SyncGroups)
                foreach (string member in group.Members) _groupOf[member] = group.Name;
            Dictionary<string, (VrrpInstanceDefinition Definition, VrrpParticipantDefinition Participant)> wanted = [];
            foreach (VrrpInstanceDefinition instance in definition.VrrpInstances)
                if (instance.ParticipantOf(options.Node) is { } participant) wanted[instance.Name] = (instance with { Participants = [] }, participant);

            ApplyTracking(definition);
            // Those that leave go first: a successor may want their VRID or their addresses.
            foreach (string name in _members.Keys.Where(name => !wanted.ContainsKey(name)).ToList()) Drop(name);
            foreach ((VrrpInstanceDefinition instance, VrrpParticipantDefinition participant) in wanted.Values) Bring(instance, participant);
        }
    }

    /// <inheritdoc />
    public void TakeUp(IEnumerable<string> instances)
    {
        lock (_lock) _toTakeUp.UnionWith(instances);
    }

    /// <inheritdoc />
    public ElectionPicture Picture() => new()
    {
        NotPermitted = NotPermitted,
        RealTime = RealTime,
        WorstLateness = WorstLateness,
        LatenessCounts = LatenessCounts,
        LatenessSumSeconds = LatenessSumSeconds,
        AllocatedBytes = LoopAllocatedBytes,
        ForeignAdverts = _loop?.ForeignAdverts ?? 0,
        Instances = Snapshot(),
    };

    /// <inheritdoc />
    public string? Yield(string instance)
    {
        lock (_lock)
        {
            if (!_members.TryGetValue(instance, out Member? member)) return $"there is no instance {instance} on this node";
            if (_loop is null || member.Cell.State != VrrpState.Master) return $"this node is not master of {instance}";
            _loop.Post(new LoopCommand.Yield(member.Cell));
            return null;
        }
    }

    /// <inheritdoc />
    public bool? Resume(string instance)
    {
        lock (_lock)
        {
            if (_loop is null || !_members.TryGetValue(instance, out Member? member)) return false;
            bool hadYielded = member.Cell.HasYielded;
            // In any case: a yield that was asked for a moment ago may still be on its way to the loop.
            _loop.Post(new LoopCommand.Resume(member.Cell));
            return hadYielded;
        }
    }

    /// <inheritdoc />
    public bool PeerClaims(string instance, IPAddress peer, VrrpPriority priority)
    {
        lock (_lock)
        {
            if (_loop is null || !_members.TryGetValue(instance, out Member? member) || member.Cell.State != VrrpState.Master) return false;
            _loop.Post(new LoopCommand.PeerClaimed(member.Cell, AddressKey.From(peer), priority));
            return true;
        }
    }

    /// <inheritdoc />
    public string? Trace(string instance) => FindCell(instance)?.Recorder.Text();

    /// <inheritdoc />
    public byte[]? Capture(string instance) => FindCell(instance) is { } cell ? FrameCapture.Write(cell) : null;

    /// <summary>The instances of this node as they are now, by name. Any thread; waits for nobody but other callers.</summary>
    public ValueArray<VrrpInstanceStatus> Snapshot()
    {
        List<VrrpCell> cells;
        lock (_lock) cells = [.. _members.Values.Select(member => member.Cell).OrderBy(cell => cell.Name, StringComparer.Ordinal)];
        var clock = new ClockPair(MonotonicClock.Now, time.GetUtcNow());
        MonotonicTime lastTurn = _loop?.LastTurn ?? clock.Now;
        return cells.Select(cell => VrrpStatusPicture.Draw(cell, options.Node, clock, lastTurn) with { Tracks = _tracks?.Snapshot(cell.Name) ?? [] }).ToValueArray();
    }

    /// <summary>Announces the addresses of an instance once more. Null = asked for; otherwise why not.</summary>
    public string? Announce(string instance)
    {
        lock (_lock)
        {
            if (!_members.TryGetValue(instance, out Member? member)) return $"there is no instance {instance} on this node";
            if (_loop is null || member.Cell.State != VrrpState.Master) return $"this node is not master of {instance}";
            _loop.Post(new LoopCommand.Announce(member.Cell));
            return null;
        }
    }

    /// <summary>
    /// Leaves every election: says priority 0, serves the addresses until a successor's advert is heard, at most
    /// <paramref name="limit"/> (null = the largest skew), removes them, and ends the threads. With <paramref name="keepAddresses"/> it says
    /// nothing and leaves the addresses as they are, for a process that starts at once and goes on (<see cref="TakeUp"/>). May be called again.
    /// </summary>
    public Task StopAsync(TimeSpan? limit, bool keepAddresses = false)
    {
        lock (_lock)
        {
            if (_stopped is not null) return _stopped;
            if (_loop is not { } loop) return _stopped = Task.CompletedTask;
            loop.Post(new LoopCommand.Stop(limit, keepAddresses));
            return _stopped = Task.Run(async () =>
            {
                if (!loop.Join(s_joinLimit))
                    _reporter.Publish(EngineNotice.Of("VRRP", $"the election threads did not end within {s_joinLimit.TotalSeconds:0} s; virtual addresses may be left on this node", EventSeverity.Critical));
                await StopTrackingAsync().ConfigureAwait(false);
            });
        }
    }

    /// <summary>Stops without waiting for successors.</summary>
    public void Dispose()
    {
        Task stopped = StopAsync(TimeSpan.Zero);
        _loop?.Post(new LoopCommand.Stop(TimeSpan.Zero, false)); // cuts a patient stop short
        if (stopped.Wait(s_disposeLimit)) _loop?.Dispose();
        _reporter.Dispose();
    }

    private VrrpCell? FindCell(string instance)
    {
        lock (_lock) return _members.GetValueOrDefault(instance)?.Cell;
    }

    private void Bring(VrrpInstanceDefinition definition, VrrpParticipantDefinition participant)
    {
        string? heldBack = NotPermitted;
        if (_members.TryGetValue(definition.Name, out Member? member))
        {
            string? group = _groupOf.GetValueOrDefault(definition.Name);
            bool isRegrouped = member.Cell.SyncGroup != group;
            member.Cell.SyncGroup = group;
            if (member.HeldBack == heldBack && member.Cell.Definition == definition && member.Cell.Participant == participant)
            {
                if (isRegrouped && member.IsJoined) _loop!.Post(new LoopCommand.Regroup(member.Cell));
                return;
            }

            bool mayGoOn = heldBack is null && member.HeldBack is null && IsSameElection(member.Cell, definition, participant);
            if (mayGoOn)
            {
                member.Cell.Definition = definition;
                member.Cell.Participant = participant;
                if (!member.IsJoined) return; // it joins with what the cell says then
                _loop!.Post(new LoopCommand.Redefine(member.Cell, definition, participant));
                if (isRegrouped) _loop.Post(new LoopCommand.Regroup(member.Cell));
                return;
            }

            Drop(definition.Name);
        }

        var cell = new VrrpCell(definition, participant) { SyncGroup = _groupOf.GetValueOrDefault(definition.Name) };
        _members[definition.Name] = member = new Member(cell, heldBack);
        if (heldBack is null) JoinWhenKnown(member, _toTakeUp.Remove(definition.Name));
        else Hold(cell, heldBack);
    }

    /// <summary>What makes it another virtual router, or puts its addresses elsewhere, is a new election: the old one leaves in order.</summary>
    private static bool IsSameElection(VrrpCell cell, VrrpInstanceDefinition definition, VrrpParticipantDefinition participant) =>
        cell.Definition.VirtualRouterId == definition.VirtualRouterId
        && cell.Definition.Version == definition.Version
        && cell.Definition.TravelsOverIPv6() == definition.TravelsOverIPv6()
        && cell.Participant.Interface == participant.Interface
        && cell.Participant.VirtualMac == participant.VirtualMac;

    private void Drop(string name)
    {
        if (_members.Remove(name, out Member? member) && member.IsJoined) _loop!.Post(new LoopCommand.Leave(member.Cell));
    }

    private void Hold(VrrpCell cell, string reason)
    {
        var transition = new VrrpTransition
        {
            Instance = cell.Name,
            From = VrrpState.Initialize,
            To = VrrpState.Fault,
            Cause = TransitionCause.NotPermitted,
            OwnPriority = cell.Participant.Priority.Value,
            Detail = reason,
        };
        cell.Stands(VrrpState.Fault, cell.Participant.Priority);
        cell.Changed(TransitionRecord.Of(transition, time), MonotonicClock.Now);
        _reporter.Publish(new VrrpTransitioned(transition));
    }

    /// <summary>An instance of this node. <paramref name="HeldBack"/>: why it does not run; null = it runs.</summary>
    private sealed record Member(VrrpCell Cell, string? HeldBack)
    {
        /// <summary>Does it take part? Not while held back, and not before the first results of what it tracks.</summary>
        public bool IsJoined { get; set; }
    }
}
