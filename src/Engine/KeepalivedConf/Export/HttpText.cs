using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.KeepalivedConf.Export;

/// <summary>Writes what is particular to <c>HTTP_GET</c> and <c>SSL_GET</c>.</summary>
internal static class HttpText
{
    private static readonly TimeSpan? s_usualWarning = new TlsDefinition().CertificateWarning;

    public static void Write(HttpCheckDefinition http, SharedCertificate certificate, ConfWriter text)
    {
        for (int index = 0; index < http.Urls.Count; index++) WriteUrl(http.Urls[index], $"urls/{index}", text);
        if (http.VirtualHost is { } host) text.Line("virtualHost", "virtualhost", host);
        if (http.Protocol != HttpProtocol.Http10) text.Plain(http.Protocol == HttpProtocol.Http11 ? "http_protocol 1.1" : "http_protocol 1.0C");
        text.Flag(http.FastRecovery, "fast_recovery");
        if (http.Tls is { } tls) WriteTls(tls, certificate, text);
    }

    private static void WriteUrl(HttpUrlDefinition url, string member, ConfWriter text)
    {
        text.Open("url");
        text.Line($"{member}/path", "path", url.Path);
        if (url.VirtualHost is { } host) text.Line($"{member}/virtualHost", "virtualhost", host);
        if (url.StatusCodes.Count > 0) text.Plain($"status_code {string.Join(' ', url.StatusCodes)}");
        if (url.Digest is { } digest) text.Line($"{member}/digest", "digest", digest);
        if (url.Pattern is { } pattern) WritePattern(pattern, $"{member}/pattern", text);
        if (url.ExpectedBody is { } body) text.Lost($"{member}/expectedBody", $"the body must contain \"{body}\"");
        if (url.Json is { } json) text.Lost($"{member}/json", $"the JSON body must hold {json.Path}{(json.Value is { } value ? $" = {value}" : "")}");
        text.Close();
    }

    private static void WritePattern(BodyPatternDefinition pattern, string member, ConfWriter text)
    {
        text.QuotedLine($"{member}/expression", "regex", pattern.Expression);
        text.Flag(pattern.MustNotMatch, "regex_no_match");
        if (pattern.Options.Count > 0) text.Line($"{member}/options", "regex_options", [.. pattern.Options]);
        text.Number("regex_min_offset", pattern.MinimumOffset, 0);
        if (pattern.MaximumOffset is { } maximum) text.Plain(string.Create(CultureInfo.InvariantCulture, $"regex_max_offset {maximum}"));
    }

    private static void WriteTls(TlsDefinition tls, SharedCertificate certificate, ConfWriter text)
    {
        text.Flag(tls.SendServerName, "enable_sni");
        if (tls.ServerName is { } name) text.Line("tls/serverName", "sni_name", name);
        text.Flag(tls.SendCloseNotify, "tls_compliant");
        text.LostIf(tls.VerifyCertificate, "tls/verifyCertificate", "the server's certificate is compared with the host's authorities");
        text.LostIf(tls.CertificateWarning != s_usualWarning, "tls/certificateWarning",
            tls.CertificateWarning is { } warning ? $"a warning {Seconds.Text(warning)} before the server's certificate ends" : "no warning before the server's certificate ends");
        text.LostIf(tls.CertificateFile != certificate.Certificate || tls.KeyFile != certificate.Key, "tls/certificateFile", $"a certificate of its own, {tls.CertificateFile ?? "none"}; the one of SSL counts for all");
    }
}
