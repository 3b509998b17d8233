using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Audit;

/// <summary>
/// Finds rows, newest first. Time, action and actor have indexes. The other filters look at rows one by one, at no more than
/// <see cref="Window"/> of those the indexes leave in one question; a page then ends early, and its cursor goes on where it stopped.
/// </summary>
internal static class AuditSearch
{
    /// <summary>Rows one question looks at when a filter has no index.</summary>
    public const int Window = 10_000;

    public static async Task<Page<AuditRow>> PageAsync(ConsoleDbContext context, AuditQuery query, int limit, (DateTimeOffset At, long Id)? after, CancellationToken cancellationToken)
    {
        IQueryable<AuditRow> span = Span(context.AuditRows.AsNoTracking(), query, after);
        (IQueryable<AuditRow> rows, bool looks) = await LeadAsync(span, query, cancellationToken);
        (DateTimeOffset At, long Id)? floor = looks ? await FloorAsync(rows, cancellationToken) : null;
        if (floor is { } lowest) rows = rows.Where(row => row.At >= lowest.At && (row.At > lowest.At || row.Id >= lowest.Id));
        List<AuditRow> found = await Newest(Look(rows, query)).Take(limit + 1).ToListAsync(cancellationToken);
        Page<AuditRow> page = PageCursor.Cut(found, limit, row => (row.At, row.Id));
        return page.NextCursor is null && floor is { } stopped ? page with { NextCursor = PageCursor.Write(stopped.At, stopped.Id) } : page;
    }

    /// <summary>As a range of the index by time, whose ends the database can go to: an "or" of the two cases would be read from the start.</summary>
    private static IQueryable<AuditRow> Span(IQueryable<AuditRow> rows, AuditQuery query, (DateTimeOffset At, long Id)? after)
    {
        if (query.From is { } from) rows = rows.Where(row => row.At >= from);
        if (query.To is { } to) rows = rows.Where(row => row.At < to);
        if (after is { } place)
        {
            (DateTimeOffset at, long id) = place;
            rows = rows.Where(row => row.At <= at && (row.At < at || row.Id < id));
        }

        return rows;
    }

    /// <summary>The rows by the index that leaves the fewest, and whether they have to be looked at one by one.</summary>
    private static async Task<(IQueryable<AuditRow> Rows, bool Looks)> LeadAsync(IQueryable<AuditRow> span, AuditQuery query, CancellationToken cancellationToken)
    {
        bool looks = query.Object is not null || query.CorrelationId is not null || query.Revision is not null || query.Succeeded is not null || !string.IsNullOrEmpty(query.Text);
        if (query.Action is null && query.Actor is null) return (span, looks);
        if (query.Actor is not { } actor) return (ByAction(span, query.Action!), looks);
        if (query.Action is not { } action) return (ByActor(span, actor), looks);
        bool byAction = await FloorAsync(ByAction(span, action), cancellationToken) is null
            || await FloorAsync(ByActor(span, actor), cancellationToken) is not null;
        // Joined to an empty text, a column is no longer what the other index sorts by, so that the database takes the one meant.
        return byAction
            ? (ByAction(span, action).Where(row => row.Actor + "" == actor), true)
            : (ByActor(span, actor).Where(row => row.Action + "" == action), true);
    }

    private static IQueryable<AuditRow> ByAction(IQueryable<AuditRow> rows, string action) => rows.Where(row => row.Action == action);

    private static IQueryable<AuditRow> ByActor(IQueryable<AuditRow> rows, string actor) => rows.Where(row => row.Actor == actor);

    private static async Task<(DateTimeOffset At, long Id)?> FloorAsync(IQueryable<AuditRow> rows, CancellationToken cancellationToken)
    {
        var last = await Newest(rows).Skip(Window).Select(row => new { row.At, row.Id }).FirstOrDefaultAsync(cancellationToken);
        return last is null ? null : (last.At, last.Id);
    }

    private static IQueryable<AuditRow> Look(IQueryable<AuditRow> rows, AuditQuery query)
    {
        if (query.Object is { } subject) rows = rows.Where(row => row.Object == subject);
        if (query.CorrelationId is { } correlation) rows = rows.Where(row => row.CorrelationId == correlation);
        if (query.Revision is { } revision) rows = rows.Where(row => row.Revision == revision);
        if (query.Succeeded is { } succeeded) rows = rows.Where(row => row.Succeeded == succeeded);
        if (string.IsNullOrEmpty(query.Text)) return rows;
        string text = AuditRows.Fold(query.Text);
        return rows.Where(row => row.SearchText.Contains(text));
    }

    private static IOrderedQueryable<AuditRow> Newest(IQueryable<AuditRow> rows) => rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id);
}
