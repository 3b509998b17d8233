using System.Net;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Events;

/// <summary>One datagram that the election sent or saw, decoded for people. It holds no secret: the bytes of passwords and integrity values are zero.</summary>
public sealed record AdvertFrame
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Interface it left or came by.</summary>
    public required string Interface { get; init; }

    /// <summary>True: this node sent it; false: it was received.</summary>
    public required bool IsSent { get; init; }

    /// <summary>Sender; null when the datagram holds no whole IP header.</summary>
    public IPAddress? Source { get; init; }

    /// <summary>Where it was sent to; null when the datagram holds no whole IP header.</summary>
    public IPAddress? Destination { get; init; }

    /// <summary>TTL or hop limit, 0 to 255.</summary>
    public int TimeToLive { get; init; }

    /// <summary>VRRP version in the packet; 0 when there is no whole VRRP header.</summary>
    public int Version { get; init; }

    /// <summary>VRID in the packet.</summary>
    public int VirtualRouterId { get; init; }

    /// <summary>Priority in the packet; 0 = the sender leaves. Null when there is no whole VRRP header.</summary>
    public int? Priority { get; init; }

    /// <summary>Virtual addresses it names.</summary>
    public ValueArray<IPAddress> Addresses { get; init; }

    /// <summary>The sender's interval; null when there is no whole VRRP header.</summary>
    public AdvertisementInterval? Interval { get; init; }

    /// <summary>Kind of authentication; never the secret.</summary>
    public VrrpAuthenticationType Authentication { get; init; }

    /// <summary>Is the checksum right, by either of the ways VRRPv3 knows over IPv4? Null when there is no whole VRRP header.</summary>
    public bool? ChecksumOk { get; init; }

    /// <summary>Why it was refused, in English; null when it was not.</summary>
    public string? Refused { get; init; }

    /// <summary>The same in Chinese, in English where there is no Chinese for it; null when it was not.</summary>
    public string? RefusedZh { get; init; }

    /// <summary>The datagram from the IP header on, secrets zero.</summary>
    public ValueArray<byte> Bytes { get; init; }

    /// <summary>What the bytes mean, in their order.</summary>
    public ValueArray<FrameField> Fields { get; init; }
}

/// <summary>Some bytes of a frame and what they mean.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Layer">The header they are in.</param>
/// <param name="Offset">First byte, counted from the IP header.</param>
/// <param name="Length">Number of bytes.</param>
/// <param name="Value">For people; empty for a secret.</param>
/// <param name="IsSecret">Are they hidden?</param>
public sealed record FrameField(FrameFieldKind Kind, FrameLayer Layer, int Offset, int Length, string Value, bool IsSecret = false);

/// <summary>Headers of a frame.</summary>
public enum FrameLayer
{
    /// <summary>IPv4 or IPv6.</summary>
    Ip,

    /// <summary>IPsec authentication header.</summary>
    AuthenticationHeader,

    /// <summary>VRRP.</summary>
    Vrrp,
}

/// <summary>What the bytes of a field are.</summary>
public enum FrameFieldKind
{
    /// <summary>IP version, and IPv4's header length.</summary>
    IpVersion,

    /// <summary>Type of service or traffic class.</summary>
    TrafficClass,

    /// <summary>Length in the IP header.</summary>
    Length,

    /// <summary>TTL or hop limit.</summary>
    TimeToLive,

    /// <summary>Protocol or next header.</summary>
    Protocol,

    /// <summary>IPv4's own checksum.</summary>
    HeaderChecksum,

    /// <summary>Sender.</summary>
    Source,

    /// <summary>Receiver or group.</summary>
    Destination,

    /// <summary>Security parameters index.</summary>
    SecurityIndex,

    /// <summary>Sequence number of the authentication header.</summary>
    Sequence,

    /// <summary>Integrity value; hidden.</summary>
    IntegrityValue,

    /// <summary>VRRP version and type.</summary>
    VersionAndType,

    /// <summary>VRID.</summary>
    VirtualRouterId,

    /// <summary>Priority.</summary>
    Priority,

    /// <summary>Number of addresses.</summary>
    AddressCount,

    /// <summary>Kind of authentication, VRRPv2.</summary>
    AuthenticationType,

    /// <summary>Advert interval.</summary>
    Interval,

    /// <summary>VRRP's checksum.</summary>
    Checksum,

    /// <summary>One virtual address.</summary>
    Address,

    /// <summary>VRRPv2's authentication data; hidden where there is any.</summary>
    AuthenticationData,
}
