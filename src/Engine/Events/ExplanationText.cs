using System.Globalization;

namespace KeepaliveConsole.Engine.Events;

/// <summary>The sentence of an explanation, with the numbers that decide.</summary>
internal readonly struct ExplanationText(VrrpInstanceStatus status, DateTimeOffset now)
{
    /// <summary>What holds the instance in Fault: what is tracked, or the last change of state.</summary>
    public string FaultReason
    {
        get
        {
            string[] tracks = [.. status.Tracks.Where(track => track.CausesFault).Select(track => $"{track.Kind} {track.Target} is down{(track.Reason is { } why ? $" ({why})" : "")}")];
            return tracks.Length > 0 ? string.Join(", ", tracks) : status.LastTransition?.Sentence.TrimEnd('.') ?? "the reason is not known";
        }
    }

    private string FaultReasonZh
    {
        get
        {
            string[] tracks = [.. status.Tracks.Where(track => track.CausesFault).Select(track => $"{track.Kind} {track.Target} 失败{(track.Reason is { } why ? $"（{why}）" : "")}")];
            return tracks.Length > 0 ? string.Join("、", tracks) : status.LastTransition?.SentenceZh.TrimEnd('。') ?? "原因未知";
        }
    }

    private string Own => status.EffectivePriority == status.BasePriority
        ? Number(status.EffectivePriority)
        : $"{Number(status.EffectivePriority)} ({Number(status.BasePriority)} defined, {Signed(status.EffectivePriority - status.BasePriority)} by tracking)";

    private string OwnZh => status.EffectivePriority == status.BasePriority
        ? Number(status.EffectivePriority)
        : $"{Number(status.EffectivePriority)}（定义 {Number(status.BasePriority)}，跟踪调整 {Signed(status.EffectivePriority - status.BasePriority)}）";

    private string Owner => status.Owner switch
    {
        null => "nobody",
        { Node: { } node, Address: { } address } => $"{node} ({address})",
        { Node: { } node } => node,
        { Address: { } address } => address.ToString(),
        _ => "another router",
    };

    private string OwnerPriority => status.Owner is { } owner ? Number(owner.Priority) : "";

    private string When => status.TakeoverAt is { } at
        ? at <= now ? "; it takes over now" : $"; it takes over in {Seconds(at - now)} s unless an advert moves that"
        : "";

    private string WhenZh => status.TakeoverAt is { } at
        ? at <= now ? "，即将接管" : $"，若无通告推迟，将在 {Seconds(at - now)} 秒后接管"
        : "";

    /// <summary>In English.</summary>
    public string English(ExplanationReason reason) => reason switch
    {
        ExplanationReason.Master => $"This node is Master of {status.Name} with priority {Own}: {MasterBecause()}.",
        ExplanationReason.MasterLeaving => $"This node was released and serves {status.Name} only until a successor is heard.",
        ExplanationReason.Released => $"This node is not Master of {status.Name} because an operator took it out of the election; it stays out until it is resumed.",
        ExplanationReason.NotRunning => $"This node is not Master of {status.Name} because the instance does not run here{Last()}.",
        ExplanationReason.TrackFailed => $"This node is not Master of {status.Name} because what it tracks failed: {FaultReason}.",
        ExplanationReason.GroupHolds => $"This node is not Master of {status.Name} because its sync group {status.SyncGroup ?? "(unknown)"} moves together and another member cannot be Master.",
        ExplanationReason.Fault => $"This node is not Master of {status.Name} because it is in Fault: {FaultReason}.",
        ExplanationReason.Listening => $"This node is not Master of {status.Name} yet because it still listens for a master{When}.",
        ExplanationReason.HigherPriority => $"This node is not Master of {status.Name} because {Owner} is, with priority {OwnerPriority}; here it is {Own}.",
        ExplanationReason.SamePriority => $"This node is not Master of {status.Name} because {Owner} is, with the same priority {OwnerPriority}, and who is Master stays it.",
        ExplanationReason.NoPreempt => $"This node is not Master of {status.Name} because {Owner} is and preemption is off, although its priority {OwnerPriority} is lower than {Own} here.",
        ExplanationReason.Yielded => $"This node is not Master of {status.Name} because it was asked to yield to {Owner} (priority {OwnerPriority}, here {Own}) and does not take it back while that one lives.",
        ExplanationReason.PreemptDelay => $"This node is not Master of {status.Name} yet: it outranks {Owner} ({Own} against {OwnerPriority}) but waits its preempt delay of {Seconds(status.PreemptDelay)} s first{When}.",
        _ => $"This node is not Master of {status.Name} yet: it outranks {Owner} ({Own} against {OwnerPriority}) and is about to preempt it{When}.",
    };

    /// <summary>In Chinese.</summary>
    public string Chinese(ExplanationReason reason) => reason switch
    {
        ExplanationReason.Master => $"本节点是 {status.Name} 的主节点，优先级 {OwnZh}：{MasterBecauseZh()}。",
        ExplanationReason.MasterLeaving => $"本节点已退出选举（release），仅在听到继任者之前继续承载 {status.Name}。",
        ExplanationReason.Released => $"本节点不是 {status.Name} 的主节点，因为操作员已让它退出选举；恢复（resume）之前不再参与。",
        ExplanationReason.NotRunning => $"本节点不是 {status.Name} 的主节点，因为该实例未在本节点运行。",
        ExplanationReason.TrackFailed => $"本节点不是 {status.Name} 的主节点，因为跟踪对象失败：{FaultReasonZh}。",
        ExplanationReason.GroupHolds => $"本节点不是 {status.Name} 的主节点，因为同步组 {status.SyncGroup ?? "（未知）"} 一同切换，而另一成员无法成为主节点。",
        ExplanationReason.Fault => $"本节点不是 {status.Name} 的主节点，因为它处于故障状态：{FaultReasonZh}。",
        ExplanationReason.Listening => $"本节点还不是 {status.Name} 的主节点，因为仍在侦听主节点{WhenZh}。",
        ExplanationReason.HigherPriority => $"本节点不是 {status.Name} 的主节点，因为主节点是 {Owner}，优先级 {OwnerPriority}，本节点为 {OwnZh}。",
        ExplanationReason.SamePriority => $"本节点不是 {status.Name} 的主节点，因为主节点是 {Owner}，优先级同为 {OwnerPriority}，现任主节点保持不变。",
        ExplanationReason.NoPreempt => $"本节点不是 {status.Name} 的主节点，因为主节点是 {Owner} 且不允许抢占，尽管其优先级 {OwnerPriority} 低于本节点的 {OwnZh}。",
        ExplanationReason.Yielded => $"本节点不是 {status.Name} 的主节点，因为它应要求让给了 {Owner}（优先级 {OwnerPriority}，本节点 {OwnZh}），对方存活期间不会收回。",
        ExplanationReason.PreemptDelay => $"本节点还不是 {status.Name} 的主节点：优先级高于 {Owner}（{OwnZh} 对 {OwnerPriority}），但需先等待抢占延迟 {Seconds(status.PreemptDelay)} 秒{WhenZh}。",
        _ => $"本节点还不是 {status.Name} 的主节点：优先级高于 {Owner}（{OwnZh} 对 {OwnerPriority}），即将抢占{WhenZh}。",
    };

    private string MasterBecause() => status.LastTransition?.Cause switch
    {
        TransitionCause.AddressOwner => "it owns the address (priority 255)",
        TransitionCause.MasterSilent => "no other master was heard in time",
        TransitionCause.MasterReleased => "the master before it gave the addresses up",
        TransitionCause.PreemptedLowerPriority => "the master before it had a lower priority",
        TransitionCause.GroupFollowed => $"its sync group {status.SyncGroup ?? "(unknown)"} became Master",
        TransitionCause.TakenUp => "it went on where the process before it left off",
        TransitionCause.NoSuccessor => "it was asked to yield, and nobody took over",
        _ => "no better master is heard",
    };

    private string MasterBecauseZh() => status.LastTransition?.Cause switch
    {
        TransitionCause.AddressOwner => "它是地址拥有者（优先级 255）",
        TransitionCause.MasterSilent => "在规定时间内未听到其他主节点",
        TransitionCause.MasterReleased => "前任主节点主动让出了地址",
        TransitionCause.PreemptedLowerPriority => "前任主节点的优先级较低",
        TransitionCause.GroupFollowed => $"同步组 {status.SyncGroup ?? "（未知）"} 成为主节点",
        TransitionCause.TakenUp => "它接续了前一个进程的主节点身份",
        TransitionCause.NoSuccessor => "它曾应要求让出，但无人接管",
        _ => "没有更优的主节点",
    };

    private string Last() => status.LastTransition is { } last ? $" ({last.Sentence.TrimEnd('.')})" : "";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Signed(int value) => value.ToString("+0;-0", CultureInfo.InvariantCulture);

    private static string Seconds(TimeSpan span) => span.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
}
