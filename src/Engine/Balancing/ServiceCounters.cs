using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What the kernel has counted for one service since it entered the table, all its destinations of then and now together.</summary>
/// <param name="Service">The service.</param>
/// <param name="Connections">Connections so far.</param>
/// <param name="InPackets">Packets from clients so far.</param>
/// <param name="OutPackets">Packets to clients so far; 0 with direct routing and tunnels, which the director does not see.</param>
/// <param name="InBytes">Bytes from clients so far.</param>
/// <param name="OutBytes">Bytes to clients so far.</param>
public sealed record ServiceCounters(ServiceKey Service, long Connections, long InPackets, long OutPackets, long InBytes, long OutBytes);
