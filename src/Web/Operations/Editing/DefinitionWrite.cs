using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations.Planning;

namespace KeepaliveConsole.Web.Operations.Editing;

/// <summary>How a write is to be made; the same for every object.</summary>
public sealed record WriteWish
{
    /// <summary>Only tell what would happen. Default false.</summary>
    public bool DryRun { get; init; }

    /// <summary>Why; kept with the revision. Null = not said.</summary>
    public string? Comment { get; init; }

    /// <summary>Go back unless confirmed within this time, 5 s to 24 h; null = the change is final.</summary>
    public TimeSpan? ConfirmWithin { get; init; }

    /// <summary>What ends the time early; empty = nothing. Only with <see cref="ConfirmWithin"/>.</summary>
    public ValueArray<Windows.WindowGuard> Guards { get; init; }
}

/// <summary>What an edit made of a definition.</summary>
/// <param name="Next">The wanted definition; null = refused.</param>
/// <param name="Refusal">Why not; null = it may be tried.</param>
/// <param name="Place">JSON pointer to the edited object in <paramref name="Next"/>; empty = the whole.</param>
public sealed record EditResult(ClusterDefinition? Next, OperationResult? Refusal = null, string Place = "")
{
    /// <summary>A refusal.</summary>
    public static EditResult Refuse(OperationResult refusal) => new(null, refusal);
}

/// <summary>A wanted write of the definition or an object of it.</summary>
public sealed record DefinitionWrite
{
    /// <summary>Stable word for audit and history: <c>put-vrrp-instance</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it is about, such as the object's name.</summary>
    public required string Object { get; init; }

    /// <summary>Makes the wanted definition from the one in force, inside the transaction.</summary>
    public required Func<ClusterDefinition, EditResult> Edit { get; init; }

    /// <summary>Tag of the object in a definition; null = it is not in it.</summary>
    public required Func<StoredDefinition, string?> TagOf { get; init; }

    /// <summary>Is there nothing at that place?</summary>
    public required Func<StoredDefinition, bool> IsAbsent { get; init; }

    /// <summary>What the writer saw.</summary>
    public required Precondition Seen { get; init; }

    /// <summary>How it is to be made.</summary>
    public required WriteWish Wish { get; init; }
}

/// <summary>What became of a write.</summary>
/// <param name="Result">How it ended.</param>
public sealed record DefinitionOutcome(OperationResult Result)
{
    /// <summary>The definition in force afterwards (in a dry run: the one that would be); null = not known.</summary>
    public StoredDefinition? Stored { get; init; }

    /// <summary>Tag of the object in force afterwards; null = it is not there, or nothing is known.</summary>
    public string? Tag { get; init; }

    /// <summary>Was the object made by this write?</summary>
    public bool IsNew { get; init; }

    /// <summary>JSON pointer to the object in the definition; problems below it are about what was sent.</summary>
    public string Place { get; init; } = "";

    /// <summary>What would happen; only in a dry run that could be carried out.</summary>
    public ChangePlan? Plan { get; init; }

    /// <summary>The window that this write opened, or that kept it from being made.</summary>
    public CommitWindow? Window { get; init; }
}
