namespace KeepaliveConsole.Engine.Definitions;

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

    /// <summary>Certificate this host shows (PEM, with what it was signed by): a path from the root; null = none.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>Key of <see cref="CertificateFile"/> (PEM, without a password): a path from the root; null = it stands in the same file.</summary>
    public string? KeyFile { get; init; }
}
