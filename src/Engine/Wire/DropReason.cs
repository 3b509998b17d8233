namespace KeepaliveConsole.Engine.Wire;

/// <summary>Why a packet was refused. Names are stable: they are metric labels. Order as checked.</summary>
public enum DropReason
{
    /// <summary>Not refused.</summary>
    None,

    /// <summary>Shorter than the headers, or its length does not fit its content.</summary>
    Length,

    /// <summary>TTL is not 255: it crossed a router. RFC 9568 §5.1.1.3.</summary>
    TimeToLive,

    /// <summary>Another VRRP version than defined.</summary>
    Version,

    /// <summary>Another authentication type than defined.</summary>
    AuthenticationType,

    /// <summary>Wrong password.</summary>
    Authentication,

    /// <summary>VRRPv2: another advert interval than ours. RFC 3768 §7.1.</summary>
    Interval,

    /// <summary>Not an advertisement (type 1).</summary>
    Type,

    /// <summary>The checksum is wrong.</summary>
    Checksum,

    /// <summary>VRID 0, or one that no instance here uses.</summary>
    VirtualRouterId,

    /// <summary>Sent by unicast where multicast is defined, or the reverse.</summary>
    Destination,
}
