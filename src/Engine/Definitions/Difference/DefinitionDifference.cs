namespace KeepaliveConsole.Engine.Definitions.Difference;

/// <summary>What changes from one definition to the next, for people: in confirmations, in the history and in audit rows.</summary>
public static class DefinitionDifference
{
    /// <summary>
    /// One short line per change, such as <c>VI_WEB: priority 200 -> 150</c>; empty = the same content. Things are matched by
    /// name, real servers by endpoint, so a rename reads as removed and added. Secrets read <c>***</c>.
    /// </summary>
    public static ValueArray<string> Between(ClusterDefinition before, ClusterDefinition after) => Lines(before, after, new DifferenceLines(isChinese: false));

    /// <summary>The same lines in Chinese: <c>VI_WEB：优先级 200 -> 150</c>. Values stay as <see cref="Between"/> writes them.</summary>
    /// <inheritdoc cref="Between" path="/param"/>
    public static ValueArray<string> InChinese(ClusterDefinition before, ClusterDefinition after) => Lines(before, after, new DifferenceLines(isChinese: true));

    private static ValueArray<string> Lines(ClusterDefinition before, ClusterDefinition after, DifferenceLines lines)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        Each(before.Nodes, after.Nodes, "node", node => node.Name, TrackFields.Node, lines);
        InstanceDifference.Add(before.VrrpInstances, after.VrrpInstances, lines);
        SyncGroupDifference.Add(before.SyncGroups, after.SyncGroups, lines);
        Each(before.TrackScripts, after.TrackScripts, "track script", script => script.Name, TrackFields.Script, lines);
        Each(before.TrackProcesses, after.TrackProcesses, "track process", process => process.Name, TrackFields.Process, lines);
        Each(before.TrackFiles, after.TrackFiles, "track file", file => file.Name, TrackFields.File, lines);
        ServiceDifference.Add(before.VirtualServices, after.VirtualServices, lines);
        return lines.All;
    }

    private static void Each<T>(ValueArray<T> before, ValueArray<T> after, string kind, Func<T, string> nameOf, Field<T>[] fields, DifferenceLines lines) =>
        ListDifference.Add(before, after, lines.Word(kind), nameOf, (old, now) => FieldTable.Add(fields, $"{lines.Word(kind)} {nameOf(now)}", old, now, lines), lines);
}
