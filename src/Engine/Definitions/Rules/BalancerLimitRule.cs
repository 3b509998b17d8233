namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>
/// What a host's load balancer cannot do is refused when it is written, with the reason. What was so already stays a warning: a host that lost
/// IPVS must not make every later change impossible.
/// </summary>
internal static class BalancerLimitRule
{
    private const string Nftables = "nftables";

    public static void Check(ClusterDefinition definition, IBalancerLimits limits, ClusterDefinition before, ProblemList problems)
    {
        Dictionary<string, VirtualServiceDefinition>? known = null;
        for (int index = 0; index < definition.VirtualServices.Count; index++)
        {
            VirtualServiceDefinition service = definition.VirtualServices[index];
            if (limits.Refuses(service) is not { } reason) continue;
            known ??= before.VirtualServices.DistinctBy(each => each.Name).ToDictionary(each => each.Name, StringComparer.Ordinal);
            bool wasSo = known.TryGetValue(service.Name, out VirtualServiceDefinition? old) && limits.Refuses(old) is not null;
            Say(wasSo, $"/virtualServices/{index}", "balancer.refuses", $"Virtual service {service.Name}: {reason}.", problems);
        }

        if (limits.Kind == Nftables) CheckNode(definition, limits.Node, before, problems);
    }

    private static void CheckNode(ClusterDefinition definition, string node, ClusterDefinition before, ProblemList problems)
    {
        for (int index = 0; index < definition.Nodes.Count; index++)
        {
            if (definition.Nodes[index] is not { LoadBalancer: { } balancer } each || each.Name != node) continue;
            bool wasSo = before.Nodes.Any(old => old.Name == node && old.LoadBalancer?.SyncDaemon is not null);
            if (balancer.SyncDaemon is not null)
                Say(wasSo, $"/nodes/{index}/loadBalancer/syncDaemon", "balancer.syncDaemon", $"Node {node}: nftables cannot copy its connections to other directors; remove syncDaemon, use IPVS, or let conntrackd do it.", problems);
            if ((balancer.TcpTimeout ?? balancer.TcpFinTimeout ?? balancer.UdpTimeout) is not null)
                problems.Warning($"/nodes/{index}/loadBalancer", "balancer.timeouts", $"Node {node}: the timeouts are those of IPVS and have no effect on nftables; set net.netfilter.nf_conntrack_* instead.");
        }
    }

    private static void Say(bool wasSo, string at, string code, Sentence message, ProblemList problems)
    {
        if (wasSo) problems.Warning(at, code, message);
        else problems.Error(at, code, message);
    }
}
