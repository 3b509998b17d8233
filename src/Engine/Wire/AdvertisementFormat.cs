using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>Everything constant in the adverts of one instance on one line; priority, IP identification and sequence number vary.</summary>
public sealed record AdvertisementFormat
{
    /// <summary>Protocol version. IPv6 needs version 3.</summary>
    public required VrrpVersion Version { get; init; }

    /// <summary>VRID.</summary>
    public required VirtualRouterId VirtualRouterId { get; init; }

    /// <summary>Interval in the packet.</summary>
    public required AdvertisementInterval Interval { get; init; }

    /// <summary>VRRPv2 authentication, null = none.</summary>
    public VrrpAuthentication? Authentication { get; init; }

    /// <summary>VRRPv3 over IPv4: write the checksum without the pseudo-header, and accept both kinds. Default false.</summary>
    public bool ChecksumAsV2 { get; init; }

    /// <summary>Addresses in the packet, in order and of the family of <see cref="Source"/>; the excluded ones are left out.</summary>
    public required ValueArray<IPAddress> Addresses { get; init; }

    /// <summary>Source address; over IPv6 the link-local one (RFC 9568 §5.1.2.1). Its family is the family of the adverts.</summary>
    public required IPAddress Source { get; init; }

    /// <summary>
    /// Destination: 224.0.0.18 (RFC 9568 §5.1.1.2), ff02::12 (§5.1.2.2) or another group for multicast; by unicast any of the peers, and
    /// <see cref="AdvertisementCodec.Write(Span{byte}, AdvertisementFormat, IPAddress, VrrpPriority, ushort, uint)"/> is told which.
    /// </summary>
    public required IPAddress Destination { get; init; }

    /// <summary>The other routers by unicast, with the limits of their time to live. Empty for multicast, and when nothing is known of them.</summary>
    public ValueArray<UnicastPeerDefinition> UnicastPeers { get; init; }

    /// <summary>TTL or hop limit of unicast adverts, 1 to 255. Default 255; multicast always has 255.</summary>
    public byte UnicastTimeToLive { get; init; } = IPv4Header.AdvertTimeToLive;

    /// <summary>Refuse unicast adverts whose sender is not in <see cref="UnicastPeers"/>. Default false.</summary>
    public bool CheckUnicastSource { get; init; }

    /// <summary>224.0.0.18</summary>
    public static IPAddress MulticastIPv4 { get; } = IPAddress.Parse("224.0.0.18");

    /// <summary>ff02::12</summary>
    public static IPAddress MulticastIPv6 { get; } = IPAddress.Parse("ff02::12");

    /// <summary>Do the adverts travel over IPv6?</summary>
    public bool IsIPv6 => Source.AddressFamily == AddressFamily.InterNetworkV6;

    /// <summary>Is <see cref="Destination"/> a router rather than a group?</summary>
    public bool IsUnicast => !IsMulticast(AddressKey.From(Destination));

    /// <summary>Are the adverts authenticated by an IPsec header (protocol 51)?</summary>
    public bool HasAuthenticationHeader => Authentication is { Type: VrrpAuthenticationType.AuthenticationHeader };

    /// <summary>Is <paramref name="address"/> a group of its family?</summary>
    internal static bool IsMulticast(AddressKey address) => address.IsIPv6 ? IPv6Header.IsMulticast(address) : IPv4Header.IsMulticast((uint)address.Low);
}
