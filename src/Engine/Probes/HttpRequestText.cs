using System.Text;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Writes the request of an HTTP probe.</summary>
internal static class HttpRequestText
{
    /// <summary>Value of the User-Agent header.</summary>
    public const string UserAgent = "KeepaliveConsole";

    /// <summary>
    /// The request for <paramref name="url"/>. The Host header is the url's virtual host, else the check's, else address and
    /// port. HTTP/1.1 and 1.0C ask for the end of the connection, as keepalived does. Null when path or host hold a character
    /// that would end the line or a field of it.
    /// </summary>
    public static byte[]? Write(HttpCheckDefinition check, HttpUrlDefinition url, ProbeRequest request)
    {
        string host = url.VirtualHost ?? check.VirtualHost ?? ServiceKey.EndpointText(request.Address, request.Port);
        if (!IsPlain(url.Path) || !IsPlain(host)) return null;
        string version = check.Protocol == HttpProtocol.Http11 ? "1.1" : "1.0";
        string close = check.Protocol == HttpProtocol.Http10 ? "" : "Connection: close\r\n";
        return Encoding.UTF8.GetBytes($"GET {url.Path} HTTP/{version}\r\nUser-Agent: {UserAgent}\r\n{close}Host: {host}\r\n\r\n");
    }

    private static bool IsPlain(string text)
    {
        foreach (char c in text)
            if (c <= ' ' || c == '\u007f') return false;
        return text.Length > 0;
    }
}
