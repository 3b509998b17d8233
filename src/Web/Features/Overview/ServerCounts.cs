using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;

namespace KeepaliveConsole.Web.Features.Overview;

/// <summary>Real servers by state. Each is counted once: what an operator asked for goes before what the checks say.</summary>
/// <param name="Up">Serving.</param>
/// <param name="GoingDown">Serving, a check fails.</param>
/// <param name="GoingUp">Not serving yet.</param>
/// <param name="Down">Out.</param>
/// <param name="Drain">No new connections.</param>
/// <param name="Maintenance">Taken out by an operator.</param>
/// <param name="Unknown">Not seen, or not for a while.</param>
public sealed record ServerCounts(int Up, int GoingDown, int GoingUp, int Down, int Drain, int Maintenance, int Unknown)
{
    /// <summary>All of them.</summary>
    public int Total => Up + GoingDown + GoingUp + Down + Drain + Maintenance + Unknown;

    /// <summary>Counts the servers of <paramref name="status"/>; one that was not seen lately is unknown, whatever it was.</summary>
    public static ServerCounts From(EngineStatus status, PictureAge picture)
    {
        ArgumentNullException.ThrowIfNull(status);
        int up = 0, goingDown = 0, goingUp = 0, down = 0, drain = 0, maintenance = 0, unknown = 0;
        foreach (RealServerStatus server in status.VirtualServices.SelectMany(service => service.RealServers))
        {
            if (server.Admin == AdminState.Maintenance) maintenance++;
            else if (server.Admin == AdminState.Drain) drain++;
            else if (picture.Worse(server.Freshness) != Freshness.Fresh) unknown++;
            else if (server.State == RealServerState.Up) up++;
            else if (server.State == RealServerState.GoingDown) goingDown++;
            else if (server.State == RealServerState.GoingUp) goingUp++;
            else if (server.State == RealServerState.Down) down++;
            else unknown++;
        }
        return new ServerCounts(up, goingDown, goingUp, down, drain, maintenance, unknown);
    }
}
