using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Rules;

namespace KeepaliveConsole.Data.Revisions;

/// <summary>The stored definition and its revisions.</summary>
public interface IDefinitionStore
{
    /// <summary>The definition in force; null = none was ever saved.</summary>
    Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Checks the rules, then writes rows, revision n + 1 and the audit row in one transaction. A change without a
    /// difference writes nothing.
    /// </summary>
    Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken);

    /// <summary>Newest first.</summary>
    Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>A stored definition.</summary>
/// <param name="Revision">1 and up.</param>
/// <param name="Definition">The content.</param>
/// <param name="ContentHash">SHA-256 of its JSON as lower-case hexadecimal; the ETag of <c>/cluster</c>.</param>
/// <param name="SavedAt">When, UTC.</param>
/// <param name="Author">Who.</param>
public sealed record StoredDefinition(long Revision, ClusterDefinition Definition, string ContentHash, DateTimeOffset SavedAt, string Author);

/// <summary>One line of the list of revisions.</summary>
public sealed record RevisionSummary(long Revision, DateTimeOffset SavedAt, string Author, string Action, string? Comment, string ContentHash);

/// <summary>A wanted change.</summary>
public sealed record DefinitionChange
{
    /// <summary>
    /// Makes the next definition from the current one (or <see cref="ClusterDefinition.Empty"/>), inside the transaction, so that no
    /// parallel change is lost. Return the argument itself for "no change".
    /// </summary>
    public required Func<ClusterDefinition, ClusterDefinition> Edit { get; init; }

    /// <summary>Hash the caller saw (If-Match); null = any. A different current hash gives <see cref="SaveOutcome.Conflict"/>.</summary>
    public string? ExpectedHash { get; init; }

    /// <summary>Who wants it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>What for, as a stable word: <c>import</c>, <c>drain</c>, <c>enable</c>, <c>put-cluster</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it is about: <c>cluster</c> or <c>10.88.0.100:80/tcp 10.88.0.101:80</c>.</summary>
    public required string Object { get; init; }

    /// <summary>Reason given by the person; null = none.</summary>
    public string? Reason { get; init; }

    /// <summary>The load balancer it is to run on; null = nothing is refused for its sake.</summary>
    public IBalancerLimits? Limits { get; init; }

    /// <summary>Only say what would happen.</summary>
    public bool DryRun { get; init; }
}

/// <summary>What became of a change.</summary>
public abstract record SaveOutcome
{
    private SaveOutcome()
    {
    }

    /// <summary>Saved (or, in a dry run, would be saved) as a new revision.</summary>
    public sealed record Saved(StoredDefinition Stored, ValueArray<DefinitionProblem> Warnings) : SaveOutcome;

    /// <summary>The same as before: nothing was written.</summary>
    public sealed record Unchanged(StoredDefinition Stored) : SaveOutcome;

    /// <summary>Someone else changed it meanwhile.</summary>
    public sealed record Conflict(StoredDefinition Current) : SaveOutcome;

    /// <summary>A rule is broken.</summary>
    public sealed record Refused(ValueArray<DefinitionProblem> Problems) : SaveOutcome;
}
