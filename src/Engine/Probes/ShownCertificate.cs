using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>The certificate a server showed to one probe, and whether it is accepted.</summary>
internal sealed class ShownCertificate(HttpCheckDefinition check, HttpUrlDefinition url, ProbeRequest request, X509Certificate2? own)
{
    private readonly TlsDefinition _tls = check.Tls!;

    /// <summary>When it ends, UTC; null = none was shown.</summary>
    public DateTimeOffset? ExpiresAt { get; private set; }

    /// <summary>Why it was refused; null = it was not.</summary>
    public Sentence? Refusal { get; private set; }

    private string? VirtualHost => url.VirtualHost ?? check.VirtualHost;

    /// <summary>How TLS is to be agreed on.</summary>
    public SslClientAuthenticationOptions Options() => new()
    {
        // Empty = no server name is sent.
        TargetHost = _tls.SendServerName ? _tls.ServerName ?? WithoutPort(VirtualHost) ?? "" : "",
#pragma warning disable SYSLIB0039, CA5397, CA5398 // A check asks whether a server works, also an old one; it protects nothing.
        EnabledSslProtocols = SslProtocols.Tls | SslProtocols.Tls11 | SslProtocols.Tls12 | SslProtocols.Tls13,
#pragma warning restore SYSLIB0039, CA5397, CA5398
        // A resumed session shows no certificate, and would hide a server that can no longer make a new one.
        AllowTlsResume = false,
        CertificateChainPolicy = new X509ChainPolicy
        {
            // A check must not depend on a third party's server.
            DisableCertificateDownloads = true,
            RevocationMode = X509RevocationMode.NoCheck,
        },
        ClientCertificates = own is null ? null : [own],
        RemoteCertificateValidationCallback = (_, shown, chain, errors) => Accept(shown, chain, errors),
    };

    /// <summary>What an operator should know of it at <paramref name="now"/>; null = nothing.</summary>
    public Sentence? Warning(DateTimeOffset now)
    {
        if (ExpiresAt is not { } end || _tls.CertificateWarning is not { } span || end - now >= span) return null;
        return end <= now
            ? $"its certificate ended on {end:yyyy-MM-dd}"
            : (Sentence)$"its certificate ends on {end:yyyy-MM-dd}";
    }

    private bool Accept(X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (shown is not null)
        {
            using var certificate = new X509Certificate2(shown);
            ExpiresAt = certificate.NotAfter.ToUniversalTime();
            if (!_tls.VerifyCertificate) return true;
            string name = _tls.ServerName ?? WithoutPort(VirtualHost) ?? request.Address.ToString();
            Refusal = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) ? Reason(chain, certificate)
                : !Matches(certificate, name) ? (Sentence)$"certificate refused: it is not for {name}" : null;
            return Refusal is null;
        }

        if (_tls.VerifyCertificate) Refusal = $"certificate refused: none was shown";
        return !_tls.VerifyCertificate;
    }

    // Never throws, whatever the name holds.
    private static bool Matches(X509Certificate2 certificate, string name)
    {
        try
        {
            return certificate.MatchesHostname(name);
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static Sentence Reason(X509Chain? chain, X509Certificate2 certificate)
    {
        X509ChainStatusFlags all = default;
        foreach (X509ChainStatus status in chain?.ChainStatus ?? []) all |= status.Status;
        if (all.HasFlag(X509ChainStatusFlags.NotTimeValid))
        {
            return $"certificate refused: it is valid from {certificate.NotBefore.ToUniversalTime():yyyy-MM-dd} to {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd}";
        }

        if (all.HasFlag(X509ChainStatusFlags.UntrustedRoot) || all.HasFlag(X509ChainStatusFlags.PartialChain))
            return $"certificate refused: this node does not trust its issuer, {certificate.Issuer}";
        return $"certificate refused: {all}";
    }

    // "host:port" or "host"; an IPv6 address in brackets is no name to send.
    private static string? WithoutPort(string? host)
    {
        if (host is null || host.StartsWith('[') || IPAddress.TryParse(host, out _)) return null;
        int colon = host.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? host : host[..colon];
    }
}
