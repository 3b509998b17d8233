using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>The certificate that every <c>SSL_GET</c> of a file shows: keepalived has one for all.</summary>
/// <param name="Certificate">Its file; null = none.</param>
/// <param name="Key">File of its key; null = in the same file.</param>
internal sealed record SharedCertificate(string? Certificate, string? Key)
{
    /// <summary>Writes the block <c>SSL</c> with the first certificate there is.</summary>
    public static SharedCertificate Write(ClusterDefinition definition, ConfWriter text)
    {
        TlsDefinition? first = definition.VirtualServices.SelectMany(service => service.RealServers).SelectMany(server => server.Checks).OfType<HttpCheckDefinition>()
            .Select(check => check.Tls).FirstOrDefault(tls => tls?.CertificateFile is not null);
        if (first is null) return new SharedCertificate(null, null);
        text.At = "";
        text.Open("SSL");
        text.Line("", "certificate", first.CertificateFile!);
        if (first.KeyFile is { } key) text.Line("", "key", key);
        text.Close();
        return new SharedCertificate(first.CertificateFile, first.KeyFile);
    }
}
