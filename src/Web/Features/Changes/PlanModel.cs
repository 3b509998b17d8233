using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Hosting.Planning;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Planning;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>One line of a unified diff.</summary>
/// <param name="Sign"><c>+</c>, <c>−</c>, <c>@</c> for a heading, or a space.</param>
/// <param name="Text">The line without its sign.</param>
public readonly record struct ConfLine(char Sign, string Text)
{
    /// <summary>Takes a unified diff apart.</summary>
    public static IReadOnlyList<ConfLine> Of(string diff)
    {
        ArgumentNullException.ThrowIfNull(diff);
        return [.. diff.TrimEnd('\n').Split('\n').Select(Line)];
    }

    private static ConfLine Line(string line) => line switch
    {
        ['@', ..] => new('@', line),
        ['-', '-', '-', ' ', ..] or ['+', '+', '+', ' ', ..] => new('@', line),
        ['+', .. var added] => new('+', added),
        ['-', .. var removed] => new('−', removed),
        [' ', .. var same] => new(' ', same),
        _ => new(' ', line),
    };
}

/// <summary>What a change would do, as a page shows it.</summary>
/// <param name="Outcome">What the dry run said.</param>
public sealed record PlanModel(DefinitionOutcome Outcome)
{
    /// <summary>Nothing would happen.</summary>
    public bool IsEmpty => Outcome.Result.Status == OperationStatus.Unchanged;

    /// <summary>May it be committed?</summary>
    public bool MayCommit => Outcome.Result.Status == OperationStatus.Done;

    /// <summary>Must it wait, because another change is on trial?</summary>
    public bool IsHeld => Outcome.Result.Status == OperationStatus.NotNow;

    /// <summary>The plan; null = it cannot be carried out.</summary>
    public ChangePlan? Plan => Outcome.Plan;

    /// <summary>What changes, one sentence each; without a plan in English only.</summary>
    public IReadOnlyList<string> SentencesIn(ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Plan is null ? Outcome.Result.Changes : text.Of(Outcome.Result.Changes, Plan.ChangesZh);
    }

    /// <summary>What the engine would do, in order.</summary>
    public IReadOnlyList<PlannedOperation> Operations => Plan?.Operations ?? [];

    /// <summary>Errors: nothing can be committed.</summary>
    public int Errors => Outcome.Result.Problems.Count(problem => problem.Severity == ProblemSeverity.Error);

    /// <summary>Warnings and notes.</summary>
    public int Warnings => Outcome.Result.Problems.Count - Errors;
}
