using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Changes whether a node takes part in the election of an instance.</summary>
internal static class Participation
{
    /// <summary>The definition with the node released or not; the argument itself when it takes no part in such an instance or it already is so.</summary>
    public static ClusterDefinition Set(ClusterDefinition current, string instance, string node, bool released, out bool found)
    {
        found = false;
        bool changed = false;
        var instances = new List<VrrpInstanceDefinition>(current.VrrpInstances.Count);
        foreach (VrrpInstanceDefinition each in current.VrrpInstances)
        {
            if (each.Name != instance || each.ParticipantOf(node) is not { } own)
            {
                instances.Add(each);
                continue;
            }

            found = true;
            changed |= own.Released != released;
            instances.Add(each with { Participants = each.Participants.Select(part => part.Node == node ? part with { Released = released } : part).ToValueArray() });
        }

        return changed ? current with { VrrpInstances = instances.ToValueArray() } : current;
    }
}
