using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>One VRRP instance: a VRID, its addresses, and the nodes that take part in its election.</summary>
public sealed record VrrpInstanceDefinition
{
    /// <summary>Name, unique in the cluster, such as <c>VI_WEB</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The VRID on the wire.</summary>
    public required VirtualRouterId VirtualRouterId { get; init; }

    /// <summary>Protocol version. Default 2, as keepalived.</summary>
    public VrrpVersion Version { get; init; } = VrrpVersion.V2;

    /// <summary>Time between adverts. Default 1 s.</summary>
    public AdvertisementInterval AdvertisementInterval { get; init; } = AdvertisementInterval.Default;

    /// <summary>May a node of higher priority take over from a living master? Default true; an owner (255) always does.</summary>
    public bool Preempt { get; init; } = true;

    /// <summary>How long a node of higher priority waits, from the first lower advert, before it preempts. 0 to 1000 s, default 0.</summary>
    public TimeSpan PreemptDelay { get; init; }

    /// <summary>Intervals without an advert until the master counts as dead. 1 to 100, default 3.</summary>
    public int DownTimerAdverts { get; init; } = 3;

    /// <summary>VRRPv2 authentication; null = none.</summary>
    public VrrpAuthentication? Authentication { get; init; }

    /// <summary>Gratuitous ARP after taking over.</summary>
    public AnnouncementDefinition Announcement { get; init; } = new();

    /// <summary>
    /// Give addresses to the kernel with a lifetime that every advert renews, so that a killed or frozen master loses them.
    /// Default true. False: addresses stay until someone removes them, as with keepalived.
    /// </summary>
    public bool UseLease { get; init; } = true;

    /// <summary>The virtual addresses, in the order they travel in adverts.</summary>
    public ValueArray<VirtualAddressDefinition> VirtualAddresses { get; init; }

    /// <summary>The nodes that take part, each with its own priority and interface.</summary>
    public ValueArray<VrrpParticipantDefinition> Participants { get; init; }

    /// <summary>The part of <paramref name="node"/>, or null when it takes no part.</summary>
    public VrrpParticipantDefinition? ParticipantOf(string node)
    {
        foreach (VrrpParticipantDefinition participant in Participants)
            if (participant.Node == node) return participant;
        return null;
    }
}

/// <summary>What is particular to one node in a VRRP instance.</summary>
public sealed record VrrpParticipantDefinition
{
    /// <summary>Name of the node.</summary>
    public required string Node { get; init; }

    /// <summary>Interface the adverts travel on, such as <c>eth0</c>.</summary>
    public required string Interface { get; init; }

    /// <summary>Base priority. Default 100; 255 = owner.</summary>
    public VrrpPriority Priority { get; init; } = VrrpPriority.Default;

    /// <summary>Source address of adverts; null = first address of the interface.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>keepalived's <c>state MASTER</c>: with 255 master at once, otherwise only a hint that clears nopreempt and preempt_delay. Default false.</summary>
    public bool InitialMaster { get; init; }

    /// <summary>Peers that get adverts by unicast; empty = multicast 224.0.0.18 or ff02::12.</summary>
    public ValueArray<IPAddress> UnicastPeers { get; init; }

    /// <summary>Things watched besides the instance's own interface.</summary>
    public ValueArray<TrackDefinition> Tracks { get; init; }

    /// <summary>Program run on becoming master; null = none.</summary>
    public string? NotifyMaster { get; init; }
}
