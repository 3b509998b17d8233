using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Events;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.History;

/// <summary>
/// The questions behind <see cref="IProbeHistory"/>: first which checks, then their points. Asked in one, SQLite knows nothing of how the rows
/// are spread, begins with the time, and reads the points of every check of that time: 300,000 of an hour with 5,000 checks.
/// </summary>
internal static class ProbeSearch
{
    public static async Task<IReadOnlyList<ProbeSummary>> PointsAsync(ConsoleDbContext context, ProbeQuery query, CancellationToken cancellationToken)
    {
        IQueryable<ProbeSeriesRow> named = context.ProbeSeries.AsNoTracking().Where(row => row.Server == query.Server && row.Node == query.Node);
        if (query.Service is { } service) named = named.Where(row => row.Service == service);
        List<ProbeSeriesRow> series = await named.OrderBy(row => row.Service).ThenBy(row => row.CheckIndex).ToListAsync(cancellationToken);
        if (series.Count == 0) return [];

        long[] numbers = [.. series.Select(row => row.Id)];
        int seconds = (int)query.Span;
        (long from, long to) = (query.From.ToUnixTimeSeconds(), query.To.ToUnixTimeSeconds());
        List<ProbeRollupRow> rollups = await context.ProbeRollups.AsNoTracking()
            .Where(row => numbers.Contains(row.SeriesId) && row.Seconds == seconds && row.At >= from && row.At < to)
            .OrderBy(row => row.SeriesId).ThenBy(row => row.At).ToListAsync(cancellationToken);
        ILookup<long, ProbeRollupRow> points = rollups.ToLookup(row => row.SeriesId);
        return [.. series.SelectMany(one => points[one.Id], (one, row) => ProbeRollups.ToSummary(one.Service, one.Server, one.CheckIndex, row))];
    }
}
