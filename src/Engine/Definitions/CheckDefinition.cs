using System.Net;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// One check of a real server. A server that is up goes down after 1 + <see cref="Retries"/> failures in a row, the
/// retries spaced by <see cref="RetryDelay"/>; one success brings it back. Same meaning as keepalived's checkers.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TcpCheckDefinition), "tcp")]
[JsonDerivedType(typeof(HttpCheckDefinition), "http")]
public abstract record CheckDefinition
{
    private protected CheckDefinition()
    {
    }

    /// <summary>Address to connect to; null = the real server's.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>Port to connect to, 1 to 65535; null = the real server's.</summary>
    public int? ConnectPort { get; init; }

    /// <summary>Longest the connection, and each later step, may take. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Further attempts after the first failure, while up. 0 and up, default 1: down at the second failure in a row.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Time from a failed attempt to the next while up. Default 1 s (HTTP 3 s).</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between checks while nothing fails, and while down (keepalived's delay_loop). Default 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first check starts at a random time within this span; null = <see cref="Interval"/>, 0 = at once.</summary>
    public TimeSpan? Warmup { get; init; }
}

/// <summary>Passes when a TCP connection is accepted; it is closed at once.</summary>
public sealed record TcpCheckDefinition : CheckDefinition;

/// <summary>Passes when every url answers as wanted over plain HTTP.</summary>
public sealed record HttpCheckDefinition : CheckDefinition
{
    /// <summary>Starts with HTTP's own default for <see cref="CheckDefinition.RetryDelay"/>: 3 s.</summary>
    public HttpCheckDefinition() => RetryDelay = TimeSpan.FromSeconds(3);

    /// <summary>Host header; null = address and port. A url's own wins.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>What to ask for, one url per run in turn; at least one.</summary>
    public ValueArray<HttpUrlDefinition> Urls { get; init; }
}

/// <summary>One request of an HTTP check.</summary>
public sealed record HttpUrlDefinition
{
    /// <summary>Path and query, starting with /.</summary>
    public required string Path { get; init; }

    /// <summary>Host header for this url; null = the check's.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>Accepted status codes; empty = 200 to 299.</summary>
    public ValueArray<StatusCodeRange> StatusCodes { get; init; }

    /// <summary>Text the body must contain; null = any body.</summary>
    public string? ExpectedBody { get; init; }

    /// <summary>MD5 of the body as 32 hexadecimal digits (keepalived's digest); null = not compared.</summary>
    public string? Digest { get; init; }
}

/// <summary>Status codes <see cref="First"/> to <see cref="Last"/>, both included, each 100 to 999.</summary>
public readonly record struct StatusCodeRange(int First, int Last)
{
    /// <summary>Is <paramref name="code"/> inside?</summary>
    public bool Contains(int code) => code >= First && code <= Last;

    /// <summary><c>200</c> or <c>200-299</c>.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
