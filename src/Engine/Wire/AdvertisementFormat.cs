using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>Everything constant in the adverts of one instance on one line; priority and IP identification vary.</summary>
public sealed record AdvertisementFormat
{
    /// <summary>Protocol version.</summary>
    public required VrrpVersion Version { get; init; }

    /// <summary>VRID.</summary>
    public required VirtualRouterId VirtualRouterId { get; init; }

    /// <summary>Interval in the packet.</summary>
    public required AdvertisementInterval Interval { get; init; }

    /// <summary>VRRPv2 authentication, null = none.</summary>
    public VrrpAuthentication? Authentication { get; init; }

    /// <summary>Addresses in the packet, in order; the excluded ones are left out.</summary>
    public required ValueArray<IPAddress> Addresses { get; init; }

    /// <summary>Source address (IPv4).</summary>
    public required IPAddress Source { get; init; }

    /// <summary>Destination, 224.0.0.18 for multicast. RFC 9568 §5.1.1.2.</summary>
    public required IPAddress Destination { get; init; }

    /// <summary>224.0.0.18</summary>
    public static IPAddress MulticastIPv4 { get; } = IPAddress.Parse("224.0.0.18");
}
