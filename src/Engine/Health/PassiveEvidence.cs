using System.Globalization;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Health;

/// <summary>
/// Reads failed connections out of the kernel's counters. It only raises suspicion: it counts as one failed attempt and asks for a
/// check at once, which then decides.
/// </summary>
internal static class PassiveEvidence
{
    /// <summary>New connections between two readings below which nothing is concluded.</summary>
    public const long FewestConnections = 5;

    /// <summary>
    /// Packets of a connection that never came about, at most: the SYN and what is sent again between two readings. One that does come
    /// about needs a fourth, with the request or the goodbye.
    /// </summary>
    public const long PacketsOfAFailure = 3;

    /// <summary>
    /// What speaks against the server between two readings of the same destination; null = nothing. With NAT: connections came, and not one
    /// packet came back. Otherwise, where answers do not pass this host: connections came, none is established, and none got
    /// further than its first packets.
    /// </summary>
    public static string? Of(DestinationCounters before, DestinationCounters now, ForwardingMethod method)
    {
        long connections = now.Connections - before.Connections;
        // Counters that went back are those of a destination that was added anew.
        if (connections < FewestConnections || now.ActiveConnections > 0) return null;
        long inPackets = now.InPackets - before.InPackets;
        long outPackets = now.OutPackets - before.OutPackets;
        if (inPackets < connections || outPackets < 0) return null;
        bool failed = method == ForwardingMethod.Nat
            ? outPackets == 0
            : inPackets <= PacketsOfAFailure * connections && now.InactiveConnections - before.InactiveConnections >= connections;
        return failed ? string.Create(CultureInfo.InvariantCulture, $"none of {connections} new connections came about") : null;
    }
}
