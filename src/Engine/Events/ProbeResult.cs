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

    /// <summary>It passed but took longer than the definition allows.</summary>
    TooSlow,

    /// <summary>TLS could not be agreed on, or the certificate was refused.</summary>
    TlsError,

    /// <summary>A program ended with a code that means failure, or not in time.</summary>
    ProgramFailed,

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

    /// <summary>Until TLS was agreed on; null without TLS.</summary>
    public TimeSpan? TlsDuration { get; init; }

    /// <summary>Until the first byte of the answer; null when none came or none was asked for.</summary>
    public TimeSpan? FirstByteDuration { get; init; }

    /// <summary>Weight that the server (its agent, script or file) asks for; null = the check has no say in it.</summary>
    public WeightAdvice? Weight { get; init; }

    /// <summary>When the certificate that was shown ends, UTC; null = none was.</summary>
    public DateTimeOffset? CertificateExpiresAt { get; init; }

    /// <summary>For people: <c>200 OK, 6 bytes</c> or <c>connection refused</c>.</summary>
    public required string Message { get; init; }

    /// <summary>Did it pass?</summary>
    public bool Passed => Outcome == ProbeOutcome.Passed;
}

/// <summary>What a check says about the weight of its server.</summary>
public readonly record struct WeightAdvice
{
    /// <summary>The weight itself, 0 to 65535; null = not said.</summary>
    public int? Absolute { get; init; }

    /// <summary>Percent of the defined weight, 0 and up; null = not said.</summary>
    public int? Percent { get; init; }

    /// <summary>Added to the defined weight; null = not said.</summary>
    public int? Offset { get; init; }

    /// <summary>No new connections (an agent's <c>drain</c> or <c>maint</c>).</summary>
    public bool Drain { get; init; }
}
