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
