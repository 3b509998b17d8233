using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>Has a virtual service its quorum?</summary>
/// <param name="QuorumUp">Is the quorum there?</param>
/// <param name="AliveWeight">Sum of the weights of servers that may serve.</param>
/// <param name="KeepsAll">Do all enabled servers serve because none is left?</param>
internal readonly record struct ServiceHealth(bool QuorumUp, int AliveWeight, bool KeepsAll = false)
{
    /// <summary>A service seen for the first time: it has its quorum when the weight reaches quorum + hysteresis.</summary>
    public static ServiceHealth Start(VirtualServiceDefinition service, ReadOnlySpan<ServerStanding> servers) => default(ServiceHealth).Step(service, servers);

    /// <summary>
    /// The next state. Gained at quorum + hysteresis; lost below quorum − hysteresis, or when no weight is left at all.
    /// <paramref name="servers"/> holds what each real server of <paramref name="service"/> counts for. The ramp of a server that came
    /// back does not count against the quorum: it is there.
    /// </summary>
    public ServiceHealth Step(VirtualServiceDefinition service, ReadOnlySpan<ServerStanding> servers)
    {
        (int quorum, int hysteresis) = Thresholds(service);
        long alive = 0;
        bool anyServes = false, anyEnabled = false;
        foreach (ref readonly ServerStanding server in servers)
        {
            anyEnabled |= server.Admin == AdminState.Enabled;
            // A drained server takes no new connections, so it cannot make up a quorum.
            if (!server.MayServe) continue;
            anyServes = true;
            alive += server.Weight;
        }

        bool up = alive > 0 && alive >= (QuorumUp ? (long)quorum - hysteresis : (long)quorum + hysteresis);
        bool keepsAll = service.KeepAllWhenNoneLeft && service.SorryServer is null && anyEnabled && !anyServes;
        return new(up, (int)Math.Min(alive, int.MaxValue), keepsAll);
    }

    /// <summary>
    /// Quorum and hysteresis in force, corrected as keepalived does: a quorum above the total weight could never be gained
    /// and becomes the total; a hysteresis as large as the quorum could never be lost and becomes quorum − 1.
    /// </summary>
    public static (int Quorum, int Hysteresis) Thresholds(VirtualServiceDefinition service)
    {
        long total = 0;
        foreach (RealServerDefinition server in service.RealServers.Span) total += server.Weight;
        int quorum = (int)Math.Min(Math.Max(1, service.Quorum), total);
        return (quorum, Math.Clamp(service.Hysteresis, 0, Math.Max(0, quorum - 1)));
    }
}
