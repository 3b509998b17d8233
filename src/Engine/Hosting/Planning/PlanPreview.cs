using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Hosting.Planning;

/// <summary>What a planned operation touches.</summary>
public enum PlannedKind
{
    /// <summary>An address is taken from an interface.</summary>
    RemoveAddress,

    /// <summary>An address is put on an interface, and announced.</summary>
    AddAddress,

    /// <summary>A route or rule is taken away.</summary>
    RemoveRoute,

    /// <summary>A route or rule is added.</summary>
    AddRoute,

    /// <summary>An election leaves in order: its last advert says priority 0.</summary>
    LeaveElection,

    /// <summary>An election begins.</summary>
    JoinElection,

    /// <summary>An entry or destination of the load balancer's table.</summary>
    BalancerTable,
}

/// <summary>One thing the engine of this node would do to its kernel.</summary>
/// <param name="Kind">What it touches.</param>
/// <param name="Subject">The VRRP instance or virtual service it is for.</param>
/// <param name="Text">What is done, as one line in English.</param>
/// <param name="TextZh">The same in Chinese.</param>
public sealed record PlannedOperation(PlannedKind Kind, string Subject, string Text, string TextZh);

/// <summary>
/// What the engine would do with another definition, told without doing it: pure, from the two definitions and the picture of this moment. It is
/// as good as the picture: a server that goes down meanwhile is not foreseen.
/// </summary>
public static class PlanPreview
{
    /// <summary>What this node would do to its kernel, in the order the engine does it: elections and addresses first, then the load balancer's table.</summary>
    /// <param name="before">The definition in force.</param>
    /// <param name="after">The wanted one; must break no rule.</param>
    /// <param name="picture">The live picture under <paramref name="before"/>.</param>
    public static ValueArray<PlannedOperation> Operations(ClusterDefinition before, ClusterDefinition after, EngineStatus picture)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(picture);
        var operations = new List<PlannedOperation>();
        ElectionPlan.Add(before, after, picture, operations);
        BalancerPlan.Add(before, after, picture, operations);
        return new ValueArray<PlannedOperation>(operations);
    }

    /// <summary>Which elections are expected to end otherwise, one sentence each; empty = none. For every node, as far as this one knows who is master.</summary>
    /// <inheritdoc cref="Operations" path="/param"/>
    public static ValueArray<PlannedTransition> Transitions(ClusterDefinition before, ClusterDefinition after, EngineStatus picture)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(picture);
        return TransitionPlan.Of(before, after, picture);
    }
}
