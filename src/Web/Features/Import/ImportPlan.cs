using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Features.Import;

/// <summary>What an import does to one thing.</summary>
public enum PlannedChange
{
    /// <summary>It stays as it is.</summary>
    Same,

    /// <summary>It is new.</summary>
    Added,

    /// <summary>It differs.</summary>
    Changed,

    /// <summary>It goes.</summary>
    Removed,
}

/// <summary>One line of the plan.</summary>
/// <param name="Change">What happens to it.</param>
/// <param name="Kind"><c>node</c>, <c>VRRP instance</c>, <c>virtual service</c> or <c>sync group</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Detail">What it holds, for people.</param>
public sealed record PlannedLine(PlannedChange Change, string Kind, string Name, string Detail);

/// <summary>What would change if a definition replaced another. By name; secrets are never shown.</summary>
public static class ImportPlan
{
    /// <summary>Every named thing of both, changes first.</summary>
    public static IReadOnlyList<PlannedLine> From(ClusterDefinition current, ClusterDefinition next)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(next);
        IEnumerable<PlannedLine> lines =
        [
            .. Compare("node", current.Nodes, next.Nodes, node => node.Name, _ => ""),
            .. Compare("VRRP instance", current.VrrpInstances, next.VrrpInstances, instance => instance.Name, Describe),
            .. Compare("sync group", current.SyncGroups, next.SyncGroups, group => group.Name, _ => ""),
            .. Compare("virtual service", current.VirtualServices, next.VirtualServices, service => service.Name, Describe),
        ];
        return [.. lines.OrderBy(line => line.Change == PlannedChange.Same)];
    }

    private static IEnumerable<PlannedLine> Compare<T>(string kind, IReadOnlyList<T> current, IReadOnlyList<T> next, Func<T, string> name, Func<T, string> detail)
        where T : notnull
    {
        foreach (T item in next)
        {
            T? before = current.FirstOrDefault(other => name(other) == name(item));
            PlannedChange change = before is null ? PlannedChange.Added : before.Equals(item) ? PlannedChange.Same : PlannedChange.Changed;
            yield return new PlannedLine(change, kind, name(item), detail(item));
        }
        foreach (T item in current)
            if (!next.Any(other => name(other) == name(item)))
                yield return new PlannedLine(PlannedChange.Removed, kind, name(item), detail(item));
    }

    private static string Describe(VrrpInstanceDefinition instance)
    {
        string addresses = string.Join(", ", instance.VirtualAddresses.Select(address => address.Address));
        string nodes = string.Join(", ", instance.Participants.Select(participant => $"{participant.Node} priority {participant.Priority}"));
        return $"VRID {instance.VirtualRouterId.Value}, {addresses}; {nodes}";
    }

    private static string Describe(VirtualServiceDefinition service) => service.RealServers.Count == 1 ? "1 real server" : $"{service.RealServers.Count} real servers";
}
