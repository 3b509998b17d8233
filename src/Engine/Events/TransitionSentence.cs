using System.Globalization;

namespace KeepaliveConsole.Engine.Events;

/// <summary>Renders a transition as one sentence for people: what became of the instance, and why, with the numbers that decided.</summary>
public static class TransitionSentence
{
    /// <summary>In English: <c>VI_WEB became Master: no advert from 10.88.0.11 (priority 200) for 3.61 s.</c></summary>
    public static string English(VrrpTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        string what = transition.Cause switch
        {
            TransitionCause.Started => "started as " + transition.To,
            TransitionCause.Stopped => "was stopped while " + transition.From,
            TransitionCause.Released => "was released while " + transition.From,
            _ => transition.To switch
            {
                VrrpState.Fault => "went to Fault",
                VrrpState.Initialize => "went back to Initialize",
                _ => "became " + transition.To,
            },
        };
        return $"{transition.Instance} {what}: {EnglishReason(transition)}.";
    }

    /// <summary>In Chinese: <c>VI_WEB 成为主节点（Master）：3.61 秒内未收到 10.88.0.11（优先级 200）的通告。</c></summary>
    public static string Chinese(VrrpTransition transition)
    {
        ArgumentNullException.ThrowIfNull(transition);
        string what = transition.Cause switch
        {
            TransitionCause.Started => "启动后成为" + ChineseState(transition.To),
            TransitionCause.Stopped => "停止运行，此前为" + ChineseState(transition.From),
            TransitionCause.Released => "被人工退出选举，此前为" + ChineseState(transition.From),
            _ => transition.To switch
            {
                VrrpState.Fault => "进入" + ChineseState(VrrpState.Fault),
                VrrpState.Initialize => "回到" + ChineseState(VrrpState.Initialize),
                _ => "成为" + ChineseState(transition.To),
            },
        };
        return $"{transition.Instance} {what}：{ChineseReason(transition).Trim()}。";
    }

    private static string EnglishReason(VrrpTransition t) => t.Cause switch
    {
        TransitionCause.Started => t.To == VrrpState.Backup
            ? $"it listens for a master and takes part with priority {t.OwnPriority}{After("; ", t)}"
            : $"it takes part with priority {t.OwnPriority}{After("; ", t)}",
        TransitionCause.AddressOwner => $"this node owns the address (priority {t.OwnPriority}) and need not wait{After("; ", t)}",
        TransitionCause.MasterSilent => $"no advert from {EnglishPeer(t, "any other router")} {(Seconds(t) is { } s ? $"for {s} s" : "in time")}{After("; ", t)}",
        TransitionCause.MasterReleased => $"{Address(t, "the master")} gave the addresses up (priority 0){(Seconds(t) is { } s ? $" {s} s ago" : "")}{After("; ", t)}",
        TransitionCause.PreemptedLowerPriority => t.PeerPriority is { } p
            ? $"its priority {t.OwnPriority} is higher than {p} of {Address(t, "the master")}{After("; ", t)}"
            : $"its priority {t.OwnPriority} is higher than that of {Address(t, "the master")}{After("; ", t)}",
        TransitionCause.HigherPriorityHeard => t.PeerPriority is { } p
            ? $"{Address(t, "another master")} has priority {p}, higher than {t.OwnPriority} here{After("; ", t)}"
            : $"{Address(t, "another master")} has a priority higher than {t.OwnPriority} here{After("; ", t)}",
        TransitionCause.SamePriorityHigherAddress => $"{Address(t, "another master")} has the same priority {t.OwnPriority} and the higher address{(t.PeerLine is null ? "" : " on " + t.PeerLine)}{After("; ", t)}",
        TransitionCause.InterfaceUnusable => Detail(t) ?? "its interface cannot be used",
        TransitionCause.InterfaceUsable => $"its interface is usable again{After("; ", t)}",
        TransitionCause.AddressFailed => $"the kernel refused an address{After(": ", t)}",
        TransitionCause.Stopped => (t.From == VrrpState.Master ? "it released its addresses" : "it held no addresses") + After("; ", t),
        TransitionCause.DefinitionChanged => $"its definition changed{After("; ", t)}",
        TransitionCause.NotPermitted => $"this process lacks a privilege{After(": ", t)}",
        TransitionCause.NotSupported => $"the definition asks for something this version cannot do{After(": ", t)}",
        TransitionCause.Retried => $"what failed before is tried again{After(": ", t)}",
        TransitionCause.TrackFailed => Detail(t) ?? "something it tracks failed",
        TransitionCause.TrackRecovered => $"all that it tracks is well again, and it takes part with priority {t.OwnPriority}{After("; ", t)}",
        TransitionCause.GroupFollowed => $"its sync group moved{After(": ", t)}",
        TransitionCause.Yielded => $"the operator asked it to yield; it serves the addresses until its successor speaks{After("; ", t)}",
        TransitionCause.Released => (t.From == VrrpState.Master ? "the operator took this node out of the election; it serves the addresses until its successor speaks" : "the operator took this node out of the election") + After("; ", t),
        TransitionCause.Resumed => $"the operator lets this node take part again, with priority {t.OwnPriority}{After("; ", t)}",
        TransitionCause.NoSuccessor => $"it had yielded, and nobody took over{After("; ", t)}",
        TransitionCause.TakenUp => $"it goes on where the process before it was Master{After("; ", t)}",
        TransitionCause.StoodStill => $"this process stood still so long that a backup must have taken over{After("; ", t)}",
        _ => t.Cause + After(": ", t),
    };

