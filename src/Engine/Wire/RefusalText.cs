namespace KeepaliveConsole.Engine.Wire;

/// <summary>Why a packet was refused, and the way out.</summary>
internal static class RefusalText
{
    private static readonly DropReason[] s_reasons = Enum.GetValues<DropReason>();

    /// <summary>For an operator, in English.</summary>
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

    /// <summary>The same in Chinese.</summary>
    public static string ChineseOf(DropReason reason) => reason switch
    {
        DropReason.Length => "报文长度与内容不符",
        DropReason.TimeToLive => "TTL 不是 255 或超出对端的限制，说明报文经过了路由器；组播 VRRP 只在一个链路内，单播的限制见定义",
        DropReason.Version => "使用另一个 VRRP 版本；请在两边定义相同的版本",
        DropReason.AuthenticationType => "使用另一种认证类型；请在两边定义相同的类型",
        DropReason.Authentication => "密码不同；请在两边定义相同的密码",
        DropReason.Interval => "通告间隔不同；VRRPv2 要求所有节点一致",
        DropReason.Type => "不是通告报文",
        DropReason.Checksum => "校验和错误",
        DropReason.VirtualRouterId => "VRID 与定义不同",
        DropReason.Destination => "定义为组播却以单播到达，或相反，或发往另一个组；请在两边定义相同的目的地址",
        DropReason.UnicastSource => "发送者不在单播对端之中；请将其加入，或不要求只接受已知的发送者",
        DropReason.Replay => "序列号已经用过：是录制后重发的报文，或发送者重启过；它听到本路由器之后会重新被接受",
        _ => reason.ToString(),
    };

    /// <summary>Chinese for what <see cref="Of"/> said and a capture kept; words that it never said stay as they are.</summary>
    public static string InChinese(string english)
    {
        foreach (DropReason reason in s_reasons)
            if (Of(reason) == english) return ChineseOf(reason);
        return english;
    }
}
