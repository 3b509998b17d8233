using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Engine.Events;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.History;

/// <inheritdoc cref="IProbeHistory" />
internal sealed class ProbeHistory(DatabaseGate gate, RetentionJob retention) : IProbeHistory
{
    // How long each span is kept, and which it is summed up from.
    private static readonly (ProbeSpan Span, ProbeSpan? From, TimeSpan Kept)[] s_levels =
    [
        (ProbeSpan.Minute, null, TimeSpan.FromDays(1)),
        (ProbeSpan.Hour, ProbeSpan.Minute, TimeSpan.FromDays(30)),
        (ProbeSpan.Day, ProbeSpan.Hour, TimeSpan.FromDays(365)),
    ];

    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(2);

    private readonly Dictionary<(string Node, string Service, string Server, int Check), long> _series = [];

    /// <inheritdoc />
    public Task<IReadOnlyList<ProbeSummary>> QueryAsync(ProbeQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return gate.ReadAsync(context => ProbeSearch.PointsAsync(context, query, cancellationToken), cancellationToken);
    }

    /// <summary>Keeps closed minutes. A minute of a check that is there already (the clock was set back) is left as it was.</summary>
    public async Task WriteAsync(string node, IReadOnlyList<ProbeSummary> minutes, CancellationToken cancellationToken)
    {
        await NameSeriesAsync(node, minutes, cancellationToken);
        ProbeRollupRow[] rows = [.. minutes.Select(minute => ProbeRollups.ToRow(_series[KeyOf(node, minute)], minute))];
        await gate.WriteAsync(context => RowInserts.InsertNewAsync(context, rows, cancellationToken), cancellationToken);
    }

    /// <summary>Sums up the hours and days that are over at <paramref name="now"/> and removes what is older than it is kept.</summary>
    public async Task RollUpAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        // All sums first: what is old enough to go may have come since the last time, and still counts in them.
        foreach ((ProbeSpan span, ProbeSpan? source, _) in s_levels)
            if (source is { } from) await SumUpAsync(span, from, now, cancellationToken);
        foreach ((ProbeSpan span, _, TimeSpan kept) in s_levels)
        {
            long oldest = (now - kept).ToUnixTimeSeconds();
            await retention.RemoveAsync("ProbeRollups", "\"Seconds\" = {0} AND \"At\" < {1}", [(int)span, oldest], cancellationToken);
        }

        await gate.WriteAsync(context => context.ProbeSeries.Where(series => !context.ProbeRollups.Any(row => row.SeriesId == series.Id))
            .ExecuteDeleteAsync(cancellationToken), cancellationToken);
        _series.Clear();
    }

    // Each span by itself: a short write, then others may write.
    private async Task SumUpAsync(ProbeSpan span, ProbeSpan source, DateTimeOffset now, CancellationToken cancellationToken)
    {
        int seconds = (int)span;
        // Two minutes later than its end: consoles that share the database close their last minute at slightly different times.
        long open = (now - s_late).ToUnixTimeSeconds() / seconds * seconds;
        List<long> due = await gate.ReadAsync(context =>
            context.ProbeRollups.AsNoTracking().Where(row => row.Seconds == (int)source && row.At < open).Select(row => row.At / seconds).Distinct()
                .Where(number => !context.ProbeRollups.Any(row => row.Seconds == seconds && row.At == number * seconds))
                .OrderBy(number => number).ToListAsync(cancellationToken), cancellationToken);
        foreach (long number in due)
        {
            long at = number * seconds;
            await gate.WriteAsync(async context =>
            {
                // Another console on the same server may have been quicker.
                if (await context.ProbeRollups.AnyAsync(row => row.Seconds == seconds && row.At == at, cancellationToken)) return 0;
                List<ProbeRollupRow> sums = await ProbeRollups.Sum(
                    context.ProbeRollups.AsNoTracking().Where(row => row.Seconds == (int)source && row.At >= at && row.At < at + seconds), seconds, at)
                    .ToListAsync(cancellationToken);
                return await RowInserts.InsertNewAsync(context, sums, cancellationToken);
            }, cancellationToken);
        }
    }

    private async Task NameSeriesAsync(string node, IReadOnlyList<ProbeSummary> minutes, CancellationToken cancellationToken)
    {
        if (minutes.All(minute => _series.ContainsKey(KeyOf(node, minute)))) return;
        List<ProbeSeriesRow> rows = await gate.WriteAsync<List<ProbeSeriesRow>>(async context =>
        {
            List<ProbeSeriesRow> known = await context.ProbeSeries.AsNoTracking().Where(row => row.Node == node).ToListAsync(cancellationToken);
            HashSet<(string, string, string, int)> names = [.. known.Select(row => (row.Node, row.Service, row.Server, row.CheckIndex))];
            List<ProbeSeriesRow> added = [.. minutes.Where(minute => names.Add(KeyOf(node, minute)))
                .Select(minute => new ProbeSeriesRow { Node = node, Service = minute.Service, Server = minute.Server, CheckIndex = minute.CheckIndex })];
            IReadOnlyList<long> numbers = await RowInserts.InsertAsync(context, added, cancellationToken);
            for (int row = 0; row < added.Count; row++) added[row].Id = numbers[row];
            return [.. known, .. added];
        }, cancellationToken);
        _series.Clear();
        foreach (ProbeSeriesRow row in rows) _series[(row.Node, row.Service, row.Server, row.CheckIndex)] = row.Id;
    }

    private static (string Node, string Service, string Server, int Check) KeyOf(string node, ProbeSummary minute)
        => (node, minute.Service, minute.Server, minute.CheckIndex);
}
