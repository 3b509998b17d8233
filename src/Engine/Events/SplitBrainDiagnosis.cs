using System.Net;

namespace KeepaliveConsole.Engine.Events;

/// <summary>What makes two masters possible. Names are stable: they are stored text.</summary>
public enum SplitBrainCause
{
    /// <summary>Adverts of another master are heard while this node is Master.</summary>
    TwoMasters,

    /// <summary>An ARP or ND answer for a virtual address came from another MAC address.</summary>
    AddressAnsweredElsewhere,

    /// <summary>Another console says that its node is Master.</summary>
    PeerClaims,

    /// <summary>A router that names other addresses uses the same VRID.</summary>
    VirtualRouterIdCollision,

    /// <summary>Adverts of the other are refused: another password or kind of authentication.</summary>
    AuthenticationMismatch,

    /// <summary>Adverts of the other are refused: another protocol version.</summary>
    VersionMismatch,

    /// <summary>Adverts of the other are refused: VRRPv2 with another interval.</summary>
    IntervalMismatch,

    /// <summary>Adverts of the other are refused: wrong checksum.</summary>
    ChecksumMismatch,

    /// <summary>Our adverts go out and none come in, while the neighbour answers otherwise.</summary>
    MulticastBlocked,

    /// <summary>Adverts of the other are refused for another reason, such as unicast where multicast is defined.</summary>
    AdvertsRefused,
}

/// <summary>A split brain as data: what is seen, why it is probably so, and what to do.</summary>
public sealed record SplitBrainDiagnosis
{
    /// <summary>Name of the instance.</summary>
    public required string Instance { get; init; }

    /// <summary>The most telling cause.</summary>
    public required SplitBrainCause Cause { get; init; }

    /// <summary>When the first evidence was seen, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the last evidence was seen, UTC.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>The other router; null when only its MAC address is known.</summary>
    public IPAddress? Rival { get; init; }

    /// <summary>Its priority; null when unknown.</summary>
    public int? RivalPriority { get; init; }

    /// <summary>Its MAC address as <c>02:42:0a:00:00:02</c>; null when unknown.</summary>
    public string? RivalHardwareAddress { get; init; }

    /// <summary>Cause in one sentence in English.</summary>
    public required string Explanation { get; init; }

    /// <summary>The same in Chinese.</summary>
    public required string ExplanationZh { get; init; }

    /// <summary>What to do, in one sentence in English.</summary>
    public required string Remedy { get; init; }

    /// <summary>The same in Chinese.</summary>
    public required string RemedyZh { get; init; }

    /// <summary>All evidence, the most telling first.</summary>
    public ValueArray<SplitBrainEvidence> Evidence { get; init; }
}

/// <summary>One piece of evidence.</summary>
/// <param name="Cause">What it points to.</param>
/// <param name="FirstSeen">UTC.</param>
/// <param name="LastSeen">UTC.</param>
/// <param name="Count">How often it was seen.</param>
/// <param name="Detail">What was seen, such as "advert of 10.0.0.2 with priority 100 on eth0".</param>
public sealed record SplitBrainEvidence(SplitBrainCause Cause, DateTimeOffset FirstSeen, DateTimeOffset LastSeen, long Count, string Detail);
