using System.Net;
using System.Net.Sockets;

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

    /// <summary>Gratuitous ARP and unsolicited neighbour advertisements after taking over.</summary>
    public AnnouncementDefinition Announcement { get; init; } = new();

    /// <summary>
    /// Give addresses to the kernel with a lifetime that every advert renews, so that a killed or frozen master loses them.
    /// Default true. False: addresses stay until someone removes them, as with keepalived.
    /// </summary>
    public bool UseLease { get; init; } = true;

    /// <summary>The virtual addresses, in the order they travel in adverts.</summary>
    public ValueArray<VirtualAddressDefinition> VirtualAddresses { get; init; }

    /// <summary>Routes that exist only while this node is Master, in the order they are added.</summary>
    public ValueArray<VirtualRouteDefinition> VirtualRoutes { get; init; }

    /// <summary>Policy rules that exist only while this node is Master, in the order they are added.</summary>
    public ValueArray<VirtualRuleDefinition> VirtualRules { get; init; }

    /// <summary>
    /// May the master answer on its virtual addresses (RFC 9568 §6.1 Accept_Mode)? Default true, as keepalived. False: packets to them are dropped,
    /// but ARP and neighbour discovery are answered; an owner (255) always accepts.
    /// </summary>
    public bool Accept { get; init; } = true;

    /// <summary>Hold to the letter of the RFC, as keepalived's <c>vrrp_strict</c>; the rules say what it excludes. Default false.</summary>
    public bool Strict { get; init; }

    /// <summary>VRRPv3 over IPv4: leave the pseudo-header out of the checksum, and accept both kinds (keepalived's <c>v3_checksum_as_v2</c>). Default false.</summary>
    public bool ChecksumAsV2 { get; init; }

    /// <summary>Group that adverts are sent to; null = 224.0.0.18 or ff02::12.</summary>
    public IPAddress? MulticastGroup { get; init; }

    /// <summary>Set the interface's promote_secondaries, so that removing one address of a network does not remove the others. Default false.</summary>
    public bool PromoteSecondaries { get; init; }

    /// <summary>A master that yields to a better one says so first by one more advert, so that the better one announces its addresses again. Default true (keepalived: false).</summary>
    public bool HigherPrioritySendAdvertisement { get; init; } = true;

    /// <summary>A master that hears a lower one sends no advert out of turn. Default false.</summary>
    public bool LowerPriorityNoAdvertisement { get; init; }

    /// <summary>An owner (255) takes no notice of adverts with priority 255. Default false.</summary>
    public bool OwnerIgnoresAdvertisements { get; init; }

    /// <summary>
    /// With <see cref="Preempt"/> false: highest priority of the others, 1 to 254. A master that stood still for so long that a backup of that priority
    /// has taken over goes to Backup instead of on (keepalived's <c>timer_expired_backup</c>). Null = it goes on until it hears the other. Default null.
    /// </summary>
    public int? TimerExpiredBackup { get; init; }

    /// <summary>The nodes that take part, each with its own priority and interface.</summary>
    public ValueArray<VrrpParticipantDefinition> Participants { get; init; }

    /// <summary>Do adverts travel over IPv6? The first address they name says so, or the first address at all; IPv4 without any.</summary>
    public bool TravelsOverIPv6()
    {
        VirtualAddressDefinition? first = null;
        foreach (VirtualAddressDefinition address in VirtualAddresses)
        {
            if (!address.Excluded) return address.Address.AddressFamily == AddressFamily.InterNetworkV6;
            first ??= address;
        }

        return first?.Address.AddressFamily == AddressFamily.InterNetworkV6;
    }

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

    /// <summary>Interface the adverts travel on, such as <c>eth0</c>; its first heartbeat line.</summary>
    public required string Interface { get; init; }

    /// <summary>
    /// Further interfaces that carry the same adverts. The instance is Backup while any line carries them; losing one alarms and moves nothing. Order
    /// counts: a tie of priorities is settled on the first line that both routers hear each other on, so name the lines in the same order on every node. At most 7.
    /// </summary>
    public ValueArray<string> MoreInterfaces { get; init; }

    /// <summary>Is a heartbeat interface that is down a reason for Fault when no line is left? Default true; false = keepalived's <c>dont_track_primary</c>.</summary>
    public bool TrackInterface { get; init; } = true;

    /// <summary>Is the loss of <see cref="SourceAddress"/> a reason for Fault (keepalived's <c>track_src_ip</c>)? Default false.</summary>
    public bool TrackSourceAddress { get; init; }

    /// <summary>Hold the addresses on a macvlan with the virtual router's own MAC address; null = on the interface itself.</summary>
    public VirtualMacDefinition? VirtualMac { get; init; }

    /// <summary>The operator took this node out of the election (action <c>release</c>); it takes part again after <c>resume</c>. Default false.</summary>
    public bool Released { get; init; }

    /// <summary>Base priority. Default 100; 255 = owner.</summary>
    public VrrpPriority Priority { get; init; } = VrrpPriority.Default;

    /// <summary>Source address of adverts; null = first address of the interface.</summary>
    public IPAddress? SourceAddress { get; init; }

    /// <summary>keepalived's <c>state MASTER</c>: with 255 master at once, otherwise only a hint that clears nopreempt and preempt_delay. Default false.</summary>
    public bool InitialMaster { get; init; }

    /// <summary>Peers that get adverts by unicast; empty = multicast 224.0.0.18 or ff02::12.</summary>
    public ValueArray<UnicastPeerDefinition> UnicastPeers { get; init; }

    /// <summary>TTL or hop limit of unicast adverts. 1 to 255, default 255.</summary>
    public int UnicastTimeToLive { get; init; } = 255;

    /// <summary>Refuse unicast adverts whose sender is not among the peers (keepalived's <c>check_unicast_src</c>). Default false.</summary>
    public bool CheckUnicastSource { get; init; }

    /// <summary>Things watched besides the instance's own interface.</summary>
    public ValueArray<TrackDefinition> Tracks { get; init; }

    /// <summary>Programs run on changes of state; null = none.</summary>
    public NotifyDefinition? Notify { get; init; }

    /// <summary>Send mail when the instance changes state on this node (keepalived's <c>smtp_alert</c>); null = as the node's mail settings say.</summary>
    public bool? Alert { get; init; }
}

