using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace KeepaliveConsole.Data.Audit;

/// <summary>
/// Puts every audit row that is about to be written at the end of the hash chain, whoever added it: number, previous hash and hash. Rows that
/// were rolled back and are added again are chained again.
/// </summary>
/// <remarks>
/// Only one writer at a time may read the head and write the next row. SQLite has the write lock from the begin of the transaction (also against
/// other processes); other databases lock the head's row first. Numbers go up by one without a gap, so that a gap is evidence.
/// </remarks>
internal sealed class AuditChaining : SaveChangesInterceptor
{
    public static AuditChaining Instance { get; } = new();

    /// <inheritdoc />
    public override InterceptionResult<int> SavingChanges(DbContextEventData eventData, InterceptionResult<int> result)
        => eventData.Context is { } context && Added(context).Count > 0
            ? throw new InvalidOperationException("Audit rows are written with SaveChangesAsync, which puts them into the chain.")
            : result;

    /// <inheritdoc />
    public override async ValueTask<InterceptionResult<int>> SavingChangesAsync(DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (eventData.Context is ConsoleDbContext context && Added(context) is { Count: > 0 } rows) await ChainAsync(context, rows, cancellationToken);
        return result;
    }

    /// <summary>
    /// Makes <paramref name="rows"/> the next of the chain; whoever calls inserts them in the same transaction, and saves the head with the context.
    /// For many rows at once, which the change tracker is slow with.
    /// </summary>
    public static async Task ContinueAsync(ConsoleDbContext context, IReadOnlyList<AuditRow> rows, CancellationToken cancellationToken)
    {
        if (context.Database.CurrentTransaction is null)
            throw new InvalidOperationException("Audit rows are written inside a transaction: two writers must not continue the chain from the same row.");
        AuditCheckpointRow head = await LockHeadAsync(context, cancellationToken);
        (long id, string hash) = (head.LastId, head.LastHash);
        foreach (AuditRow row in rows)
        {
            row.Id = ++id;
            row.At = AuditHash.Whole(row.At);
            row.PreviousHash = hash;
            row.Hash = hash = AuditHash.Of(row);
        }

        // By the entry, which also works where changes are not looked for.
        EntityEntry<AuditCheckpointRow> newest = context.Entry(head);
        newest.Property(row => row.LastId).CurrentValue = id;
        newest.Property(row => row.LastHash).CurrentValue = hash;
        newest.Property(row => row.At).CurrentValue = rows[^1].At;
    }

    private static async Task ChainAsync(ConsoleDbContext context, List<EntityEntry<AuditRow>> rows, CancellationToken cancellationToken)
    {
        await ContinueAsync(context, [.. rows.Select(entry => entry.Entity)], cancellationToken);
        foreach (EntityEntry<AuditRow> entry in rows)
        {
            PropertyEntry<AuditRow, long> key = entry.Property(row => row.Id);
            key.CurrentValue = entry.Entity.Id;
            key.IsTemporary = false;
        }
    }

    private static async Task<AuditCheckpointRow> LockHeadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        if (!context.Database.IsSqlite())
        {
            // Changes nothing and holds the row until the transaction ends; what is read after it is what the writer before left.
            await context.AuditCheckpoints.Where(row => row.Id == AuditCheckpointRow.HeadId)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Removed, row => row.Removed), cancellationToken);
        }

        if (await context.AuditCheckpoints.FindAsync([AuditCheckpointRow.HeadId], cancellationToken) is { } known) return known;
        var newest = await context.AuditRows.AsNoTracking().OrderByDescending(row => row.Id).Select(row => new { row.Id, row.Hash }).FirstOrDefaultAsync(cancellationToken);
        AuditCheckpointRow? begin = await context.AuditCheckpoints.AsNoTracking().SingleOrDefaultAsync(row => row.Id == AuditCheckpointRow.BeginId, cancellationToken);
        var head = new AuditCheckpointRow
        {
            Id = AuditCheckpointRow.HeadId,
            // A chain whose head was taken away may have lost its end too: one number is left out, which shows for good.
            LastId = newest is null ? begin?.LastId ?? 0 : newest.Hash is null ? newest.Id : newest.Id + 1,
            LastHash = (newest is null ? begin?.LastHash : newest.Hash) ?? "",
        };
        context.AuditCheckpoints.Add(head);
        return head;
    }

    /// <summary>New rows in the order in which they were added: the numbers that stand in for their keys go up.</summary>
    private static List<EntityEntry<AuditRow>> Added(DbContext context)
    {
        ChangeTracker tracker = context.ChangeTracker;
        bool detects = tracker.AutoDetectChangesEnabled;
        // An added row is known as such; looking for changes is what the save does next.
        tracker.AutoDetectChangesEnabled = false;
        try
        {
            return [.. tracker.Entries<AuditRow>().Where(entry => entry.State == EntityState.Added).OrderBy(entry => entry.Property(row => row.Id).CurrentValue)];
        }
        finally
        {
            tracker.AutoDetectChangesEnabled = detects;
        }
    }
}
