namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>What changes from one definition to the next, for people: in confirmations, in the history and in audit rows.</summary>
public static class DefinitionDifference
{
    /// <summary>
    /// One short line per change, such as <c>VI_WEB: priority 200 -> 150</c>; empty = the same content. Things are matched by
    /// name, real servers by endpoint, so a rename reads as removed and added. Secrets read <c>***</c>.
    /// </summary>
    public static ValueArray<string> Between(ClusterDefinition before, ClusterDefinition after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        var lines = new List<string>();
        Each(before.Nodes, after.Nodes, "node", node => node.Name, TrackFields.Node, lines);
        InstanceDifference.Add(before.VrrpInstances, after.VrrpInstances, lines);
        SyncGroupDifference.Add(before.SyncGroups, after.SyncGroups, lines);
        Each(before.TrackScripts, after.TrackScripts, "track script", script => script.Name, TrackFields.Script, lines);
        Each(before.TrackProcesses, after.TrackProcesses, "track process", process => process.Name, TrackFields.Process, lines);
        Each(before.TrackFiles, after.TrackFiles, "track file", file => file.Name, TrackFields.File, lines);
        ServiceDifference.Add(before.VirtualServices, after.VirtualServices, lines);
        return new ValueArray<string>(lines);
    }

    private static void Each<T>(ValueArray<T> before, ValueArray<T> after, string kind, Func<T, string> nameOf, Field<T>[] fields, List<string> lines) =>
        ListDifference.Add(before, after, kind, nameOf, (old, now) => FieldTable.Add(fields, $"{kind} {nameOf(now)}", old, now, lines), lines);
}