/// <summary>One router that gets adverts by unicast.</summary>
public sealed record UnicastPeerDefinition
{
    /// <summary>Its address, of the same family as the virtual addresses.</summary>
    public required IPAddress Address { get; init; }

    /// <summary>Adverts from it with a smaller TTL or hop limit are refused. 0 to 255; null = not checked.</summary>
    public int? MinimumTimeToLive { get; init; }

    /// <summary>Adverts from it with a larger TTL or hop limit are refused. 0 to 255; null = not checked.</summary>
    public int? MaximumTimeToLive { get; init; }

    /// <summary>The address.</summary>
    public override string ToString() => Address.ToString();
}

/// <summary>The virtual router's own MAC address on a macvlan: 00:00:5e:00:01:VRID for IPv4, 00:00:5e:00:02:VRID for IPv6. RFC 9568 §7.3.</summary>
public sealed record VirtualMacDefinition
{
    /// <summary>Name of the macvlan, at most 15 characters; null = <c>vrrp.VRID</c> (IPv4) or <c>vrrp6.VRID</c> (IPv6).</summary>
    public string? Name { get; init; }

    /// <summary>Another MAC address, six bytes as <c>02:00:5e:10:00:01</c>; null = the RFC's.</summary>
    public string? HardwareAddress { get; init; }

    /// <summary>Send adverts from the base interface with its own MAC address (keepalived's <c>vmac_xmit_base</c>). Default false: from the macvlan.</summary>
    public bool TransmitOnBase { get; init; }
}
