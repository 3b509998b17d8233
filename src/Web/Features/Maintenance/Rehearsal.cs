using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Instances;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>A node that the definition names besides this one.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Priority">Its defined priority, the lowest among the instances that move together.</param>
public sealed record Successor(string Node, int Priority);

/// <summary>What is known before a failover: what moves, who would take over, and what speaks against it. It tells what this node knows and says where that ends.</summary>
public sealed record Rehearsal
{
    /// <summary>Instances that move together.</summary>
    public required IReadOnlyList<string> Instances { get; init; }

    /// <summary>Addresses that move.</summary>
    public required IReadOnlyList<string> Addresses { get; init; }

    /// <summary>Established connections through this node on these addresses; null = not counted.</summary>
    public required long? Connections { get; init; }

    /// <summary>Nodes that may take over, the likeliest first.</summary>
    public required IReadOnlyList<Successor> Successors { get; init; }

    /// <summary>What makes it impossible now; empty = nothing.</summary>
    public required IReadOnlyList<string> Blockers { get; init; }

    /// <summary>What makes it risky; empty = nothing.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Makes it for an instance and those that move with it.</summary>
    /// <param name="target">The instance.</param>
    /// <param name="definition">The definition in force; null = not known.</param>
    /// <param name="status">The picture.</param>
    /// <param name="now">Wall clock.</param>
    /// <param name="text">The viewer's language.</param>
    public static Rehearsal Of(VrrpInstanceStatus target, ClusterDefinition? definition, EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<VrrpInstanceStatus> members = VrrpActions.MembersOf(target, status);
        IReadOnlyList<Successor> successors = SuccessorsOf(members, definition, status.Node);
        return new Rehearsal
        {
            Instances = [.. members.Select(member => member.Name)],
            Addresses = [.. members.SelectMany(member => member.VirtualAddresses).Select(address => $"{address.Address}/{address.PrefixLength}")],
            Connections = VrrpActions.ConnectionsOf(members, status),
            Successors = successors,
            Blockers = [.. BlockersOf(members, status, now, text)],
            Warnings = [.. WarningsOf(members, successors, definition is not null, text)],
        };
    }

    private static Successor[] SuccessorsOf(IReadOnlyList<VrrpInstanceStatus> members, ClusterDefinition? definition, string node)
    {
        VrrpInstanceDefinition[] defined = [.. definition?.VrrpInstances.Where(each => members.Any(member => member.Name == each.Name)) ?? []];
        return
        [
            .. defined.SelectMany(each => each.Participants).Where(part => part.Node != node).GroupBy(part => part.Node)
                // Who takes no part in one of them cannot take a group over.
                .Where(parts => parts.Count() == defined.Length && parts.All(part => !part.Released))
                .Select(parts => new Successor(parts.Key, parts.Min(part => part.Priority.Value)))
                .OrderByDescending(each => each.Priority).ThenBy(each => each.Node, StringComparer.Ordinal),
        ];
    }

    private static IEnumerable<string> BlockersOf(IReadOnlyList<VrrpInstanceStatus> members, EngineStatus status, DateTimeOffset now, ConsoleText text)
    {
        if (PictureAge.Of(status, now).Freshness != Freshness.Fresh) yield return text["The picture of the engine is too old to act on."];
        foreach (VrrpInstanceStatus member in members.Where(member => member.State != VrrpState.Master))
            yield return text["This node is not master of {0}; fail over on the console of its master.", member.Name];
        foreach (VrrpInstanceStatus member in members.Where(member => member.SplitBrain is not null))
            yield return text["{0} has a split brain; end it first.", member.Name];
    }

    private static IEnumerable<string> WarningsOf(IReadOnlyList<VrrpInstanceStatus> members, IReadOnlyList<Successor> successors, bool isDefinitionKnown, ConsoleText text)
    {
        if (!isDefinitionKnown) yield return text["The definition cannot be read, so who may take over is not known."];
        else if (successors.Count == 0) yield return text["The definition names no other node that may take over. A router outside the definition may; otherwise a yield comes back, and a release leaves the addresses without an owner."];
        foreach (VrrpInstanceStatus member in members)
            foreach (HeartbeatLineStatus line in member.HeartbeatLines.Where(line => !line.Ok))
                yield return text["Heartbeat line {0} of {1} is lost.", line.Interface, member.Name];
    }
}
