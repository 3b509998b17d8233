namespace KeepaliveConsole.Engine.Events;

/// <summary>One probe of the last minutes. Durations are exact to a thousandth.</summary>
/// <param name="At">When it started, UTC, to the millisecond.</param>
/// <param name="Outcome">What came out.</param>
/// <param name="Duration">From start to end.</param>
/// <param name="Connect">Until the connection stood; null when it never did.</param>
/// <param name="Tls">Until TLS was agreed on; null without TLS.</param>
/// <param name="FirstByte">Until the first byte of the answer; null when none came.</param>
public readonly record struct ProbeRecord(DateTimeOffset At, ProbeOutcome Outcome, TimeSpan Duration, TimeSpan? Connect, TimeSpan? Tls, TimeSpan? FirstByte);

/// <summary>Identifies a check for people and for stored history.</summary>
/// <param name="Service">Name of the virtual service.</param>
/// <param name="Server">Endpoint of the real server.</param>
/// <param name="CheckIndex">Which of its checks, 0-based.</param>
/// <param name="Check">Name of the check, such as <c>HTTP GET /healthCheck</c>.</param>
public readonly record struct CheckIdentity(string Service, string Server, int CheckIndex, string Check);

/// <summary>What the probes of one check came to in one minute that is over.</summary>
/// <param name="Identity">Which check.</param>
/// <param name="Minute">Start of the minute, UTC; a probe belongs to the minute in which it started.</param>
/// <param name="Count">Probes, at least 1.</param>
/// <param name="Passed">Those that passed.</param>
/// <param name="Failed">The others by outcome, local errors included; outcomes that did not occur are missing.</param>
/// <param name="Shortest">Shortest duration.</param>
/// <param name="Average">Average duration.</param>
/// <param name="Median">Median duration: the lower one of an even number.</param>
/// <param name="Longest">Longest duration.</param>
public sealed record ProbeMinute(
    CheckIdentity Identity, DateTimeOffset Minute, int Count, int Passed, IReadOnlyDictionary<ProbeOutcome, int> Failed,
    TimeSpan Shortest, TimeSpan Average, TimeSpan Median, TimeSpan Longest);
