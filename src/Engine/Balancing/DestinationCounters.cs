using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What the kernel has counted for one destination since it entered the table.</summary>
/// <param name="Service">The service.</param>
/// <param name="Address">Address of the destination.</param>
/// <param name="Port">Its port.</param>
/// <param name="ActiveConnections">Established connections now.</param>
/// <param name="InactiveConnections">Connections now in any other state (closing, UDP).</param>
/// <param name="Connections">Connections so far.</param>
/// <param name="InPackets">Packets towards the destination so far.</param>
/// <param name="OutPackets">Packets from the destination so far; 0 with direct routing, which the director does not see.</param>
/// <param name="InBytes">Bytes towards the destination so far.</param>
/// <param name="OutBytes">Bytes from the destination so far.</param>
public sealed record DestinationCounters(
    ServiceKey Service, IPAddress Address, int Port, long ActiveConnections, long InactiveConnections,
    long Connections, long InPackets, long OutPackets, long InBytes, long OutBytes)
{
    /// <summary>Clients that persistence keeps with it now.</summary>
    public long PersistentConnections { get; init; }
}
