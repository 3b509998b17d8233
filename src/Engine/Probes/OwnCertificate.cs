using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>The certificate this node shows to a server that asks for one.</summary>
internal static class OwnCertificate
{
    /// <summary>
    /// Reads it, at each probe: a certificate that was renewed counts at once. Null without <paramref name="problem"/>: none is defined.
    /// </summary>
    public static X509Certificate2? Load(TlsDefinition tls, out string? problem)
    {
        problem = null;
        if (tls.CertificateFile is not { } file) return null;
        try
        {
            return X509Certificate2.CreateFromPemFile(file, tls.KeyFile ?? file);
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            string key = tls.KeyFile is null ? "" : $" with the key {tls.KeyFile}";
            problem = Sentence.Text($"the check's own certificate {file}{key} could not be read: {e.Message.TrimEnd('.')}; both must be PEM, the key without a password, readable by this process");
            return null;
        }
    }
}
