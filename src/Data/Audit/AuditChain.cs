using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Audit;

/// <inheritdoc cref="IAuditChain" />
internal sealed class AuditChain(DatabaseGate gate, TimeProvider clock) : IAuditChain
{
    /// <summary>Rows read in one transaction: a long one would keep the write-ahead log from being cleared.</summary>
    internal const int ReadSize = 5_000;

    /// <inheritdoc />
    public async Task<AuditVerification> VerifyAsync(AuditHead? known, CancellationToken cancellationToken)
    {
        long began = Stopwatch.GetTimestamp();
        var walk = new ChainWalk();
        var comparison = new KnownRow(known);
        (AuditFlaw? Flaw, bool Ended, long Removed) step;
        do step = await gate.ReadAsync(context => StepAsync(context, walk, comparison, cancellationToken), cancellationToken);
        while (!step.Ended);
        AuditFlaw? flaw = step.Flaw ?? comparison.AtTheEnd(walk.LastId);
        AuditHead? head = walk.LastHash.Length == 0 ? null : new AuditHead(walk.LastId, walk.LastHash);
        return new AuditVerification(flaw is null, walk.Checked, walk.BeforeChain, step.Removed, head, flaw, Stopwatch.GetElapsedTime(began));
    }

    /// <inheritdoc />
    public async Task<AuditPruning> PruneAsync(DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        var walk = new ChainWalk();
        AuditFlaw? flaw = null;
        long removed = 0;
        while (true)
        {
            int batch = await gate.WriteAsync(async context =>
            {
                List<AuditRow> rows = await FindOldAsync(context, olderThan, cancellationToken);
                if (rows.Count == 0) return 0;
                AuditCheckpointRow begin = await BeginAsync(context, cancellationToken);
                walk.GoOnBehind(begin.LastId, begin.LastHash);
                // Only the first flaw: behind it, all would be wrong.
                foreach (AuditRow row in rows) flaw ??= walk.Take(row);
                await RemoveAsync(context, begin, rows, cancellationToken);
                return rows.Count;
            }, cancellationToken);
            removed += batch;
            if (batch < AuditPruning.BatchSize) break;
        }

        if (removed == 0) return new AuditPruning(0, 0, null);
        return await gate.WriteAsync(context => RecordAsync(context, olderThan, removed, flaw, cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<AuditRecord>> ReadBehindAsync(long id, int limit, CancellationToken cancellationToken)
        => gate.ReadAsync<IReadOnlyList<AuditRecord>>(async context =>
        {
            List<AuditRow> rows = await context.AuditRows.AsNoTracking().Where(row => row.Id > id).OrderBy(row => row.Id).Take(limit).ToListAsync(cancellationToken);
            return [.. rows.Select(AuditRows.ToRecord)];
        }, cancellationToken);

    /// <inheritdoc />
    public Task<AuditHead> HeadAsync(CancellationToken cancellationToken) => gate.ReadAsync(async context =>
    {
        AuditCheckpointRow? head = await FindAsync(context, AuditCheckpointRow.HeadId, cancellationToken);
        if (head is not null) return new AuditHead(head.LastId, head.LastHash);
        long newest = await context.AuditRows.AsNoTracking().OrderByDescending(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        return new AuditHead(newest, "");
    }, cancellationToken);

    // Marks and rows are of one moment, so that rows which are written or removed meanwhile do not look wrong.
    private static async Task<(AuditFlaw? Flaw, bool Ended, long Removed)> StepAsync(ConsoleDbContext context, ChainWalk walk, KnownRow known, CancellationToken cancellationToken)
    {
        AuditCheckpointRow? begin = await FindAsync(context, AuditCheckpointRow.BeginId, cancellationToken);
        if (begin is not null) walk.GoOnBehind(begin.LastId, begin.LastHash);
        known.IsGone(begin);
        long removed = begin?.Removed ?? 0, behind = walk.LastId;
        int count = 0;
        IAsyncEnumerable<AuditRow> rows = context.AuditRows.AsNoTracking().Where(row => row.Id > behind).OrderBy(row => row.Id).Take(ReadSize).AsAsyncEnumerable();
        await foreach (AuditRow row in rows.WithCancellation(cancellationToken))
        {
            count++;
            if ((walk.Take(row) ?? known.Compare(row)) is { } flaw) return (flaw, true, removed);
        }

        if (count == ReadSize) return (null, false, removed);
        AuditCheckpointRow? head = await FindAsync(context, AuditCheckpointRow.HeadId, cancellationToken);
        return (walk.End(head?.LastId, head?.LastHash), true, removed);
    }

    private static Task<AuditCheckpointRow?> FindAsync(ConsoleDbContext context, int id, CancellationToken cancellationToken)
        => context.AuditCheckpoints.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancellationToken);

    private static async Task<AuditCheckpointRow> BeginAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        if (await context.AuditCheckpoints.FindAsync([AuditCheckpointRow.BeginId], cancellationToken) is { } known) return known;
        var begin = new AuditCheckpointRow { Id = AuditCheckpointRow.BeginId, LastHash = "" };
        context.AuditCheckpoints.Add(begin);
        return begin;
    }

    private async Task<List<AuditRow>> FindOldAsync(ConsoleDbContext context, DateTimeOffset olderThan, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        List<AuditRow> rows = await context.AuditRows.AsNoTracking().OrderBy(row => row.Id).Take(AuditPruning.BatchSize).ToListAsync(cancellationToken);
        // A row from the future was written while the clock was wrong; it must not hold up all behind it for years.
        int young = rows.FindIndex(row => row.At >= olderThan && row.At <= now);
        if (young >= 0) rows.RemoveRange(young, rows.Count - young);
        return rows;
    }

    private async Task RemoveAsync(ConsoleDbContext context, AuditCheckpointRow begin, List<AuditRow> rows, CancellationToken cancellationToken)
    {
        long last = rows[^1].Id;
        await context.AuditRows.Where(row => row.Id <= last).ExecuteDeleteAsync(cancellationToken);
        begin.LastId = last;
        begin.LastHash = rows[^1].Hash ?? "";
        begin.Removed += rows.Count;
        begin.At = clock.GetUtcNow();
        await context.SaveChangesAsync(cancellationToken);
    }

    private async Task<AuditPruning> RecordAsync(ConsoleDbContext context, DateTimeOffset olderThan, long removed, AuditFlaw? flaw, CancellationToken cancellationToken)
    {
        AuditCheckpointRow begin = await BeginAsync(context, cancellationToken);
        string what = string.Create(CultureInfo.InvariantCulture, $"{removed} rows up to number {begin.LastId}, older than {olderThan.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, were removed");
        context.AuditRows.Add(AuditRows.ToRow(new AuditEntry
        {
            Actor = Actor.Console,
            Action = "audit-prune",
            Object = "audit",
            After = string.Create(CultureInfo.InvariantCulture, $"{{\"removed\":{removed},\"lastId\":{begin.LastId},\"lastHash\":\"{begin.LastHash}\",\"intact\":{(flaw is null ? "true" : "false")}}}"),
            Reason = flaw is null ? $"{what}; their chain was whole." : $"{what}; their chain was broken: {flaw.Sentence}",
            Succeeded = flaw is null,
        }, clock.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken);
        return new AuditPruning(removed, begin.LastId, flaw);
    }
}
