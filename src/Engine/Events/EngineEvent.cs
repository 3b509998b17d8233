using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Events;

/// <summary>Something that happened. A fact in the past tense; it never asks for anything.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(VrrpTransitioned), "vrrpTransitioned")]
[JsonDerivedType(typeof(RealServerStateChanged), "realServerStateChanged")]
[JsonDerivedType(typeof(RealServerTableChanged), "realServerTableChanged")]
[JsonDerivedType(typeof(QuorumChanged), "quorumChanged")]
[JsonDerivedType(typeof(ProbeCompleted), "probeCompleted")]
[JsonDerivedType(typeof(DriftRepaired), "driftRepaired")]
[JsonDerivedType(typeof(DefinitionApplied), "definitionApplied")]
[JsonDerivedType(typeof(DefinitionRejected), "definitionRejected")]
[JsonDerivedType(typeof(HeartbeatLineChanged), "heartbeatLineChanged")]
[JsonDerivedType(typeof(TrackChanged), "trackChanged")]
[JsonDerivedType(typeof(SplitBrainStarted), "splitBrainStarted")]
[JsonDerivedType(typeof(SplitBrainEnded), "splitBrainEnded")]
[JsonDerivedType(typeof(ElectionProcessChanged), "electionProcessChanged")]
[JsonDerivedType(typeof(EngineNotice), "engineNotice")]
public abstract record EngineEvent
{
    private protected EngineEvent()
    {
    }

    /// <summary>1, 2, 3 … without a gap since the engine started; set by the feed.</summary>
    public long Sequence { get; init; }

    /// <summary>Wall-clock time, UTC; set by the feed.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Revision of the definition in force; set by the feed.</summary>
    public long Revision { get; init; }

    /// <summary>What happened, as one sentence in English.</summary>
    [JsonInclude]
    public abstract string Sentence { get; }

    /// <summary>How grave it is for an operator.</summary>
    [JsonInclude]
    public abstract EventSeverity Severity { get; }
}

/// <summary>How grave an event is.</summary>
public enum EventSeverity
{
    /// <summary>Part of normal work.</summary>
    Info,

    /// <summary>Redundancy or capacity is lower than wanted.</summary>
    Warning,

    /// <summary>Service is or may be affected.</summary>
    Critical,
}

/// <summary>An instance changed state.</summary>
public sealed record VrrpTransitioned(VrrpTransition Transition) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => TransitionSentence.English(Transition);

    /// <inheritdoc />
    public override EventSeverity Severity => Transition.To == VrrpState.Fault ? EventSeverity.Critical
        : Transition.Cause is TransitionCause.MasterSilent ? EventSeverity.Warning : EventSeverity.Info;
}

/// <summary>What checks say about a real server changed.</summary>
/// <param name="Service">Name of the virtual service.</param>
/// <param name="Server">Endpoint, such as <c>10.88.0.101:80</c>.</param>
/// <param name="From">Before.</param>
/// <param name="To">After.</param>
/// <param name="Reason">Why, such as "4 of 4 attempts failed: connection refused".</param>
public sealed record RealServerStateChanged(string Service, string Server, RealServerState From, RealServerState To, string Reason) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Real server {Server} of {Service} went from {From} to {To}: {Reason}.";

    /// <inheritdoc />
    public override EventSeverity Severity => To switch
    {
        RealServerState.Down => EventSeverity.Critical,
        RealServerState.GoingDown => EventSeverity.Warning,
        _ => EventSeverity.Info,
    };
}

