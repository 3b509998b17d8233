using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>Names checks for people and for metrics.</summary>
internal static class CheckName
{
    /// <summary><c>TCP</c>, <c>TCP port 3307</c>, <c>HTTPS GET /healthCheck</c>, <c>DNS SOA example.com</c>, <c>script /usr/bin/check</c> …</summary>
    public static string Of(CheckDefinition check)
    {
        string port = check.ConnectPort is { } number ? string.Create(CultureInfo.InvariantCulture, $" port {number}") : "";
        return check switch
        {
            HttpCheckDefinition { Urls.Count: 0 } http => $"{Http(http)} GET{port}",
            HttpCheckDefinition { Urls.Count: 1 } http => $"{Http(http)} GET {http.Urls[0].Path}{port}",
            HttpCheckDefinition http => $"{Http(http)} GET {http.Urls[0].Path} and {http.Urls.Count - 1} more{port}",
            SmtpCheckDefinition => $"SMTP{port}",
            DnsCheckDefinition dns => $"DNS {dns.Type} {dns.Name}{port}",
            UdpCheckDefinition => $"UDP{port}",
            PingCheckDefinition => "ping",
            // The program alone: its arguments may hold secrets.
            ScriptCheckDefinition script => $"script {Program(script.Command)}",
            FileCheckDefinition file => $"file {file.TrackFile}",
            AgentCheckDefinition => $"agent{port}",
            _ => $"TCP{port}",
        };
    }

    /// <summary>All checks of a server, joined by a comma; empty when it has none.</summary>
    public static string Of(ValueArray<CheckDefinition> checks) => checks.Count == 1 ? Of(checks[0]) : string.Join(", ", checks.Select(Of));

    /// <summary>Metric label: <c>tcp</c>, <c>http</c> (also over TLS), <c>smtp</c>, <c>dns</c>, <c>udp</c>, <c>ping</c>, <c>script</c>, <c>file</c> or <c>agent</c>.</summary>
    public static string Label(CheckDefinition check) => check switch
    {
        HttpCheckDefinition => "http",
        SmtpCheckDefinition => "smtp",
        DnsCheckDefinition => "dns",
        UdpCheckDefinition => "udp",
        PingCheckDefinition => "ping",
        ScriptCheckDefinition => "script",
        FileCheckDefinition => "file",
        AgentCheckDefinition => "agent",
        _ => "tcp",
    };

    private static string Http(HttpCheckDefinition http) => http.Tls is null ? "HTTP" : "HTTPS";

    private static string Program(string command)
    {
        string trimmed = command.TrimStart();
        char quote = trimmed.Length > 0 && trimmed[0] is ('"' or '\'') ? trimmed[0] : ' ';
        string rest = quote == ' ' ? trimmed : trimmed[1..];
        int end = rest.IndexOf(quote, StringComparison.Ordinal);
        return end < 0 ? rest : rest[..end];
    }
}
