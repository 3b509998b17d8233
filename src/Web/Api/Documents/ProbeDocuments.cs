using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Api.Documents;

/// <summary>Answer of <c>GET /probes</c>: the checks of a real server over time.</summary>
/// <param name="RealServer">Endpoint.</param>
/// <param name="Step"><c>raw</c>, <c>minute</c>, <c>hour</c> or <c>day</c>.</param>
/// <param name="From">Begin of what was asked for, UTC.</param>
/// <param name="To">Its end, UTC.</param>
/// <param name="Series">One for each check, by service and index.</param>
internal sealed record ProbesDocument(string RealServer, string Step, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<ProbeSeriesDocument> Series);

/// <summary>One check of a real server over time: <see cref="Probes"/> where each is asked for, else <see cref="Points"/>.</summary>
internal sealed record ProbeSeriesDocument(string Service, int Check, IReadOnlyList<ProbePointDocument>? Points, IReadOnlyList<SingleProbeDocument>? Probes);

/// <summary>What the probes of a span came to. Means are null where nothing was measured.</summary>
internal sealed record ProbePointDocument(DateTimeOffset At, int Count, int Passed, int Refused, int TimedOut,
    double? MeanMs, double? ShortestMs, double? LongestMs, double? ConnectMeanMs, double? TlsMeanMs, double? FirstByteMeanMs)
{
    /// <summary>Writes a summary down.</summary>
    public static ProbePointDocument Of(ProbeSummary summary) => new(summary.From, summary.Count, summary.Passed, summary.Refused, summary.TimedOut,
        summary.Whole.Mean?.TotalMilliseconds, summary.Whole.Count == 0 ? null : summary.Whole.Shortest.TotalMilliseconds,
        summary.Whole.Count == 0 ? null : summary.Whole.Longest.TotalMilliseconds,
        summary.Connect.Mean?.TotalMilliseconds, summary.Tls.Mean?.TotalMilliseconds, summary.FirstByte.Mean?.TotalMilliseconds);
}

/// <summary>One probe.</summary>
internal sealed record SingleProbeDocument(DateTimeOffset At, ProbeOutcome Result, double DurationMs, double? ConnectMs, double? TlsMs, double? FirstByteMs)
{
    /// <summary>Writes a probe down.</summary>
    public static SingleProbeDocument Of(ProbeRecord probe) => new(probe.At, probe.Outcome, probe.Duration.TotalMilliseconds,
        probe.Connect?.TotalMilliseconds, probe.Tls?.TotalMilliseconds, probe.FirstByte?.TotalMilliseconds);
}
