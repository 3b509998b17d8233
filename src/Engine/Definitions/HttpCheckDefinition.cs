namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when every url answers as wanted, over HTTP or, with <see cref="Tls"/>, HTTPS.</summary>
public sealed record HttpCheckDefinition : CheckDefinition
{
    /// <summary>Starts with HTTP's own default for <see cref="CheckDefinition.RetryDelay"/>: 3 s.</summary>
    public HttpCheckDefinition() => RetryDelay = TimeSpan.FromSeconds(3);

    /// <summary>Host header; null = address and port. A url's own wins.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>What to ask for, one url per run in turn; at least one.</summary>
    public ValueArray<HttpUrlDefinition> Urls { get; init; }

    /// <summary>The version of HTTP that is spoken. Default 1.0, as keepalived.</summary>
    public HttpProtocol Protocol { get; init; }

    /// <summary>Over TLS (keepalived's SSL_GET); null = plain HTTP.</summary>
    public TlsDefinition? Tls { get; init; }

    /// <summary>While down, one url that passes is enough (keepalived's <c>fast_recovery</c>). Default false: all of them.</summary>
    public bool FastRecovery { get; init; }
}

/// <summary>How a HTTP request is written.</summary>
public enum HttpProtocol
{
    /// <summary>HTTP/1.0.</summary>
    Http10,

    /// <summary>HTTP/1.0 with <c>Connection: close</c> (keepalived's <c>1.0C</c>).</summary>
    Http10Close,

    /// <summary>HTTP/1.1 with <c>Connection: close</c>.</summary>
    Http11,
}

/// <summary>TLS of a check.</summary>
public sealed record TlsDefinition
{
    /// <summary>Send the server name (SNI): <see cref="ServerName"/>, else the virtual host. Default false, as keepalived.</summary>
    public bool SendServerName { get; init; }

    /// <summary>The name to send; null = the virtual host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Refuse a certificate that this host does not trust, or that is for another name. Default false, as keepalived.</summary>
    public bool VerifyCertificate { get; init; }

    /// <summary>Warn when the certificate ends sooner than this; null = never. Default 14 days. A warning takes nothing out.</summary>
    public TimeSpan? CertificateWarning { get; init; } = TimeSpan.FromDays(14);

    /// <summary>Say goodbye by close_notify (keepalived's <c>tls_compliant</c>). Default false.</summary>
    public bool SendCloseNotify { get; init; }
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

    /// <summary>What the body must match; null = not asked.</summary>
    public BodyPatternDefinition? Pattern { get; init; }

    /// <summary>What the body, read as JSON, must hold; null = not asked.</summary>
    public JsonExpectationDefinition? Json { get; init; }
}

/// <summary>A regular expression the body must match (keepalived's <c>regex</c>).</summary>
public sealed record BodyPatternDefinition
{
    /// <summary>The expression. It is run without backtracking where it can be, and always within the check's time.</summary>
    public required string Expression { get; init; }

    /// <summary>The body must not match (keepalived's <c>regex_no_match</c>). Default false.</summary>
    public bool MustNotMatch { get; init; }

    /// <summary>keepalived's names of the options: <c>caseless multiline dotall extended anchored dollar_endonly firstline ungreedy utf …</c>.</summary>
    public ValueArray<string> Options { get; init; }

    /// <summary>A match must begin at this byte or later. Default 0.</summary>
    public int MinimumOffset { get; init; }

    /// <summary>A match must begin before this byte; null = anywhere.</summary>
    public int? MaximumOffset { get; init; }
}

/// <summary>A value in a JSON body.</summary>
/// <param name="Path">Members and indexes from the root, such as <c>$.status</c> or <c>$.checks[0].state</c>.</param>
/// <param name="Value">The value as JSON writes it, text without its quotes; null = it must only exist.</param>
public sealed record JsonExpectationDefinition(string Path, string? Value);

/// <summary>Status codes <see cref="First"/> to <see cref="Last"/>, both included, each 100 to 999.</summary>
public readonly record struct StatusCodeRange(int First, int Last)
{
    /// <summary>Is <paramref name="code"/> inside?</summary>
    public bool Contains(int code) => code >= First && code <= Last;

    /// <summary><c>200</c> or <c>200-299</c>.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
