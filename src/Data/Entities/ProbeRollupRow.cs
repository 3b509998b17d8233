namespace KeepaliveConsole.Data.Entities;

/// <summary>One check of one real server as a node sees it; rollups name it by number, since there are many of them.</summary>
internal sealed class ProbeSeriesRow
{
    public long Id { get; set; }

    public required string Node { get; set; }

    public required string Service { get; set; }

    public required string Server { get; set; }

    public int CheckIndex { get; set; }
}

/// <summary>What the probes of a series came to within a minute, an hour or a day. Times are whole numbers: rows come by the thousand each minute.</summary>
internal sealed class ProbeRollupRow
{
    public long SeriesId { get; set; }

    /// <summary>Length of the span in seconds: 60, 3600 or 86400.</summary>
    public int Seconds { get; set; }

    /// <summary>Begin of the span in seconds since 1970, UTC.</summary>
    public long At { get; set; }

    public int Count { get; set; }

    public int Passed { get; set; }

    public int Refused { get; set; }

    public int TimedOut { get; set; }

    /// <summary>Durations are in microseconds.</summary>
    public long WholeSum { get; set; }

    public long WholeShortest { get; set; }

    public long WholeLongest { get; set; }

    public int ConnectCount { get; set; }

    public long ConnectSum { get; set; }

    public long ConnectLongest { get; set; }

    public int TlsCount { get; set; }

    public long TlsSum { get; set; }

    public long TlsLongest { get; set; }

    public int FirstByteCount { get; set; }

    public long FirstByteSum { get; set; }

    public long FirstByteLongest { get; set; }
}
