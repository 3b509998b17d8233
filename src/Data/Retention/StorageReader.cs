using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.History;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Retention;

/// <inheritdoc cref="IStorageReport" />
internal sealed class StorageReader(DatabaseGate gate, IStorageDialect dialect, ConsoleDataOptions options, IBackups backups, EngineRecorder events, ProbeRecorder probes) : IStorageReport
{
    private static readonly string[] s_tables = ["Revisions", "AuditRows", "Transitions", "Events", "ProbeRollups", "IdempotencyKeys"];

    /// <inheritdoc />
    public async Task<StorageReport> ReadAsync(CancellationToken cancellationToken)
    {
        (DatabaseSize size, List<TableReport> tables) = await gate.ReadAsync(async context =>
        {
            DatabaseSize found = await dialect.SizeAsync(context, s_tables, cancellationToken);
            RetentionOptions kept = options.Retention;
            TableReport Table(string name, string table, DateTimeOffset? oldest, TimeSpan? keptFor = null)
                => new(name, found.Rows[table].Count, found.Rows[table].IsEstimate, oldest, keptFor > TimeSpan.Zero ? keptFor : null);

            // Each by an index, whose first entry it is.
            DateTimeOffset? firstRevision = await context.Revisions.OrderBy(row => row.Number).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
            DateTimeOffset? firstAudit = await context.AuditRows.OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
            DateTimeOffset? firstTransition = await context.Transitions.OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
            DateTimeOffset? firstEvent = await context.Events.OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
            DateTimeOffset? firstKey = await context.IdempotencyKeys.OrderBy(row => row.At).Select(row => (DateTimeOffset?)row.At).FirstOrDefaultAsync(cancellationToken);
            long? firstProbe = null;
            foreach (int seconds in (int[])[(int)ProbeSpan.Minute, (int)ProbeSpan.Hour, (int)ProbeSpan.Day])
            {
                long? first = await context.ProbeRollups.Where(row => row.Seconds == seconds).OrderBy(row => row.At).Select(row => (long?)row.At).FirstOrDefaultAsync(cancellationToken);
                if (first is not null && (firstProbe is null || first < firstProbe)) firstProbe = first;
            }

            return (found, new List<TableReport>
            {
                Table("revisions", "Revisions", firstRevision, kept.Revisions),
                Table("audit", "AuditRows", firstAudit),
                Table("transitions", "Transitions", firstTransition, kept.Transitions),
                Table("events", "Events", firstEvent, kept.Events),
                Table("probes", "ProbeRollups", firstProbe is { } at ? DateTimeOffset.FromUnixTimeSeconds(at) : null, TimeSpan.FromDays(365)),
                Table("idempotencyKeys", "IdempotencyKeys", firstKey, kept.IdempotencyKeys),
            });
        }, cancellationToken);
        return new StorageReport(dialect.Provider, size.Bytes, size.JournalBytes, size.FreeBytes, tables,
            events.Waiting, events.Lost, events.Written, probes.Lost, backups.List(), backups.LastFailure, backups.NotHere);
    }
}
