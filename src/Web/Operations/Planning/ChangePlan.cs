using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting.Planning;

namespace KeepaliveConsole.Web.Operations.Planning;

/// <summary>What differs in the keepalived.conf of one node.</summary>
/// <param name="Node">Its name.</param>
/// <param name="Diff">Unified diff.</param>
public sealed record NodeConfDiff(string Node, string Diff);

/// <summary>What a change would do.</summary>
/// <param name="Fields">Every field that differs in the definition.</param>
/// <param name="Conf">The same as keepalived.conf; nodes whose text stays are left out.</param>
/// <param name="Operations">What this node would do to its kernel, in order.</param>
/// <param name="Transitions">Elections that are expected to end otherwise, as sentences in English.</param>
/// <param name="TransitionsZh">The same in Chinese.</param>
/// <param name="ChangesZh">What changes in the definition, one sentence each, in Chinese.</param>
public sealed record ChangePlan(ValueArray<FieldChange> Fields, ValueArray<NodeConfDiff> Conf, ValueArray<PlannedOperation> Operations, ValueArray<string> Transitions, ValueArray<string> TransitionsZh,
    ValueArray<string> ChangesZh)
{
    /// <summary>Puts the plan together.</summary>
    public static ChangePlan Of(ClusterDefinition before, ClusterDefinition after, EngineStatus picture)
    {
        ValueArray<PlannedTransition> transitions = PlanPreview.Transitions(before, after, picture);
        return new(FieldDifference.Between(before, after), ConfDiffs.Between(before, after, "in force", "planned"), PlanPreview.Operations(before, after, picture),
            [.. transitions.Select(each => each.Sentence)], [.. transitions.Select(each => each.SentenceZh)], DefinitionDifference.InChinese(before, after));
    }
}
