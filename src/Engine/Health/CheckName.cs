using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>Names checks for people and for metrics.</summary>
internal static class CheckName
{
    /// <summary><c>TCP</c>, <c>TCP port 3307</c>, <c>HTTP GET /healthCheck</c> or <c>HTTP GET /a and 2 more</c>.</summary>
    public static string Of(CheckDefinition check)
    {
        string port = check.ConnectPort is { } number ? string.Create(CultureInfo.InvariantCulture, $" port {number}") : "";
        return check switch
        {
            HttpCheckDefinition { Urls.Count: 0 } => $"HTTP GET{port}",
            HttpCheckDefinition { Urls.Count: 1 } http => $"HTTP GET {http.Urls[0].Path}{port}",
            HttpCheckDefinition http => $"HTTP GET {http.Urls[0].Path} and {http.Urls.Count - 1} more{port}",
            _ => $"TCP{port}",
        };
    }

    /// <summary>All checks of a server, joined by a comma; empty when it has none.</summary>
    public static string Of(ValueArray<CheckDefinition> checks) => checks.Count == 1 ? Of(checks[0]) : string.Join(", ", checks.Select(Of));

    /// <summary>Metric label: <c>tcp</c> or <c>http</c>.</summary>
    public static string Label(CheckDefinition check) => check is HttpCheckDefinition ? "http" : "tcp";
}
