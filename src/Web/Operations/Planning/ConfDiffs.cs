using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Export;

namespace KeepaliveConsole.Web.Operations.Planning;

/// <summary>How two definitions differ as keepalived.conf, node by node.</summary>
internal static class ConfDiffs
{
    /// <summary>One unified diff for each node whose text differs; passwords are masked on both sides.</summary>
    public static ValueArray<NodeConfDiff> Between(ClusterDefinition before, ClusterDefinition after, string beforeName, string afterName)
    {
        var diffs = new List<NodeConfDiff>();
        foreach (string node in before.Nodes.Concat(after.Nodes).Select(node => node.Name).Distinct())
        {
            string diff = ConfDiff.Unified(TextOf(before, node), TextOf(after, node), $"{node} {beforeName}", $"{node} {afterName}");
            if (diff.Length > 0) diffs.Add(new NodeConfDiff(node, diff));
        }

        return diffs.ToValueArray();
    }

    // A node that is only on one side has no file on the other.
    private static string TextOf(ClusterDefinition definition, string node)
        => definition.Nodes.Any(each => each.Name == node) ? KeepalivedConfExport.Write(definition, node).Text : "";
}
