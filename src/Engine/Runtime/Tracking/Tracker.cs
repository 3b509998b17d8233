using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Processes;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Runtime.Tracking;

/// <summary>One thing that is watched, for however many instances track it.</summary>
/// <param name="track">What it is; its weight means nothing here.</param>
internal abstract class Tracker(WantedTrack track)
{
    /// <summary>Kind and name.</summary>
    public WantedTrack Track { get; } = track;

    /// <summary>What is known.</summary>
    public abstract TrackReading Reading { get; }

    /// <summary>When it was last looked at, UTC; null = not yet.</summary>
    public DateTimeOffset? At { get; set; }

    /// <summary>Is it still what is wanted, so that it goes on untouched?</summary>
    public abstract bool IsStill(Tracker wanted);
}

/// <summary>A script.</summary>
internal sealed class ScriptTracker(WantedTrack track, TrackScriptDefinition definition, ProgramRequest request, MonotonicTime now) : Tracker(track)
{
    /// <summary>When it runs and what the results mean.</summary>
    public TrackedScript Script { get; } = new(definition, now);

    /// <summary>What to run.</summary>
    public ProgramRequest Request { get; } = request;

    /// <inheritdoc />
    public override TrackReading Reading => Script.Reading;

    /// <inheritdoc />
    public override bool IsStill(Tracker wanted) => wanted is ScriptTracker other && other.Definition == Definition && other.Request == Request;

    // The weight is the track's business: another one is no reason to run the script anew.
    private TrackScriptDefinition Definition { get; } = definition with { Weight = 0, Reverse = false };
}

/// <summary>A process.</summary>
internal sealed class ProcessTracker(WantedTrack track, TrackProcessDefinition definition) : Tracker(track)
{
    /// <summary>What to look for.</summary>
    public TrackProcessDefinition Definition { get; } = definition;

    /// <summary>What the number means.</summary>
    public TrackedProcess Process { get; } = new(definition);

    /// <inheritdoc />
    public override TrackReading Reading => Process.Reading;

    /// <inheritdoc />
    public override bool IsStill(Tracker wanted) =>
        wanted is ProcessTracker other && other.Definition with { Weight = 0, Reverse = false } == Definition with { Weight = 0, Reverse = false };
}

/// <summary>A file.</summary>
internal sealed class FileTracker(WantedTrack track, TrackFileDefinition definition) : Tracker(track)
{
    /// <summary>Which file.</summary>
    public TrackFileDefinition Definition { get; } = definition;

    /// <summary>Is the initial value still to be written?</summary>
    public bool IsNew { get; set; } = true;

    /// <summary>What was read last.</summary>
    public TrackReading Last { get; set; }

    /// <inheritdoc />
    public override TrackReading Reading => Last;

    /// <inheritdoc />
    public override bool IsStill(Tracker wanted) =>
        wanted is FileTracker other && other.Definition with { Weight = 0, Reverse = false } == Definition with { Weight = 0, Reverse = false };
}

/// <summary>A network interface.</summary>
internal sealed class InterfaceTracker(WantedTrack track) : Tracker(track)
{
    /// <summary>What the kernel said last.</summary>
    public TrackReading Last { get; set; }

    /// <inheritdoc />
    public override TrackReading Reading => Last;

    /// <inheritdoc />
    public override bool IsStill(Tracker wanted) => wanted is InterfaceTracker;
}
