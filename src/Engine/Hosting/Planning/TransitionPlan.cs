using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Hosting.Planning;

/// <summary>
/// How elections are expected to end under another definition. The priorities of other nodes are those of the definition: what they track is not
/// known here. This node's own priority has what it tracks now.
/// </summary>
internal static class TransitionPlan
{
    public static ValueArray<PlannedTransition> Of(ClusterDefinition before, ClusterDefinition after, EngineStatus picture)
    {
        var sentences = new List<PlannedTransition>();
        var moved = new HashSet<string>(StringComparer.Ordinal);
        foreach (VrrpInstanceDefinition now in after.VrrpInstances)
        {
            VrrpInstanceDefinition? old = before.VrrpInstances.FirstOrDefault(each => each.Name == now.Name);
            if (now == old) continue;
            (PlanText? sentence, bool moves) = old is null ? (New(now), false) : Changed(old, now, picture);
            if (sentence is { } said) sentences.Add(said.ToTransition());
            if (moves) moved.Add(now.Name);
        }

        foreach (VrrpInstanceDefinition old in before.VrrpInstances)
        {
            if (after.VrrpInstances.Any(each => each.Name == old.Name)) continue;
            sentences.Add(MasterOf(old, picture) is { } master
                ? new($"{old.Name} is removed: {master} gives its addresses up.", $"{old.Name} 被移除：{master} 放弃其地址。")
                : new($"{old.Name} is removed.", $"{old.Name} 被移除。"));
        }

        foreach (SyncGroupDefinition group in after.SyncGroups)
        {
            if (group.Members.FirstOrDefault(moved.Contains) is not { } first) continue;
            string[] followers = [.. group.Members.Where(member => !moved.Contains(member))];
            if (followers.Length == 0) continue;
            sentences.Add(new($"{string.Join(", ", followers)} {(followers.Length == 1 ? "follows" : "follow")} {first} in sync group {group.Name}.",
                $"{string.Join("、", followers)} 在同步组 {group.Name} 中随 {first} 一起切换。"));
        }

        return new ValueArray<PlannedTransition>(sentences);
    }

    private static PlanText? New(VrrpInstanceDefinition now)
    {
        VrrpParticipantDefinition? best = Best(now, null);
        return best is null ? null : new($"{now.Name} is new: {best.Node} ({best.Priority}) becomes master.", $"{now.Name} 是新实例：{best.Node}（{best.Priority}）成为主节点。");
    }

    private static (PlanText? Sentence, bool Moves) Changed(VrrpInstanceDefinition old, VrrpInstanceDefinition now, EngineStatus picture)
    {
        string? master = MasterOf(old, picture);
        PlanText[] why = [.. Reasons(old, now)];
        PlanText head = PlanText.Head(now.Name, why);
        VrrpParticipantDefinition? best = Best(now, picture);
        VrrpParticipantDefinition? stays = now.Participants.FirstOrDefault(each => each.Node == master && !each.Released);
        if (stays is null)
        {
            if (best is null) return (master is null ? null : head.With(new($"nobody is left to take over from {master}.", $"没有其他节点可以接替 {master}。")), true);
            if (master == best.Node) return (null, false);
            int wins = Priority(now, best, picture);
            return (head.With(master is null
                ? new($"{best.Node} ({wins}) takes over.", $"由 {best.Node}（{wins}）接管。")
                : new($"{best.Node} ({wins}) takes over from {master}.", $"由 {best.Node}（{wins}）从 {master} 接管。")), true);
        }

        VrrpParticipantDefinition? was = old.ParticipantOf(stays.Node);
        if (was is null || !ElectionPlan.IsSameElection(old, was, now, stays))
        {
            string wait = MasterDown(now, best!);
            return (new PlanText(
                $"{now.Name}: another virtual router, interface or MAC address: the election begins anew, and {best!.Node} ({Priority(now, best, picture)}) is master after about {wait} s.",
                $"{now.Name}：虚拟路由器、网卡或 MAC 地址改变：选举重新开始，约 {wait} 秒后 {best.Node}（{Priority(now, best, picture)}）成为主节点。"), true);
        }

        int own = Priority(now, stays, picture), rival = Priority(now, best!, picture);
        if (rival <= own || why.Length == 0 && old.Preempt == now.Preempt) return (null, false);
        if (!now.Preempt && best!.Priority != VrrpPriority.Owner)
        {
            return (head.With(new(
                $"{stays.Node} ({own}) stays master of {best.Node} ({rival}), because preemption is off.",
                $"{stays.Node}（{own}）仍为主节点，不让位给 {best.Node}（{rival}），因为不允许抢占。")), false);
        }

        string delay = now.PreemptDelay.TotalSeconds.ToString("0.##", CultureInfo.InvariantCulture);
        return (head.With(now.PreemptDelay > TimeSpan.Zero
            ? new($"{best!.Node} ({rival}) takes over after {delay} s.", $"{delay} 秒后由 {best.Node}（{rival}）接管。")
            : new($"{best!.Node} ({rival}) takes over.", $"由 {best.Node}（{rival}）接管。")), true);
    }

