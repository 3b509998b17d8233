using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>
/// What the runs of a script mean, as keepalived's vrrp_script: the very first result decides alone, later ones need
/// <see cref="TrackScriptDefinition.Rise"/> or <see cref="TrackScriptDefinition.Fall"/> in a row. Runs are due at a fixed
/// rate; one that would overlap is left out.
/// </summary>
public sealed class TrackedScript
{
    private readonly TrackScriptDefinition _definition;
    private int _inARow;
    private bool _isRunning;

    /// <summary>The first run is due at <paramref name="now"/>.</summary>
    public TrackedScript(TrackScriptDefinition definition, MonotonicTime now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _definition = definition;
        NextRun = now;
        Reading = definition.InitiallyFailing ? TrackReading.Down(Sentence.Text($"counts as failing until its first success")) : TrackReading.Unknown;
    }

    /// <summary>Up, down, or not known before the first result.</summary>
    public TrackReading Reading { get; private set; }

    /// <summary>When the next run is due.</summary>
    public MonotonicTime NextRun { get; private set; }

    /// <summary>Longest a run may take.</summary>
    public TimeSpan Timeout => _definition.Timeout ?? _definition.Interval;

    /// <summary>Is a run due? If so it counts as started; <see cref="Ended"/> must follow.</summary>
    public bool TryStart(MonotonicTime now)
    {
        if (now < NextRun) return false;
        NextRun = After(now);
        if (_isRunning) return false;
        return _isRunning = true;
    }

    /// <summary>A run ended. True when the script went up or down, or became known.</summary>
    public bool Ended(ScriptResult result)
    {
        _isRunning = false;
        bool? before = Reading.IsUp;
        if (before == result.Passed)
        {
            _inARow = 0;
            Reading = new TrackReading(before, null, result.Reason);
            return false;
        }

        _inARow++;
        int needed = before is null ? 1 : result.Passed ? _definition.Rise : _definition.Fall;
        if (_inARow < needed)
        {
            Reading = new TrackReading(before, null, result.Passed
                ? Sentence.Text($"still down, {_inARow} of {needed} successes in a row: {result.Reason}")
                : Sentence.Text($"still up, {_inARow} of {needed} failures in a row: {result.Reason}"));
            return false;
        }

        _inARow = 0;
        Reading = new TrackReading(result.Passed, null, result.Reason);
        return true;
    }

    private MonotonicTime After(MonotonicTime now)
    {
        long interval = Math.Max(1, _definition.Interval.Ticks);
        long missed = (now - NextRun).Ticks / interval;
        return NextRun + TimeSpan.FromTicks((missed + 1) * interval);
    }
}
