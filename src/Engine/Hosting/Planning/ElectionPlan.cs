using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Hosting.Planning;

/// <summary>What this node's elections would do to the kernel: only a master holds anything there.</summary>
internal static class ElectionPlan
{
    public static void Add(ClusterDefinition before, ClusterDefinition after, EngineStatus picture, List<PlannedOperation> operations)
    {
        string node = picture.Node;
        foreach (VrrpInstanceDefinition old in before.VrrpInstances)
        {
            if (old.ParticipantOf(node) is null) continue;
            if (after.VrrpInstances.Any(each => each.Name == old.Name && each.ParticipantOf(node) is not null)) continue;
            Leave(old, node, picture, operations);
        }

        foreach (VrrpInstanceDefinition now in after.VrrpInstances)
        {
            if (now.ParticipantOf(node) is not { } participant) continue;
            VrrpInstanceDefinition? old = before.VrrpInstances.FirstOrDefault(each => each.Name == now.Name);
            if (old?.ParticipantOf(node) is not { } was) Join(now, participant, operations);
            else if (!IsSameElection(old, was, now, participant)) Replace(old, now, participant, node, picture, operations);
            else if (participant.Released && !was.Released) Leave(old, node, picture, operations);
            else if (!participant.Released && was.Released) Join(now, participant, operations);
            else if (IsMaster(now.Name, picture)) Change(old, was, now, participant, operations);
        }
    }

    /// <summary>Is this node master of <paramref name="instance"/> now?</summary>
    public static bool IsMaster(string instance, EngineStatus picture) => picture.Vrrp.Any(each => each.Name == instance && each.State == VrrpState.Master);

    /// <summary>What makes it another virtual router, or puts its addresses elsewhere, is a new election.</summary>
    public static bool IsSameElection(VrrpInstanceDefinition old, VrrpParticipantDefinition was, VrrpInstanceDefinition now, VrrpParticipantDefinition participant) =>
        old.VirtualRouterId == now.VirtualRouterId
        && old.Version == now.Version
        && old.TravelsOverIPv6() == now.TravelsOverIPv6()
        && Equals(old.MulticastGroup, now.MulticastGroup)
        && was.Interface == participant.Interface
        && was.VirtualMac == participant.VirtualMac;

    private static void Leave(VrrpInstanceDefinition old, string node, EngineStatus picture, List<PlannedOperation> operations)
    {
        bool isMaster = IsMaster(old.Name, picture);
        int router = old.VirtualRouterId.Value;
        operations.Add(isMaster
            ? new(PlannedKind.LeaveElection, old.Name, $"{old.Name}: leave the election of VRID {router} with an advert of priority 0", $"{old.Name}：以优先级 0 的通告退出 VRID {router} 的选举")
            : new(PlannedKind.LeaveElection, old.Name, $"{old.Name}: leave the election of VRID {router}", $"{old.Name}：退出 VRID {router} 的选举"));
        if (!isMaster) return;
        foreach (VirtualRuleDefinition rule in old.VirtualRules) operations.Add(Remove(old, rule));
        foreach (VirtualRouteDefinition route in old.VirtualRoutes) operations.Add(Remove(old, route));
        foreach (VirtualAddressDefinition address in old.VirtualAddresses) operations.Add(Remove(old, old.ParticipantOf(node)!, address));
    }

    private static void Join(VrrpInstanceDefinition now, VrrpParticipantDefinition participant, List<PlannedOperation> operations)
    {
        if (participant.Released) return;
        operations.Add(new(PlannedKind.JoinElection, now.Name,
            $"{now.Name}: join the election of VRID {now.VirtualRouterId.Value} on {participant.Interface} with priority {participant.Priority}",
            $"{now.Name}：在 {participant.Interface} 上以优先级 {participant.Priority} 加入 VRID {now.VirtualRouterId.Value} 的选举"));
    }

    private static void Replace(VrrpInstanceDefinition old, VrrpInstanceDefinition now, VrrpParticipantDefinition participant, string node, EngineStatus picture, List<PlannedOperation> operations)
    {
        Leave(old, node, picture, operations);
        Join(now, participant, operations);
    }

    // As the election itself does it: what is no longer wanted goes first.
    private static void Change(VrrpInstanceDefinition old, VrrpParticipantDefinition was, VrrpInstanceDefinition now, VrrpParticipantDefinition participant, List<PlannedOperation> operations)
    {
        foreach (VirtualRuleDefinition rule in old.VirtualRules.Except(now.VirtualRules)) operations.Add(Remove(now, rule));
        foreach (VirtualRouteDefinition route in old.VirtualRoutes.Except(now.VirtualRoutes)) operations.Add(Remove(now, route));
        foreach (VirtualAddressDefinition address in old.VirtualAddresses.Except(now.VirtualAddresses)) operations.Add(Remove(old, was, address));
        foreach (VirtualAddressDefinition address in now.VirtualAddresses.Except(old.VirtualAddresses))
            operations.Add(Add(now, participant, address));
        foreach (VirtualRouteDefinition route in now.VirtualRoutes.Except(old.VirtualRoutes)) operations.Add(new(PlannedKind.AddRoute, now.Name, $"add route {route}", $"添加路由 {route}"));
        foreach (VirtualRuleDefinition rule in now.VirtualRules.Except(old.VirtualRules)) operations.Add(new(PlannedKind.AddRoute, now.Name, $"add rule {rule}", $"添加规则 {rule}"));
    }

    private static PlannedOperation Add(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, VirtualAddressDefinition address)
    {
        string link = address.Interface ?? participant.Interface;
        return new(PlannedKind.AddAddress, instance.Name, $"add {address} to {link} and announce it", $"将 {address} 添加到 {link} 并宣告");
    }

    private static PlannedOperation Remove(VrrpInstanceDefinition instance, VrrpParticipantDefinition participant, VirtualAddressDefinition address)
    {
        string link = address.Interface ?? participant.Interface;
        return new(PlannedKind.RemoveAddress, instance.Name, $"remove {address} from {link}", $"从 {link} 移除 {address}");
    }

    private static PlannedOperation Remove(VrrpInstanceDefinition instance, VirtualRouteDefinition route) =>
        new(PlannedKind.RemoveRoute, instance.Name, $"remove route {route}", $"移除路由 {route}");

    private static PlannedOperation Remove(VrrpInstanceDefinition instance, VirtualRuleDefinition rule) =>
        new(PlannedKind.RemoveRoute, instance.Name, $"remove rule {rule}", $"移除规则 {rule}");
}
