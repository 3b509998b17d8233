using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Settings of a node's load balancer: ranges, and a connection synchronisation that can work.</summary>
internal sealed class LoadBalancerRule : IDefinitionRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(31);

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.Nodes.Count; index++)
        {
            NodeDefinition node = definition.Nodes[index];
            if (node.LoadBalancer is not { } balancer) continue;
            string at = $"/nodes/{index}/loadBalancer";
            foreach ((string member, TimeSpan? time) in ((string, TimeSpan?)[])
                [("tcpTimeoutMs", balancer.TcpTimeout), ("tcpFinTimeoutMs", balancer.TcpFinTimeout), ("udpTimeoutMs", balancer.UdpTimeout)])
                if (time is { } span && (span < TimeSpan.FromSeconds(1) || span > s_longest || span.Ticks % TimeSpan.TicksPerSecond != 0))
                    problems.Error($"{at}/{member}", "balancer.timeout", $"Node {node.Name}: the kernel remembers connections for whole seconds from 1 s to 31 days; correct {member} or leave it out.");
            if (balancer.SyncDaemon is { } daemon) CheckDaemon(definition, node, daemon, $"{at}/syncDaemon", problems);
        }
    }

    private static void CheckDaemon(ClusterDefinition definition, NodeDefinition node, SyncDaemonDefinition daemon, string at, ProblemList problems)
    {
        Sentence subject = $"Node {node.Name}: the sync daemon";
        if (!NameRule.IsInterfaceName(daemon.Interface))
            problems.Error($"{at}/interface", "interface.name", $"{subject} cannot use the interface \"{daemon.Interface}\"; use 1 to 15 characters without blanks and slashes.");
        if (daemon.Instance is { } name)
        {
            VrrpInstanceDefinition? instance = definition.VrrpInstances.FirstOrDefault(each => each.Name == name);
            if (instance is null)
                problems.Error($"{at}/instance", "sync.daemonInstance", $"{subject} follows the instance \"{name}\", which is not defined; define it, or leave it out to send and receive always.");
            else if (!instance.Participants.Any(participant => participant.Node == node.Name))
                problems.Error($"{at}/instance", "sync.daemonInstance", $"{subject} follows {name}, in which this node does not take part; choose an instance of this node.");
        }

        CheckRange("syncId", daemon.SyncId, 0, 255);
        CheckRange("maximumLength", daemon.MaximumLength, 1, 65507);
        CheckRange("port", daemon.Port, 1, 65535);
        CheckRange("timeToLive", daemon.TimeToLive, 1, 255);
        if (daemon.Group is { } group && !IsMulticast(group))
            problems.Error($"{at}/group", "sync.daemonGroup", $"{subject} sends to a multicast group, which {group} is not; use one such as 224.0.0.81.");

        void CheckRange(string member, int? value, int minimum, int maximum)
        {
            if (value < minimum || value > maximum)
                problems.Error($"{at}/{member}", "sync.daemonRange", $"{subject}: {member} must be {minimum} to {maximum}, not {value}.");
        }
    }

    private static bool IsMulticast(IPAddress address) =>
        address.IsIPv6Multicast || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes()[0] is >= 224 and < 240);
}