/// <summary>The kernel's table changed for a real server (or the sorry server).</summary>
/// <param name="Service">Name of the virtual service.</param>
/// <param name="Server">Endpoint.</param>
/// <param name="InTable">Is it in the table now?</param>
/// <param name="Weight">Weight in the table; 0 when it is not there.</param>
/// <param name="Reason">Why, such as "Down", "drained by operator", "sorry server: no real server left".</param>
public sealed record RealServerTableChanged(string Service, string Server, bool InTable, int Weight, string Reason) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => InTable
        ? $"{Server} is in the table of {Service} with weight {Weight}: {Reason}."
        : $"{Server} left the table of {Service}: {Reason}.";

    /// <inheritdoc />
    public override EventSeverity Severity => InTable ? EventSeverity.Info : EventSeverity.Warning;
}

/// <summary>A virtual service gained or lost its quorum.</summary>
/// <param name="Service">Name of the virtual service.</param>
/// <param name="Gained">True: gained; false: lost.</param>
/// <param name="AliveWeight">Sum of the weights of real servers that are up.</param>
/// <param name="Quorum">Weight that was asked for.</param>
public sealed record QuorumChanged(string Service, bool Gained, int AliveWeight, int Quorum) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Virtual service {Service} {(Gained ? "gained" : "lost")} its quorum: weight {AliveWeight} alive, {Quorum} wanted.";

    /// <inheritdoc />
    public override EventSeverity Severity => Gained ? EventSeverity.Info : EventSeverity.Critical;
}

/// <summary>One run of one check ended.</summary>
/// <param name="Service">Name of the virtual service.</param>
/// <param name="Server">Endpoint.</param>
/// <param name="CheckIndex">Which of the server's checks, 0-based.</param>
/// <param name="Result">What came out.</param>
public sealed record ProbeCompleted(string Service, string Server, int CheckIndex, ProbeResult Result) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Check of {Server} {(Result.Passed ? "passed" : "failed")} in {Result.Duration.TotalMilliseconds:0.0} ms: {Result.Message}.";

    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Info;
}

/// <summary>Something else changed an address or the table, and the engine put it back.</summary>
/// <param name="Subject">What drifted, such as <c>10.88.0.100/24 on eth0</c>.</param>
/// <param name="Found">What was found.</param>
/// <param name="Done">What was done about it.</param>
public sealed record DriftRepaired(string Subject, string Found, string Done) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"{Subject}: {Found}; {Done}.";

    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Warning;
}

/// <summary>A definition came into force.</summary>
/// <param name="AppliedRevision">Its number.</param>
/// <param name="Changes">What differs from the one before, one short line each.</param>
public sealed record DefinitionApplied(long AppliedRevision, ValueArray<string> Changes) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => Changes.Count == 0
        ? $"Revision {AppliedRevision} is in force; nothing changed."
        : $"Revision {AppliedRevision} is in force: {string.Join("; ", Changes)}.";

    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Info;
}

/// <summary>A definition was refused; the one before goes on.</summary>
/// <param name="RejectedRevision">Its number.</param>
/// <param name="Problems">Every reason.</param>
public sealed record DefinitionRejected(long RejectedRevision, ValueArray<string> Problems) : EngineEvent
{
    /// <inheritdoc />
    public override string Sentence => $"Revision {RejectedRevision} was refused: {string.Join("; ", Problems)}.";

    /// <inheritdoc />
    public override EventSeverity Severity => EventSeverity.Critical;
}

/// <summary>Anything else an operator should know: a missing privilege, a failed kernel call, a late loop.</summary>
/// <param name="Subject">What it is about, such as an instance or <c>load balancer</c>.</param>
/// <param name="Message">What, why and the way out.</param>
/// <param name="NoticeSeverity">How grave.</param>
public sealed record EngineNotice(string Subject, string Message, EventSeverity NoticeSeverity) : EngineEvent
{
    /// <summary>A notice whose words have a template, so that it can be told in another language.</summary>
    public static EngineNotice Of(string subject, Engine.Sentence message, EventSeverity severity) => new(subject, message.ToString(), severity);

    /// <inheritdoc />
    public override string Sentence => $"{Subject}: {Message}";

    /// <inheritdoc />
    public override EventSeverity Severity => NoticeSeverity;
}
