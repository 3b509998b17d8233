namespace KeepaliveConsole.Web.Api;

/// <summary>Routes and route values.</summary>
internal static class ApiPaths
{
    /// <summary>Base of every route but the health checks, the metrics and the hub.</summary>
    public const string Base = "/api/v1";

    /// <summary>A name from a path segment. The server leaves %2F as it is so that it does not split the segment; names of services have one.</summary>
    public static string Name(string segment) => segment.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
