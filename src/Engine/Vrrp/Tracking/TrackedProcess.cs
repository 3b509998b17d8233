using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp.Tracking;

/// <summary>
/// What the number of processes means, as keepalived's vrrp_track_process: up while it is between the quorum and the maximum,
/// after the fork delay; down otherwise, after the terminate delay. A change that is undone within its delay never happened. The first count decides at once.
/// </summary>
public sealed class TrackedProcess
{
    private readonly TrackProcessDefinition _definition;

    /// <summary>Nothing counted yet.</summary>
    public TrackedProcess(TrackProcessDefinition definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        _definition = definition;
    }

    /// <summary>Up, down, or not known before the first count.</summary>
    public TrackReading Reading { get; private set; }

    /// <summary>When <see cref="Elapsed"/> has something to do; null = never.</summary>
    public MonotonicTime? Deadline { get; private set; }

    /// <summary>Processes at the last count.</summary>
    public int Count { get; private set; }

    /// <summary>So many processes run now. True when it went up or down, or became known.</summary>
    public bool Counted(MonotonicTime now, int count)
    {
        Count = count;
        bool meets = count >= _definition.Quorum && count <= (_definition.MaximumQuorum ?? int.MaxValue);
        if (Reading.IsUp is { } isUp && isUp == meets)
        {
            Deadline = null;
            Reading = Now(meets);
            return false;
        }

        TimeSpan delay = meets ? _definition.ForkDelay : _definition.TerminateDelay;
        if (Reading.IsUp is null || delay <= TimeSpan.Zero) return Becomes(meets);
        // A further change in the same direction does not start the delay anew.
        Deadline ??= now + delay;
        return false;
    }

    /// <summary>A delay may be over. True when it went up or down.</summary>
    public bool Elapsed(MonotonicTime now) => Deadline is { } deadline && now >= deadline && Becomes(Reading.IsUp == false);

    private bool Becomes(bool isUp)
    {
        Deadline = null;
        Reading = Now(isUp);
        return true;
    }

    private TrackReading Now(bool isUp)
    {
        string wanted = _definition.MaximumQuorum is { } maximum
            ? string.Create(CultureInfo.InvariantCulture, $"{_definition.Quorum} to {maximum}")
            : _definition.Quorum.ToString(CultureInfo.InvariantCulture);
        return new TrackReading(isUp, null, Sentence.Text($"{Count} of {wanted} processes {_definition.Process}"));
    }
}
