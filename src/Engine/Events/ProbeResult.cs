using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Events;

/// <summary>What came out of a probe. Names are stable: metric labels and stored text.</summary>
public enum ProbeOutcome
{
    /// <summary>As wanted.</summary>
    Passed,

    /// <summary>The connection was refused.</summary>
    Refused,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>No way to the address.</summary>
    Unreachable,

    /// <summary>The connection ended too early.</summary>
    Closed,

    /// <summary>The answer was not valid for the protocol.</summary>
    ProtocolError,

    /// <summary>The status code was not one of the accepted.</summary>
    UnexpectedStatus,

    /// <summary>The body lacked the text, or its digest differed.</summary>
    UnexpectedBody,

    /// <summary>This node could not try (no socket, no source address). Does not count as a failure of the server.</summary>
    LocalError,
}

/// <summary>The result of one probe.</summary>
public sealed record ProbeResult
{
    /// <summary>What came out; <c>result</c> in the REST interface.</summary>
    [JsonPropertyName("result")]
    public required ProbeOutcome Outcome { get; init; }

    /// <summary>When it started, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>From start to end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Until the connection stood; null when it never did.</summary>
    public TimeSpan? ConnectDuration { get; init; }

    /// <summary>Until the first byte of the answer; null when none came or none was asked for.</summary>
    public TimeSpan? FirstByteDuration { get; init; }

    /// <summary>For people: <c>200 OK, 6 bytes</c> or <c>connection refused</c>.</summary>
    public required string Message { get; init; }

    /// <summary>Did it pass?</summary>
    public bool Passed => Outcome == ProbeOutcome.Passed;
}