    private static IEnumerable<PlanText> Reasons(VrrpInstanceDefinition old, VrrpInstanceDefinition now)
    {
        foreach (VrrpParticipantDefinition was in old.Participants)
        {
            if (now.ParticipantOf(was.Node) is not { } part) yield return new($"{was.Node} takes no part any more", $"{was.Node} 不再参与");
            else if (part.Released && !was.Released) yield return new($"{was.Node} is released", $"{was.Node} 退出选举");
            else if (!part.Released && was.Released) yield return new($"{was.Node} takes part again", $"{was.Node} 重新参与");
            else if (part.Priority != was.Priority) yield return new($"priority {was.Priority} → {part.Priority} on {was.Node}", $"{was.Node} 的优先级 {was.Priority} → {part.Priority}");
        }

        foreach (VrrpParticipantDefinition part in now.Participants)
            if (old.ParticipantOf(part.Node) is null) yield return new($"{part.Node} takes part", $"{part.Node} 参与");
        if (old.Preempt != now.Preempt) yield return now.Preempt ? new("preemption is on", "允许抢占") : new("preemption is off", "不允许抢占");
    }

    private static VrrpParticipantDefinition? Best(VrrpInstanceDefinition instance, EngineStatus? picture)
    {
        VrrpParticipantDefinition? best = null;
        foreach (VrrpParticipantDefinition each in instance.Participants)
            if (!each.Released && (best is null || Priority(instance, each, picture) > Priority(instance, best, picture))) best = each;
        return best;
    }

    private static int Priority(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, EngineStatus? picture)
    {
        if (participant.Priority == VrrpPriority.Owner || participant.Node != picture?.Node) return participant.Priority.Value;
        VrrpInstanceStatus? seen = picture.Vrrp.FirstOrDefault(each => each.Name == instance.Name);
        return seen is null || seen.BasePriority == 255 ? participant.Priority.Value : Math.Clamp(participant.Priority.Value + seen.EffectivePriority - seen.BasePriority, 1, 254);
    }

    // The node that is master as far as this one knows; without a picture of it, the one that should be.
    private static string? MasterOf(VrrpInstanceDefinition instance, EngineStatus picture)
    {
        if (ElectionPlan.IsMaster(instance.Name, picture)) return picture.Node;
        VrrpOwner? owner = picture.Vrrp.FirstOrDefault(each => each.Name == instance.Name)?.Owner;
        if (owner?.Node is { } node) return node;
        VrrpParticipantDefinition[] others = [.. instance.Participants.Where(each => each.Node != picture.Node)];
        if (owner?.Address is { } address)
            return others.FirstOrDefault(each => address.Equals(each.SourceAddress))?.Node ?? (others.Length == 1 ? others[0].Node : null);
        return instance.ParticipantOf(picture.Node) is null ? Best(instance, null)?.Node : null;
    }

    private static string MasterDown(VrrpInstanceDefinition instance, VrrpParticipantDefinition best)
    {
        double interval = instance.AdvertisementInterval.Span.TotalSeconds;
        double skew = (256 - best.Priority.Value) / 256.0 * (instance.Version == VrrpVersion.V2 ? 1 : interval);
        return string.Create(CultureInfo.InvariantCulture, $"{instance.DownTimerAdverts * interval + skew:0.0}");
    }
}