    private static string ChineseReason(VrrpTransition t) => t.Cause switch
    {
        TransitionCause.Started => t.To == VrrpState.Backup
            ? $"正在侦听主节点，以优先级 {t.OwnPriority} 参与选举{After("；", t)}"
            : $"以优先级 {t.OwnPriority} 参与选举{After("；", t)}",
        TransitionCause.AddressOwner => $"本节点是地址拥有者（优先级 {t.OwnPriority}），无需等待{After("；", t)}",
        TransitionCause.MasterSilent => $"{(Seconds(t) is { } s ? $"{s} 秒内" : "在规定时间内")}未收到{ChinesePeer(t, "任何其他路由器")}的通告{After("；", t)}",
        TransitionCause.MasterReleased => $"{ChineseAddress(t, "主节点")}{(Seconds(t) is { } s ? $"在 {s} 秒前" : "已")}主动让出地址（优先级 0）{After("；", t)}",
        TransitionCause.PreemptedLowerPriority => t.PeerPriority is { } p
            ? $"本节点优先级 {t.OwnPriority} 高于{ChineseAddress(t, "主节点")}的 {p}，抢占{After("；", t)}"
            : $"本节点优先级 {t.OwnPriority} 高于{ChineseAddress(t, "主节点")}，抢占{After("；", t)}",
        TransitionCause.HigherPriorityHeard => t.PeerPriority is { } p
            ? $"{ChineseAddress(t, "另一个主节点")}的优先级 {p} 高于本节点的 {t.OwnPriority}{After("；", t)}"
            : $"{ChineseAddress(t, "另一个主节点")}的优先级高于本节点的 {t.OwnPriority}{After("；", t)}",
        TransitionCause.SamePriorityHigherAddress => $"{ChineseAddress(t, "另一个主节点")}的优先级同为 {t.OwnPriority}，且{(t.PeerLine is null ? "" : $"在 {t.PeerLine} 上")}地址更大{After("；", t)}",
        TransitionCause.InterfaceUnusable => $"网卡不可用{After("：", t)}",
        TransitionCause.InterfaceUsable => $"网卡恢复可用{After("；", t)}",
        TransitionCause.AddressFailed => $"内核拒绝添加地址{After("：", t)}",
        TransitionCause.Stopped => (t.From == VrrpState.Master ? "已释放虚拟 IP" : "未持有虚拟 IP") + After("；", t),
        TransitionCause.DefinitionChanged => $"定义已更改{After("；", t)}",
        TransitionCause.NotPermitted => $"本进程缺少权限{After("：", t)}",
        TransitionCause.NotSupported => $"定义要求了本版本无法做到的功能{After("：", t)}",
        TransitionCause.Retried => $"重试此前失败的操作{After("：", t)}",
        TransitionCause.TrackFailed => $"跟踪对象失效{After("：", t)}",
        TransitionCause.TrackRecovered => $"所有跟踪对象已恢复，以优先级 {t.OwnPriority} 参与选举{After("；", t)}",
        TransitionCause.GroupFollowed => $"随同步组一起切换{After("：", t)}",
        TransitionCause.Yielded => $"操作员要求让位，在继任者发声之前继续提供虚拟 IP{After("；", t)}",
        TransitionCause.Released => (t.From == VrrpState.Master ? "操作员将本节点退出选举，在继任者发声之前继续提供虚拟 IP" : "操作员将本节点退出选举") + After("；", t),
        TransitionCause.Resumed => $"操作员让本节点重新参与选举，优先级 {t.OwnPriority}{After("；", t)}",
        TransitionCause.NoSuccessor => $"让位后无其他节点接管{After("；", t)}",
        TransitionCause.TakenUp => $"接续前一进程的主节点角色{After("；", t)}",
        TransitionCause.StoodStill => $"本进程停顿过久，备节点应已接管{After("；", t)}",
        _ => t.Cause + After("：", t),
    };

    private static string ChineseState(VrrpState state) => state switch
    {
        VrrpState.Master => "主节点（Master）",
        VrrpState.Backup => "备节点（Backup）",
        VrrpState.Fault => "故障状态（Fault）",
        _ => "初始状态（Initialize）",
    };

    private static string EnglishPeer(VrrpTransition t, string nobody) => t.PeerAddress is null ? nobody
        : t.PeerPriority is { } p ? $"{t.PeerAddress} (priority {p})" : t.PeerAddress.ToString();

    private static string ChinesePeer(VrrpTransition t, string nobody) => t.PeerAddress is null ? nobody
        : t.PeerPriority is { } p ? $" {t.PeerAddress}（优先级 {p}）" : $" {t.PeerAddress} ";

    private static string Address(VrrpTransition t, string nobody) => t.PeerAddress?.ToString() ?? nobody;

    // A Latin word stands apart from the Chinese around it; Chinese words do not.
    private static string ChineseAddress(VrrpTransition t, string nobody) => t.PeerAddress is null ? nobody : $" {t.PeerAddress} ";

    // Two decimals tell a 3.61 s silence from a 3.41 s one; below a tenth of a second they would tell nothing.
    private static string? Seconds(VrrpTransition t) => t.SilentFor is { } span
        ? span.TotalSeconds.ToString(span.TotalSeconds < 0.1 ? "0.0000" : "0.00", CultureInfo.InvariantCulture)
        : null;

    private static string? Detail(VrrpTransition t) => string.IsNullOrWhiteSpace(t.Detail) ? null : t.Detail.Trim().TrimEnd('.', '。');

    private static string After(string separator, VrrpTransition t) => Detail(t) is { } detail ? separator + detail : "";
}
