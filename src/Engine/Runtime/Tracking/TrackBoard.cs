using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Runtime.Tracking;

/// <summary>What changed on the board since it was last asked.</summary>
/// <param name="Events">To publish, in order.</param>
/// <param name="Instances">Those whose effect is another now.</param>
internal sealed record TrackChanges(IReadOnlyList<EngineEvent> Events, IReadOnlyList<string> Instances);

/// <summary>
/// Everything that is tracked on this node, what is known of it, and what that does to each instance. Looks at nothing itself:
/// time and results are brought to it. For one caller at a time.
/// </summary>
/// <param name="node">Name of this node.</param>
internal sealed class TrackBoard(string node)
{
    private readonly Dictionary<string, InstanceTracks> _instances = new(StringComparer.Ordinal);
    private readonly List<EngineEvent> _events = [];
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private Dictionary<(TrackKind, string), Tracker> _trackers = [];

    /// <summary>All that is watched.</summary>
    public IEnumerable<Tracker> Trackers => _trackers.Values;

    /// <summary>The earliest moment with something to do by itself; null = none.</summary>
    public MonotonicTime? Deadline
    {
        get
        {
            MonotonicTime? nearest = null;
            foreach (Tracker tracker in _trackers.Values)
            {
                MonotonicTime? one = tracker switch
                {
                    ScriptTracker script => script.Script.NextRun,
                    ProcessTracker process => process.Process.Deadline,
                    _ => null,
                };
                if (one is { } time && (nearest is null || time < nearest)) nearest = time;
            }

            return nearest;
        }
    }

    /// <summary>Watches what the instances of this node track, and nothing else. What is equal to before goes on untouched.</summary>
    public void Apply(ClusterDefinition definition, MonotonicTime now)
    {
        NodeDefinition? self = definition.Nodes.FirstOrDefault(candidate => candidate.Name == node);
        Dictionary<(TrackKind, string), Tracker> trackers = [];
        Dictionary<string, ValueArray<WantedTrack>> wanted = new(StringComparer.Ordinal);
        foreach (VrrpInstanceDefinition instance in definition.VrrpInstances)
        {
            if (instance.ParticipantOf(node) is not { } participant) continue;
            ValueArray<WantedTrack> tracks = wanted[instance.Name] = WantedTracks.Of(definition, instance, participant);
            foreach (WantedTrack track in tracks)
            {
                if (trackers.ContainsKey((track.Kind, track.Target))) continue;
                Tracker created = Create(definition, self, track, now);
                bool goesOn = _trackers.TryGetValue((track.Kind, track.Target), out Tracker? known) && known.IsStill(created);
                trackers[(track.Kind, track.Target)] = goesOn ? known! : created;
            }
        }

        _trackers = trackers;
        foreach (string gone in _instances.Keys.Where(name => !wanted.ContainsKey(name)).ToList()) _instances.Remove(gone);
        foreach ((string name, ValueArray<WantedTrack> tracks) in wanted)
        {
            if (!_instances.TryGetValue(name, out InstanceTracks? instance)) _instances[name] = instance = new InstanceTracks(Evaluate(tracks));
            instance.Tracks = tracks;
        }

        Evaluate();
    }

    /// <summary>What tracking does to an instance; null = the first result of something is awaited. An instance that tracks nothing: nothing.</summary>
    public TrackEffect? EffectOf(string instance) => _instances.TryGetValue(instance, out InstanceTracks? known) ? known.Effect : TrackEffect.None;

    /// <summary>How the tracks of an instance stand.</summary>
    public ValueArray<TrackStatus> Status(string instance) => !_instances.TryGetValue(instance, out InstanceTracks? known) ? [] : known.Tracks.Select(track =>
    {
        Tracker tracker = _trackers[(track.Kind, track.Target)];
        TrackContribution does = TrackSum.Of(track, tracker.Reading);
        return new TrackStatus(track.KindName, track.Target, TrackSum.IsUp(track, tracker.Reading), does.Offset, does.Fault is not null, tracker.Reading.Reason, tracker.At);
    }).ToValueArray();

    /// <summary>The scripts to start now; each must be brought back with <see cref="Ended"/>.</summary>
    public List<ScriptTracker> Due(MonotonicTime now) => [.. _trackers.Values.OfType<ScriptTracker>().Where(script => script.Script.TryStart(now))];

    /// <summary>A script ended. The result of one that is no longer wanted is dropped.</summary>
    public void Ended(ScriptTracker script, ScriptResult result, DateTimeOffset utc)
    {
        if (!_trackers.TryGetValue((TrackKind.Script, script.Track.Target), out Tracker? known) || known != script) return;
        script.At = utc;
        if (script.Script.Ended(result)) Publish(script, result.Passed);
        Evaluate();
    }

