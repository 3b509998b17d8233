namespace KeepaliveConsole.Engine.Events;

/// <summary>A heartbeat line of an instance was lost or came back. Losing one of several moves nothing, but the next loss may.</summary>
/// <param name="Instance">Name of the instance.</param>
/// <param name="Interface">The line.</param>
/// <param name="Ok">Does it work now?</param>
/// <param name="Reason">Why, such as "interface eth1 has no carrier" or "no advert for 3.6 s while eth0 carries them".</param>
/// <param name="LinesLeft">Lines of the instance that work now.</param>
public sealed record HeartbeatLineChanged(string Instance, string Interface, bool Ok, string Reason, int LinesLeft) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Heartbeat line {Interface} of {Instance} {(Ok ? "works again" : "is lost")}: {Reason}; {LinesLeft} {(LinesLeft == 1 ? "line works" : "lines work")}.";

    /// <inheritdoc />
    public override EventSeverity Severity => Ok ? EventSeverity.Info : LinesLeft == 0 ? EventSeverity.Critical : EventSeverity.Warning;
}

/// <summary>Something tracked went up or down, or the number in a tracked file changed.</summary>
/// <param name="Kind">What kind: <c>interface</c>, <c>script</c>, <c>process</c>, <c>file</c>.</param>
/// <param name="Target">Its name.</param>
/// <param name="Up">Is it up now?</param>
/// <param name="Reason">Why, such as "exit code 1" or "0 of 2 processes nginx".</param>
public sealed record TrackChanged(string Kind, string Target, bool Up, string Reason) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Tracked {Kind} {Target} is {(Up ? "up" : "down")}: {Reason}.";

    /// <inheritdoc />
    public override EventSeverity Severity => Up ? EventSeverity.Info : EventSeverity.Warning;
}

/// <summary>Two routers hold, or are about to hold, the same virtual addresses.</summary>
/// <param name="SplitBrain">What is known.</param>
public sealed record SplitBrainStarted(SplitBrainDiagnosis SplitBrain) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Split brain of {SplitBrain.Instance}: {SplitBrain.Explanation} {SplitBrain.Remedy}";

    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Critical;
}

/// <summary>A split brain is over.</summary>
/// <param name="SplitBrain">What was known of it.</param>
/// <param name="Lasted">From the first evidence to the end.</param>
/// <param name="How">How it ended, such as "this node yielded to 10.0.0.2 (priority 150)".</param>
public sealed record SplitBrainEnded(SplitBrainDiagnosis SplitBrain, TimeSpan Lasted, string How) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Split brain of {SplitBrain.Instance} ended after {Lasted.TotalSeconds.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture)} s: {How}.";

    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Info;
}

/// <summary>The process that runs the election was started, adopted, lost or replaced.</summary>
/// <param name="ProcessId">Its process id now; 0 = none.</param>
/// <param name="Change">What happened, such as "adopted; it has run for 3 days".</param>
/// <param name="ChangeSeverity">How grave.</param>
public sealed record ElectionProcessChanged(int ProcessId, string Change, EventSeverity ChangeSeverity) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Election process {(ProcessId == 0 ? "" : $"{ProcessId} ")}{Change}.";

    /// <inheritdoc />
    public override EventSeverity Severity => ChangeSeverity;
}
