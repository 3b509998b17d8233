namespace KeepaliveConsole.Engine.Wire;

/// <summary>Why a packet was refused. Names are stable: they are metric labels. Order as checked, but for the last two, which came later.</summary>
public enum DropReason
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>Shorter than the headers, or its length does not fit its content.</summary>
    Length,

    /// <summary>TTL or hop limit is not 255: it crossed a router. RFC 9568 §5.1.1.3, §5.1.2.3. By unicast: outside the limits of the peer.</summary>
    TimeToLive,

    /// <summary>Another VRRP version than defined.</summary>
    Version,

    /// <summary>Another authentication type than defined. Whether there is an IPsec authentication header is looked at before the length.</summary>
    AuthenticationType,

    /// <summary>Wrong password: the one in the packet, or the one its integrity value was made with.</summary>
    Authentication,

    /// <summary>VRRPv2: another advert interval than ours. RFC 3768 §7.1.</summary>
    Interval,

    /// <summary>Not an advertisement (type 1).</summary>
    Type,

    /// <summary>The checksum is wrong.</summary>
    Checksum,

    /// <summary>VRID 0, or one that no instance here uses in that family.</summary>
    VirtualRouterId,

    /// <summary>Sent by unicast where multicast is defined, or the reverse, or to another group.</summary>
    Destination,

    /// <summary>By unicast from a router that is not among the peers, where that is asked for. Checked last.</summary>
    UnicastSource,

    /// <summary>The sequence number of its authentication header is not above the sender's last: recorded and sent again. Checked after the integrity value.</summary>
    Replay,
}
