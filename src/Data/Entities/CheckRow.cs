using System.Net;

namespace KeepaliveConsole.Data.Entities;

/// <summary>Which kind of check a row holds. Stored by name.</summary>
internal enum CheckKind
{
    Tcp,
    Http,
}

/// <summary>A check of a real server; columns of other kinds are null.</summary>
internal sealed class CheckRow : OrderedRow
{
    public long RealServerId { get; set; }

    public CheckKind Kind { get; set; }

    public IPAddress? ConnectAddress { get; set; }

    public int? ConnectPort { get; set; }

    public TimeSpan ConnectTimeout { get; set; }

    public int Retries { get; set; }

    public TimeSpan RetryDelay { get; set; }

    public TimeSpan Interval { get; set; }

    public TimeSpan? Warmup { get; set; }

    public string? VirtualHost { get; set; }

    public List<HttpUrlRow> Urls { get; set; } = [];
}

/// <summary>A request of an HTTP check.</summary>
internal sealed class HttpUrlRow : OrderedRow
{
    public long CheckId { get; set; }

    public required string Path { get; set; }

    public string? VirtualHost { get; set; }

    public string? ExpectedBody { get; set; }

    public string? Digest { get; set; }

    public List<StatusCodeRow> StatusCodes { get; set; } = [];
}

/// <summary>A range of accepted status codes, both ends included.</summary>
internal sealed class StatusCodeRow : OrderedRow
{
    public long HttpUrlId { get; set; }

    public int First { get; set; }

    public int Last { get; set; }
}
