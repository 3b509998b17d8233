using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Retention;

/// <summary>Removes what is older than it is kept, a few rows at a time, so that nobody waits for it.</summary>
internal sealed class RetentionJob(DatabaseGate gate, IStorageDialect dialect, ConsoleDataOptions options, TimeProvider clock)
{
    // Between two writes, so that whoever waits comes first.
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<string, BatchSize> _sizes = [];

    /// <summary>The longest write of all runs.</summary>
    public TimeSpan LongestWrite { get; private set; }

    /// <summary>Removes everything that is due at <paramref name="now"/> and says how many rows went.</summary>
    public async Task<long> RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        RetentionOptions kept = options.Retention;
        long removed = await OlderAsync("Transitions", kept.Transitions, now, cancellationToken)
            + await OlderAsync("Events", kept.Events, now, cancellationToken)
            + await OlderAsync("IdempotencyKeys", kept.IdempotencyKeys, now, cancellationToken);
        if (kept.EventsAtMost > 0)
        {
            long newest = await gate.ReadAsync(context => context.Events.MaxAsync(row => (long?)row.Id, cancellationToken), cancellationToken) ?? 0;
            if (newest > kept.EventsAtMost) removed += await RemoveAsync("Events", "\"Id\" <= {0}", [newest - kept.EventsAtMost], cancellationToken);
        }

        if (kept.Revisions <= TimeSpan.Zero) return removed;
        // The newest stays whatever its age, and what an open trial would go back to.
        long current = await gate.ReadAsync(context => context.Revisions.MaxAsync(row => (long?)row.Number, cancellationToken), cancellationToken) ?? 0;
        CommitWindowRow? trial = await gate.ReadAsync(context => context.CommitWindows.AsNoTracking().FirstOrDefaultAsync(cancellationToken), cancellationToken);
        return removed + await RemoveAsync("Revisions", "\"At\" < {0} AND \"Number\" < {1} AND \"Number\" <> {2}", [now - kept.Revisions, current, trial?.BackTo ?? 0], cancellationToken);
    }

    /// <summary>Removes all rows of a condition, as <see cref="IStorageDialect.DeleteSomeAsync"/> takes it.</summary>
    public async Task<long> RemoveAsync(string table, string condition, object[] values, CancellationToken cancellationToken)
    {
        if (!_sizes.TryGetValue(table, out BatchSize? size)) _sizes[table] = size = new BatchSize();
        for (long removed = 0; ;)
        {
            int rows = size.Rows;
            TimeSpan took = TimeSpan.Zero;
            int gone = await gate.WriteAsync(async context =>
            {
                long began = clock.GetTimestamp();
                int count = await dialect.DeleteSomeAsync(context, table, condition, rows, values, cancellationToken);
                took = clock.GetElapsedTime(began);
                return count;
            }, cancellationToken);
            removed += gone;
            if (took > LongestWrite) LongestWrite = took;
            if (gone < rows) return removed;
            size.Took(took);
            await Task.Delay(s_pause, cancellationToken);
        }
    }

    private async Task<long> OlderAsync(string table, TimeSpan kept, DateTimeOffset now, CancellationToken cancellationToken)
        => kept <= TimeSpan.Zero ? 0 : await RemoveAsync(table, "\"At\" < {0}", [now - kept], cancellationToken);
}
