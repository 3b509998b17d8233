using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Where a real server is counted: once, what an operator wants before what the checks say. The words are those of the page's address.</summary>
public enum ServerTile
{
    /// <summary>Serves.</summary>
    Up,

    /// <summary>On its way up or down.</summary>
    Changing,

    /// <summary>Out, by its checks.</summary>
    Down,

    /// <summary>Takes no new connections.</summary>
    Drain,

    /// <summary>Taken out by an operator.</summary>
    Maintenance,

    /// <summary>Not seen, or not lately.</summary>
    Unknown,
}

/// <summary>Sorts real servers into tiles.</summary>
public static class ServerTiles
{
    /// <summary>How many there are: 6.</summary>
    public const int Count = (int)ServerTile.Unknown + 1;

    /// <summary>The tile of <paramref name="server"/>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="freshness">Its freshness with the picture's age taken into account.</param>
    public static ServerTile Of(RealServerStatus server, Freshness freshness)
    {
        ArgumentNullException.ThrowIfNull(server);
        return server.Admin switch
        {
            AdminState.Maintenance => ServerTile.Maintenance,
            AdminState.Drain => ServerTile.Drain,
            _ when freshness != Freshness.Fresh => ServerTile.Unknown,
            _ => server.State switch
            {
                RealServerState.Up => ServerTile.Up,
                RealServerState.Down => ServerTile.Down,
                RealServerState.GoingUp or RealServerState.GoingDown => ServerTile.Changing,
                _ => ServerTile.Unknown,
            },
        };
    }

    /// <summary>The tile that a word of the address means; null = none.</summary>
    public static ServerTile? Parse(string? word) => word switch
    {
        "up" => ServerTile.Up,
        "changing" => ServerTile.Changing,
        "down" => ServerTile.Down,
        "drain" => ServerTile.Drain,
        "maintenance" => ServerTile.Maintenance,
        "unknown" => ServerTile.Unknown,
        _ => null,
    };

    /// <summary>The word of the address: <c>up</c>.</summary>
    public static string Word(ServerTile tile) => tile.ToString().ToLowerInvariant();
}
