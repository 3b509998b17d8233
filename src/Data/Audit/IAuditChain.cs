namespace KeepaliveConsole.Data.Audit;

/// <summary>The audit trail as a chain of hashes: proves that no row was changed, removed or put in, and lets old rows go without breaking that.</summary>
public interface IAuditChain
{
    /// <summary>
    /// Goes through all rows, oldest first, in short reads and bounded memory; writers do not wait. Stops at the first row that is wrong.
    /// </summary>
    /// <param name="known">A row whose hash was noted elsewhere before, to be compared; null = none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    Task<AuditVerification> VerifyAsync(AuditHead? known, CancellationToken cancellationToken);

    /// <summary>
    /// Removes rows older than <paramref name="olderThan"/> from the old end, <see cref="AuditPruning.BatchSize"/> at a time, and records that it
    /// did. It stops at the first row that is younger, so that the rest stays one chain.
    /// </summary>
    Task<AuditPruning> PruneAsync(DateTimeOffset olderThan, CancellationToken cancellationToken);

    /// <summary>The rows behind number <paramref name="id"/>, oldest first, at most <paramref name="limit"/>; ids go up by one.</summary>
    Task<IReadOnlyList<AuditRecord>> ReadBehindAsync(long id, int limit, CancellationToken cancellationToken);

    /// <summary>Number and hash of the newest row of the chain; 0 and empty when there is none.</summary>
    Task<AuditHead> HeadAsync(CancellationToken cancellationToken);
}

/// <summary>A row of the chain, by number and hash. Kept elsewhere, it proves later that nothing up to it was changed.</summary>
/// <param name="Id">Number of the row.</param>
/// <param name="Hash">Its hash, 64 lower-case hexadecimal digits.</param>
public sealed record AuditHead(long Id, string Hash);

/// <summary>What is wrong with the chain.</summary>
public enum AuditFlawKind
{
    /// <summary>The content of the row does not give its hash.</summary>
    Changed,

    /// <summary>Rows are gone.</summary>
    Missing,

    /// <summary>The row names another row as the one before it.</summary>
    OutOfOrder,

    /// <summary>The row has no hash, though rows before it have.</summary>
    HashMissing,

    /// <summary>The row is behind the last one this program wrote.</summary>
    Inserted,

    /// <summary>The note of the newest row is gone, so rows removed from the end would not be missed.</summary>
    HeadMissing,

    /// <summary>The row has not the hash that was noted elsewhere: the chain was written anew.</summary>
    NotAsKnown,
}

/// <summary>The first thing that is wrong.</summary>
/// <param name="Id">Number of the row, also of one that is missing.</param>
/// <param name="Kind">What is wrong.</param>
/// <param name="Sentence">The same for people.</param>
public sealed record AuditFlaw(long Id, AuditFlawKind Kind, string Sentence);

/// <summary>What a look at the whole chain found.</summary>
/// <param name="Intact">True: no row was changed, removed or put in since it was written, as far as the database itself can tell.</param>
/// <param name="Checked">Rows in the chain that were right, up to the end or the flaw.</param>
/// <param name="BeforeChain">Rows from before there was a chain; nothing can be said of them.</param>
/// <param name="Removed">Rows that retention removed so far.</param>
/// <param name="Head">The newest row that was right; null = there is no chain yet. Note it elsewhere: who can write the database can write a whole new chain, but not with this hash.</param>
/// <param name="Flaw">The first thing that is wrong; null = nothing.</param>
/// <param name="Took">How long it took.</param>
public sealed record AuditVerification(bool Intact, long Checked, long BeforeChain, long Removed, AuditHead? Head, AuditFlaw? Flaw, TimeSpan Took);

/// <summary>What retention removed.</summary>
/// <param name="Removed">Rows.</param>
/// <param name="LastId">Number of the last of them; 0 = none.</param>
/// <param name="Flaw">What was wrong with them, which cannot be seen any more afterwards; null = nothing.</param>
public sealed record AuditPruning(long Removed, long LastId, AuditFlaw? Flaw)
{
    /// <summary>Rows removed in one transaction: a writer waits for no more than that.</summary>
    public const int BatchSize = 500;
}
