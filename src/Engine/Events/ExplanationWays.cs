using System.Globalization;

namespace KeepaliveConsole.Engine.Events;

/// <summary>What would have to change for this node to become Master, or to stop being so. Each by itself is enough unless it says otherwise.</summary>
internal readonly struct ExplanationWays(VrrpInstanceStatus status)
{
    private static readonly ExplanationWay s_silent = new("the master falls silent, is released or yields", "主节点失联、退出或让出");
    private static readonly ExplanationWay s_resume = new("an operator resumes this node (action resume)", "操作员恢复本节点（resume）");
    private static readonly ExplanationWay s_preempt = new("preemption is switched on in the definition", "在定义中允许抢占");
    private static readonly ExplanationWay s_wait = new("time passes and no better advert comes", "等待，且没有更优的通告");

    /// <summary>The ways for <paramref name="reason"/>, the one that needs least first.</summary>
    public ValueArray<ExplanationWay> For(ExplanationReason reason) => reason switch
    {
        ExplanationReason.Master =>
        [
            new("a master with a higher priority is heard", "听到优先级更高的主节点"),
            new("an operator yields or releases (actions yield, release)", "操作员让出或退出（yield、release）"),
        ],
        ExplanationReason.MasterLeaving or ExplanationReason.Released => [s_resume],
        ExplanationReason.NotRunning => [new("the instance is defined for this node and the engine runs", "实例在本节点有定义且引擎运行")],
        ExplanationReason.TrackFailed => Tracks(),
        ExplanationReason.GroupHolds => [new($"every member of the sync group {status.SyncGroup ?? ""} can be Master".Replace("  ", " ", StringComparison.Ordinal), $"同步组 {status.SyncGroup ?? ""} 的所有成员都能成为主节点")],
        ExplanationReason.Fault => [new("the fault is put right", "排除故障")],
        ExplanationReason.Listening or ExplanationReason.PreemptDelay or ExplanationReason.AboutToPreempt => [s_wait],
        ExplanationReason.NoPreempt => [s_silent, s_preempt],
        ExplanationReason.Yielded => [s_resume, s_silent],
        _ => Outrank(),
    };

    private ValueArray<ExplanationWay> Tracks()
    {
        string[] failed = [.. status.Tracks.Where(track => track.CausesFault).Select(track => $"{track.Kind} {track.Target}")];
        return failed.Length == 0
            ? [new("what it tracks is well again", "跟踪对象恢复正常")]
            : [new(string.Join(" and ", failed) + (failed.Length == 1 ? " is up again" : " are up again"), string.Join("、", failed) + " 恢复正常")];
    }

    /// <summary>The master has the same or a higher priority.</summary>
    private ValueArray<ExplanationWay> Outrank()
    {
        var ways = new List<ExplanationWay> { s_silent };
        int wanted = (status.Owner?.Priority ?? 0) + 1;
        TrackStatus[] lowering = [.. status.Tracks.Where(track => track.PriorityOffset < 0)];
        if (lowering.Length > 0 && status.EffectivePriority - lowering.Sum(track => track.PriorityOffset) >= wanted)
        {
            string names = string.Join(" and ", lowering.Select(track => $"{track.Kind} {track.Target}"));
            string namesZh = string.Join("、", lowering.Select(track => $"{track.Kind} {track.Target}"));
            string gain = Number(-lowering.Sum(track => track.PriorityOffset));
            ways.Add(new($"{names} {(lowering.Length == 1 ? "is" : "are")} well again, which adds {gain} to the priority{Also}", $"{namesZh} 恢复正常，优先级增加 {gain}{AlsoZh}"));
        }

        // 254 is the highest that is not an owner's, and an owner is outranked by nobody.
        if (wanted <= 254) ways.Add(new($"the priority here becomes {Number(wanted)} or higher{Also}", $"本节点优先级达到 {Number(wanted)} 或更高{AlsoZh}"));
        return ways.ToValueArray();
    }

    private string Also => status.Preempts ? "" : ", and preemption is switched on";

    private string AlsoZh => status.Preempts ? "" : "，并允许抢占";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
