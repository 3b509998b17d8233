using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>RFC 5425: the server proves who it is, by the system's authorities or by those of a file.</summary>
internal static class SyslogTls
{
    /// <summary>The encrypted stream over <paramref name="plain"/>, which it owns.</summary>
    public static async Task<Stream> OverAsync(Stream plain, SyslogSettings settings, CancellationToken cancellationToken)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = settings.Host };
        if (!string.IsNullOrWhiteSpace(settings.CaFile))
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(settings.CaFile);
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.AddRange(authorities);
        }

        var stream = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            await stream.AuthenticateAsClientAsync(options, cancellationToken).ConfigureAwait(false);
            return stream;
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }
}
