using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>A picture of a server, and what it was drawn from.</summary>
/// <param name="status">The picture.</param>
/// <param name="version">The server's number then.</param>
/// <param name="definition">The definition in force then.</param>
/// <param name="inTable">Its place in the table; null = it had none.</param>
/// <param name="counters">What was counted for it; null = nothing was.</param>
/// <param name="countersFrom">All that was counted.</param>
/// <param name="goodUntil">Until when it looks the same though nothing happens; before any moment = it is another each time.</param>
internal sealed class ServerPicture(
    RealServerStatus status, long version, RealServerDefinition definition, BalancerDestination? inTable, DestinationCounters? counters, object countersFrom, MonotonicTime goodUntil)
{
    /// <summary>The picture.</summary>
    public RealServerStatus Status { get; } = status;

    /// <summary>All that was counted when its counters were last compared.</summary>
    public object CountersFrom { get; set; } = countersFrom;

    /// <summary>Was this the definition in force?</summary>
    public bool IsOf(RealServerDefinition one) => ReferenceEquals(definition, one);

    /// <summary>With the same table and the same counters: would it be drawn the same again?</summary>
    public bool IsGood(ServerRun server, MonotonicTime now) =>
        version == server.Version && now <= goodUntil && server.Drain is null && IsOf(server.Definition);

    /// <summary>Would it be drawn the same again?</summary>
    public bool Is(ServerRun server, BalancerDestination? inTableNow, DestinationCounters? countersNow, Freshness freshness) =>
        version == server.Version && Status.Freshness == freshness && IsOf(server.Definition)
        && (ReferenceEquals(inTable, inTableNow) || inTable == inTableNow)
        && HasCounters(countersNow);

    /// <summary>Are the counters it shows these?</summary>
    public bool HasCounters(DestinationCounters? now) =>
        ReferenceEquals(counters, now) || (counters?.ActiveConnections, counters?.InactiveConnections, counters?.Connections)
            == (now?.ActiveConnections, now?.InactiveConnections, now?.Connections);
}
