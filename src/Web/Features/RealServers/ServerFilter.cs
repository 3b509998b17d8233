using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Which real servers the page shows; kept in the page's address.</summary>
/// <param name="Search">Text that the service's name, the address or the reason contains, without regard to case; null or empty = all.</param>
/// <param name="OnlyFailing">Only what is not up.</param>
/// <param name="State">A tile of the overview: <c>up</c>, <c>changing</c>, <c>down</c>, <c>drain</c>, <c>maintenance</c>, <c>unknown</c>; null or another word = all.</param>
public sealed record ServerFilter(string? Search = null, bool OnlyFailing = false, string? State = null)
{
    /// <summary>Does the filter leave anything out?</summary>
    public bool IsActive => !string.IsNullOrWhiteSpace(Search) || OnlyFailing || !string.IsNullOrEmpty(State);

    /// <summary>Is <paramref name="server"/> shown?</summary>
    /// <param name="service">Its service.</param>
    /// <param name="server">The server.</param>
    /// <param name="freshness">Its freshness with the picture's age taken into account.</param>
    public bool Shows(VirtualServiceStatus service, RealServerStatus server, Freshness freshness)
    {
        ArgumentNullException.ThrowIfNull(service);
        ArgumentNullException.ThrowIfNull(server);
        if (OnlyFailing && server.State == RealServerState.Up && freshness == Freshness.Fresh) return false;
        if (ServerTiles.Parse(State) is { } tile && ServerTiles.Of(server, freshness) != tile) return false;
        return string.IsNullOrWhiteSpace(Search)
            || Contains(service.Name) || Contains(service.Endpoint) || Contains(server.Address) || Contains(server.StateReason) || Contains(server.AdminReason);
    }

    private bool Contains(string? text) => text is not null && text.Contains(Search!.Trim(), StringComparison.OrdinalIgnoreCase);
}
