using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>A VRID names one virtual router per interface and address family; two would hear each other's adverts as their own.</summary>
internal sealed class VirtualRouterIdRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var seen = new Dictionary<(string Node, string Interface, bool IsIPv6, byte Id), List<(string Instance, VrrpParticipantDefinition Part)>>();
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            string pointer = $"/vrrpInstances/{index}/virtualRouterId";
            if (!VirtualRouterId.IsValid(instance.VirtualRouterId.Value))
            {
                problems.Error(pointer, "vrid.range", $"{instance.Name}: the VRID must be 1 to 255; set virtualRouterId.");
                continue;
            }

            foreach (VrrpParticipantDefinition part in instance.Participants)
            {
                var key = (part.Node, part.Interface, IsIPv6(instance), instance.VirtualRouterId.Value);
                if (!seen.TryGetValue(key, out List<(string Instance, VrrpParticipantDefinition Part)>? others)) seen[key] = others = [];
                foreach ((string other, VrrpParticipantDefinition otherPart) in others)
                {
                    if (other == instance.Name || !HearEachOther(part, otherPart)) continue;
                    problems.Error(pointer, "vrid.duplicate",
                        $"{instance.Name} and {other} both use VRID {instance.VirtualRouterId} on {part.Interface} of {part.Node}; give one of them another VRID.");
                }

                others.Add((instance.Name, part));
            }
        }
    }

    internal static bool IsIPv6(VrrpInstanceDefinition instance)
    {
        foreach (VirtualAddressDefinition address in instance.VirtualAddresses)
            if (!address.Excluded) return address.Address.AddressFamily == AddressFamily.InterNetworkV6;
        return false;
    }

    // Unicast instances may share a VRID as long as no peer is in both.
    private static bool HearEachOther(VrrpParticipantDefinition one, VrrpParticipantDefinition other)
    {
        if (one.UnicastPeers.Count == 0 || other.UnicastPeers.Count == 0) return one.UnicastPeers.Count == other.UnicastPeers.Count;
        return one.UnicastPeers.Any(other.UnicastPeers.Contains);
    }
}
