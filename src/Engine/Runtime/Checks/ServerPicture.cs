using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>A picture of a server, and what it was drawn from.</summary>
internal sealed record ServerPicture(RealServerStatus Status, long Version, RealServerDefinition Definition, BalancerDestination? InTable, DestinationCounters? Counters)
{
    /// <summary>Would it be drawn the same again?</summary>
    public bool Is(ServerRun server, RealServerDefinition definition, BalancerDestination? inTable, DestinationCounters? counters, Freshness freshness) =>
        Version == server.Version && Status.Freshness == freshness && ReferenceEquals(Definition, definition)
        && (ReferenceEquals(InTable, inTable) || InTable == inTable)
        && (ReferenceEquals(Counters, counters) || (Counters?.ActiveConnections, Counters?.InactiveConnections, Counters?.Connections)
            == (counters?.ActiveConnections, counters?.InactiveConnections, counters?.Connections));
}
