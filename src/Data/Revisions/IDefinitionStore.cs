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

    /// <summary>Newest first, part by part. The cursor must have passed <see cref="PageCursor.IsValid"/>.</summary>
    Task<Page<RevisionSummary>> PageRevisionsAsync(int limit, string? cursor, CancellationToken cancellationToken);

    /// <summary>Revision <paramref name="number"/> as it was saved; null = there is none. 0 is the empty definition before the first.</summary>
    Task<StoredRevision?> FindRevisionAsync(long number, CancellationToken cancellationToken);

    /// <summary>
    /// The newest revision for which <paramref name="matches"/> holds, among the last few (16, fewer when they are large); null = none of them.
    /// For telling a client how what it saw differs from what is in force.
    /// </summary>
    Task<StoredDefinition?> FindRecentAsync(Func<StoredDefinition, bool> matches, CancellationToken cancellationToken);

    /// <summary>The open commit-confirm window; null = none.</summary>
    Task<CommitWindow?> FindWindowAsync(CancellationToken cancellationToken);

    /// <summary>Keeps what is on trial: closes the window on <paramref name="revision"/> and records who did so. Null = that window is not open.</summary>
    Task<CommitWindow?> ConfirmWindowAsync(long revision, Actor actor, string? reason, CancellationToken cancellationToken);
}

/// <summary>One saved revision.</summary>
/// <param name="Summary">Number, author, comment.</param>
/// <param name="Definition">The content; null when it cannot be read any more.</param>
/// <param name="Unreadable">Why it cannot be read; null = it can.</param>
public sealed record StoredRevision(RevisionSummary Summary, ClusterDefinition? Definition, string? Unreadable = null);

/// <summary>A change on trial: it goes back by itself unless someone confirms it.</summary>
/// <param name="Revision">The revision on trial.</param>
/// <param name="BackTo">The revision whose content comes back; 0 = the empty definition.</param>
/// <param name="OpenedAt">When, UTC.</param>
/// <param name="EndsAt">Goes back then, UTC.</param>
/// <param name="Actor">Who made the change.</param>
/// <param name="Comment">Reason given; null = none.</param>
/// <param name="Guards">What ends it early, as the text that <see cref="WindowWish"/> brought.</param>
public sealed record CommitWindow(long Revision, long BackTo, DateTimeOffset OpenedAt, DateTimeOffset EndsAt, Actor Actor, string? Comment, string Guards);

/// <summary>Opens a window with a change.</summary>
/// <param name="Length">How long there is to confirm.</param>
/// <param name="Guards">What ends it early; kept as it is.</param>
/// <param name="Shown">The same for people, for the audit trail.</param>
public sealed record WindowWish(TimeSpan Length, string Guards, string Shown);

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

    /// <summary>
    /// Is the definition in force the one the caller means to change (If-Match of a part of it)? Called inside the transaction; false gives
    /// <see cref="SaveOutcome.Conflict"/>. Null = any.
    /// </summary>
    public Func<StoredDefinition, bool>? Accepts { get; init; }

    /// <summary>Opens a window in which the change must be confirmed; null = it is final. A change without a difference opens none.</summary>
    public WindowWish? Window { get; init; }

    /// <summary>The window (by its revision) that this change ends by going back; null = it is not such a change.</summary>
    public long? EndsWindow { get; init; }

    /// <summary>May it be made while a window is open? Default false: only what operators want of servers and instances, which going back keeps.</summary>
    public bool AllowedInWindow { get; init; }

    /// <summary>Who wants it.</summary>
    public required Actor Actor { get; init; }

    /// <summary>What for, as a stable word: <c>import</c>, <c>drain</c>, <c>enable</c>, <c>put-cluster</c>.</summary>
    public required string Action { get; init; }

    /// <summary>What it is about: <c>cluster</c> or <c>10.88.0.100:80/tcp 10.88.0.101:80</c>.</summary>
    public required string Object { get; init; }

    /// <summary>
    /// The parts it may touch, and nothing outside of them: each that differs has an audit entry of its own. Empty = one entry about
    /// <see cref="Object"/>.
    /// </summary>
    public IReadOnlyCollection<ChangePart> Parts { get; init; } = [];

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
    /// <param name="Stored">The new revision.</param>
    /// <param name="Warnings">What to look at although it was accepted.</param>
    public sealed record Saved(StoredDefinition Stored, ValueArray<DefinitionProblem> Warnings) : SaveOutcome
    {
        /// <summary>The definition before.</summary>
        public ClusterDefinition Before { get; init; } = ClusterDefinition.Empty;

        /// <summary>The window it opened; null = none.</summary>
        public CommitWindow? Window { get; init; }
    }

    /// <summary>The same as before: nothing was written.</summary>
    public sealed record Unchanged(StoredDefinition Stored) : SaveOutcome;

    /// <summary>Someone else changed it meanwhile.</summary>
    public sealed record Conflict(StoredDefinition Current) : SaveOutcome;

    /// <summary>A change on trial must be confirmed or taken back first. Nothing was written.</summary>
    public sealed record Held(CommitWindow Window) : SaveOutcome;

    /// <summary>The window the change was to end is not open: someone was faster. Nothing was written.</summary>
    public sealed record WindowGone(StoredDefinition Current) : SaveOutcome;

    /// <summary>A rule is broken.</summary>
    public sealed record Refused(ValueArray<DefinitionProblem> Problems) : SaveOutcome;
}
