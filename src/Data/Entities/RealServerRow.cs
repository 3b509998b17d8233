using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Data.Entities;

/// <summary>A real server behind a virtual service.</summary>
internal sealed class RealServerRow : OrderedRow
{
    public long VirtualServiceId { get; set; }

    public required IPAddress Address { get; set; }

    public int Port { get; set; }

    public int Weight { get; set; }

    public ForwardingMethod? ForwardingMethod { get; set; }

    public bool InhibitOnFailure { get; set; }

    public AdminState Admin { get; set; }

    public List<CheckRow> Checks { get; set; } = [];
}