    /// <summary>So many processes run of each that is tracked.</summary>
    public void Counted(Func<string, int> count, MonotonicTime now, DateTimeOffset utc)
    {
        foreach (ProcessTracker process in _trackers.Values.OfType<ProcessTracker>())
        {
            process.At = utc;
            if (process.Process.Counted(now, count(process.Definition.Name))) Publish(process, process.Reading.IsUp!.Value);
        }

        Evaluate();
    }

    /// <summary>A file was read. Nothing that is no longer watched.</summary>
    public void Read(FileTracker file, TrackReading reading, DateTimeOffset utc)
    {
        if (!_trackers.ContainsValue(file)) return;
        TrackReading before = file.Last;
        file.At = utc;
        file.Last = reading;
        if (before.Value == reading.Value) return;
        // The number may be well for one instance and a fault for another: the event tells of the worst.
        bool isUp = _instances.Values.SelectMany(instance => instance.Tracks)
            .Where(track => track.Kind == TrackKind.File && track.Target == file.Track.Target)
            .All(track => TrackSum.IsUp(track, reading) == true);
        Publish(file, isUp);
        Evaluate();
    }

    /// <summary>An interface is like this now.</summary>
    public void Seen(InterfaceTracker link, TrackReading reading, DateTimeOffset utc)
    {
        if (!_trackers.ContainsValue(link)) return;
        TrackReading before = link.Last;
        link.At = utc;
        link.Last = reading;
        if (before.IsUp == reading.IsUp) return;
        Publish(link, reading.IsUp!.Value);
        Evaluate();
    }

    /// <summary>Delays may be over.</summary>
    public void Elapsed(MonotonicTime now)
    {
        foreach (ProcessTracker process in _trackers.Values.OfType<ProcessTracker>())
            if (process.Process.Elapsed(now)) Publish(process, process.Reading.IsUp!.Value);
        Evaluate();
    }

    /// <summary>What changed since the last call.</summary>
    public TrackChanges TakeChanges()
    {
        var changes = new TrackChanges([.. _events], [.. _changed]);
        _events.Clear();
        _changed.Clear();
        return changes;
    }

    private static Tracker Create(ClusterDefinition definition, NodeDefinition? self, WantedTrack track, MonotonicTime now)
    {
        switch (track.Kind)
        {
            case TrackKind.Script:
                TrackScriptDefinition script = definition.TrackScripts.First(candidate => candidate.Name == track.Target);
                var request = new ProgramRequest
                {
                    Line = script.Command,
                    User = script.User ?? self?.ScriptUser,
                    MustBeSafe = self?.ScriptSecurity ?? false,
                    Timeout = script.Timeout ?? script.Interval,
                    KeepsFirstLine = true,
                };
                return new ScriptTracker(track, script, request, now);
            case TrackKind.Process:
                return new ProcessTracker(track, definition.TrackProcesses.First(candidate => candidate.Name == track.Target));
            case TrackKind.File:
                return new FileTracker(track, definition.TrackFiles.First(candidate => candidate.Name == track.Target));
            default:
                return new InterfaceTracker(track);
        }
    }

    private void Publish(Tracker tracker, bool isUp) =>
        _events.Add(new TrackChanged(tracker.Track.KindName, tracker.Track.Target, isUp, tracker.Reading.Reason ?? "no reason known"));

    private void Evaluate()
    {
        foreach ((string name, InstanceTracks instance) in _instances)
        {
            TrackEffect? effect = Evaluate(instance.Tracks);
            // Another wording of the same fault moves nothing.
            bool isSame = effect?.Offset == instance.Effect?.Offset && effect is null == instance.Effect is null && effect?.Fault is null == instance.Effect?.Fault is null;
            instance.Effect = effect;
            if (!isSame) _changed.Add(name);
        }
    }

    private TrackEffect? Evaluate(ValueArray<WantedTrack> tracks)
    {
        foreach (WantedTrack track in tracks)
            if (TrackSum.MustBeKnown(track) && !_trackers[(track.Kind, track.Target)].Reading.IsKnown) return null;
        return TrackSum.Of(tracks.Select(track => (track, _trackers[(track.Kind, track.Target)].Reading)));
    }

    private sealed class InstanceTracks(TrackEffect? effect)
    {
        public ValueArray<WantedTrack> Tracks { get; set; }

        public TrackEffect? Effect { get; set; } = effect;
    }
}
