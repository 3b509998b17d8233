namespace KeepaliveConsole.Engine.Events;

/// <summary>One probe of the last minutes. Durations are exact to a thousandth.</summary>
/// <param name="At">When it started, UTC, to the millisecond.</param>
/// <param name="Outcome">What came out.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="Connect">Until the connection stood; null when it never did.</param>
/// <param name="Tls">Until TLS was agreed on; null without TLS.</param>
/// <param name="FirstByte">Until the first byte of the answer; null when none came.</param>
public readonly record struct ProbeRecord(DateTimeOffset At, ProbeOutcome Outcome, TimeSpan Duration, TimeSpan? Connect, TimeSpan? Tls, TimeSpan? FirstByte);
