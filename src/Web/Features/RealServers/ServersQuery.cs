namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Parts of the address of the list of real servers.</summary>
internal static class ServersQuery
{
    /// <summary>Text to search for.</summary>
    public const string Search = "search";

    /// <summary><c>true</c> = only what is not up.</summary>
    public const string Failing = "failing";

    /// <summary>A tile: <c>down</c>.</summary>
    public const string State = "state";

    /// <summary><c>host</c> = group by host; else by service.</summary>
    public const string Group = "group";

    /// <summary><c>roomy</c> = higher rows.</summary>
    public const string Density = "density";

    /// <summary>A ticked row, once for each: <c>web 10.88.0.101:80</c>.</summary>
    public const string Selected = "selected";
}
