using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>
/// How far the drains have come since this page was opened: the picture says how many connections there are, not how many there were, so the most seen is kept here.
/// </summary>
public sealed class DrainProgress
{
    private readonly Dictionary<(string Service, string Server), long> _most = [];

    /// <summary>Takes a picture in. What is not drained any more is forgotten, so that the next drain begins at its own number.</summary>
    public void See(EngineStatus status)
    {
        ArgumentNullException.ThrowIfNull(status);
        foreach (VirtualServiceStatus service in status.VirtualServices)
            foreach (RealServerStatus server in service.RealServers)
            {
                (string, string) key = (service.Name, server.Address);
                if (server.Admin != AdminState.Drain) _most.Remove(key);
                else if (server.ActiveConnections is { } now) _most[key] = Math.Max(now, _most.GetValueOrDefault(key));
            }
    }

    /// <summary>Most connections seen of a drained server; null = none were counted.</summary>
    public long? MostOf(string service, string server) => _most.TryGetValue((service, server), out long most) ? most : null;

    /// <summary>Part that is gone, 0 to 100; 100 when there never was a connection.</summary>
    public static int PercentGone(long now, long most) => most <= 0 ? 100 : (int)Math.Clamp((most - now) * 100 / most, 0, 100);
}
