using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.History;

/// <summary>Between summaries and rows.</summary>
internal static class ProbeRollups
{
    public static ProbeRollupRow ToRow(long series, ProbeSummary minute) => new()
    {
        SeriesId = series,
        Seconds = (int)ProbeSpan.Minute,
        At = minute.From.ToUnixTimeSeconds(),
        Count = minute.Count,
        Passed = minute.Passed,
        Refused = minute.Refused,
        TimedOut = minute.TimedOut,
        WholeSum = Microseconds(minute.Whole.Sum),
        WholeShortest = Microseconds(minute.Whole.Shortest),
        WholeLongest = Microseconds(minute.Whole.Longest),
        ConnectCount = minute.Connect.Count,
        ConnectSum = Microseconds(minute.Connect.Sum),
        ConnectLongest = Microseconds(minute.Connect.Longest),
        TlsCount = minute.Tls.Count,
        TlsSum = Microseconds(minute.Tls.Sum),
        TlsLongest = Microseconds(minute.Tls.Longest),
        FirstByteCount = minute.FirstByte.Count,
        FirstByteSum = Microseconds(minute.FirstByte.Sum),
        FirstByteLongest = Microseconds(minute.FirstByte.Longest),
    };

    /// <summary>The shortest connection, TLS and first byte are not kept: nobody asks how fast the fastest handshake of an hour was.</summary>
    public static ProbeSummary ToSummary(string service, string server, int check, ProbeRollupRow row) => new()
    {
        Service = service,
        Server = server,
        CheckIndex = check,
        From = DateTimeOffset.FromUnixTimeSeconds(row.At),
        Count = row.Count,
        Passed = row.Passed,
        Refused = row.Refused,
        TimedOut = row.TimedOut,
        Whole = new(row.Count, Span(row.WholeSum), Span(row.WholeShortest), Span(row.WholeLongest)),
        Connect = new(row.ConnectCount, Span(row.ConnectSum), default, Span(row.ConnectLongest)),
        Tls = new(row.TlsCount, Span(row.TlsSum), default, Span(row.TlsLongest)),
        FirstByte = new(row.FirstByteCount, Span(row.FirstByteSum), default, Span(row.FirstByteLongest)),
    };

    /// <summary>One row for each series, summed up by the database.</summary>
    public static IQueryable<ProbeRollupRow> Sum(IQueryable<ProbeRollupRow> rows, int seconds, long at) => rows
        .GroupBy(row => row.SeriesId)
        .Select(group => new ProbeRollupRow
        {
            SeriesId = group.Key,
            Seconds = seconds,
            At = at,
            Count = group.Sum(row => row.Count),
            Passed = group.Sum(row => row.Passed),
            Refused = group.Sum(row => row.Refused),
            TimedOut = group.Sum(row => row.TimedOut),
            WholeSum = group.Sum(row => row.WholeSum),
            WholeShortest = group.Min(row => row.WholeShortest),
            WholeLongest = group.Max(row => row.WholeLongest),
            ConnectCount = group.Sum(row => row.ConnectCount),
            ConnectSum = group.Sum(row => row.ConnectSum),
            ConnectLongest = group.Max(row => row.ConnectLongest),
            TlsCount = group.Sum(row => row.TlsCount),
            TlsSum = group.Sum(row => row.TlsSum),
            TlsLongest = group.Max(row => row.TlsLongest),
            FirstByteCount = group.Sum(row => row.FirstByteCount),
            FirstByteSum = group.Sum(row => row.FirstByteSum),
            FirstByteLongest = group.Max(row => row.FirstByteLongest),
        });

    private static long Microseconds(TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;

    private static TimeSpan Span(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
