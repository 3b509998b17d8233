using System.Net;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>A VRID names one virtual router per interface, address family and multicast group; two would hear each other's adverts as their own.</summary>
internal sealed class VirtualRouterIdRule : IDefinitionRule
{
    private static readonly IPAddress?[] s_usualGroups = [IPAddress.Parse("224.0.0.18"), IPAddress.Parse("ff02::12")];

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var seen = new Dictionary<(string Node, string Interface, bool IsIPv6, byte Id, IPAddress? Group), List<(string Instance, VrrpParticipantDefinition Part)>>();
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            string pointer = $"/vrrpInstances/{index}/virtualRouterId";
            if (!VirtualRouterId.IsValid(instance.VirtualRouterId.Value))
            {
                problems.Error(pointer, "vrid.range", $"{instance.Name}: the VRID must be 1 to 255; set virtualRouterId.");
                continue;
            }

            foreach ((VrrpParticipantDefinition part, string line) in instance.Participants.SelectMany(part => part.MoreInterfaces.Prepend(part.Interface).Distinct().Select(line => (part, line))))
            {
                var key = (part.Node, line, instance.TravelsOverIPv6(), instance.VirtualRouterId.Value, Group(instance, part));
                if (!seen.TryGetValue(key, out List<(string Instance, VrrpParticipantDefinition Part)>? others)) seen[key] = others = [];
                foreach ((string other, VrrpParticipantDefinition otherPart) in others)
                {
                    if (other == instance.Name || !HearEachOther(part, otherPart)) continue;
                    problems.Error(pointer, "vrid.duplicate",
                        $"{instance.Name} and {other} both use VRID {instance.VirtualRouterId} on {line} of {part.Node}; give one of them another VRID.");
                }

                others.Add((instance.Name, part));
            }
        }
    }

    // Null = the usual group, or unicast.
    private static IPAddress? Group(VrrpInstanceDefinition instance, VrrpParticipantDefinition part) =>
        part.UnicastPeers.Count > 0 || s_usualGroups.Contains(instance.MulticastGroup) ? null : instance.MulticastGroup;

    // Unicast instances may share a VRID as long as no peer is in both.
    private static bool HearEachOther(VrrpParticipantDefinition one, VrrpParticipantDefinition other)
    {
        if (one.UnicastPeers.Count == 0 || other.UnicastPeers.Count == 0) return one.UnicastPeers.Count == other.UnicastPeers.Count;
        return one.UnicastPeers.Any(peer => other.UnicastPeers.Any(another => another.Address.Equals(peer.Address)));
    }
}
