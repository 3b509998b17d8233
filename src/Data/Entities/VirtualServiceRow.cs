using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A virtual service.</summary>
internal sealed class VirtualServiceRow : OrderedRow
{
    public required string Name { get; set; }

    public IPAddress? Address { get; set; }

    public int Port { get; set; }

    public TransportProtocol Protocol { get; set; }

    public uint? FirewallMark { get; set; }

    public Scheduler Scheduler { get; set; }

    public ForwardingMethod ForwardingMethod { get; set; }

    public TimeSpan? PersistenceTimeout { get; set; }

    public int Quorum { get; set; }

    public int Hysteresis { get; set; }

    /// <summary>Null = no sorry server; then the port means nothing.</summary>
    public IPAddress? SorryServerAddress { get; set; }

    public int SorryServerPort { get; set; }

    public List<RealServerRow> RealServers { get; set; } = [];
}
