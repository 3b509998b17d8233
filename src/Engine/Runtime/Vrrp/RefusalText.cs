using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Why a packet was refused, and the way out.</summary>
internal static class RefusalText
{
    /// <summary>For an operator.</summary>
    public static string Of(DropReason reason) => reason switch
    {
        DropReason.Length => "their length does not fit their content",
        DropReason.TimeToLive => "their TTL is not 255 or outside the limits of the peer, so they crossed routers; multicast VRRP stays on one link, unicast has the limits of the definition",
        DropReason.Version => "they speak another VRRP version; define the same version on both",
        DropReason.AuthenticationType => "they use another authentication type; define the same on both",
        DropReason.Authentication => "their password differs; define the same on both",
        DropReason.Interval => "their advert interval differs; VRRPv2 wants the same on all nodes",
        DropReason.Type => "they are not advertisements",
        DropReason.Checksum => "their checksum is wrong",
        DropReason.VirtualRouterId => "their VRID is not the one defined",
        DropReason.Destination => "they come by unicast where multicast is defined, the reverse, or to another group; define the same destination on both",
        DropReason.UnicastSource => "their sender is not among the unicast peers; add it, or do not ask for known senders only",
        DropReason.Replay => "their sequence number was used before: recorded packets sent again, or a sender that restarted; that one is heard again once it has heard this router",
        _ => reason.ToString(),
    };
}
