using System.Linq.Expressions;
using System.Text.Json;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.History;

/// <inheritdoc cref="IEventHistory" />
internal sealed class EventHistory(DatabaseGate gate) : IEventHistory
{
    // As the row's JSON says it; the detail, which stands last, has no such member.
    private const string Warning = "\"severity\":\"Warning\"";
    private const string Critical = "\"severity\":\"Critical\"";

    /// <inheritdoc />
    public Task<Page<StoredEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        int limit = PageCursor.Clamp(query.Limit);
        (DateTimeOffset At, long Id)? after = PageCursor.Read(query.Cursor);
        return gate.ReadAsync(async context =>
        {
            IQueryable<EventRow> rows = Matching(context, query);
            if (after is { } place)
            {
                (DateTimeOffset at, long id) = place;
                rows = rows.Where(row => row.At < at || (row.At == at && row.Id < id));
            }

            List<EventRow> found = await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id).Take(limit + 1).ToListAsync(cancellationToken);
            Page<EventRow> page = PageCursor.Cut(found, limit, row => (row.At, row.Id));
            return new Page<StoredEvent>([.. page.Items.Select(EventLog.ToStored)], page.NextCursor);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<EventBucket>> CountAsync(EventQuery query, int buckets, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(buckets, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buckets, IEventHistory.MostBuckets);
        DateTimeOffset[] edges = [.. Enumerable.Range(0, buckets + 1).Select(index => query.From + ((query.To - query.From) * ((double)index / buckets)))];
        edges[^1] = query.To;
        return gate.ReadAsync(async context =>
        {
            var counts = await Matching(context, query)
                .GroupBy(BucketOf(edges))
                .Select(group => new
                {
                    Bucket = group.Key,
                    All = group.Count(),
                    Warning = group.Count(row => row.Json.Contains(Warning)),
                    Critical = group.Count(row => row.Json.Contains(Critical)),
                }).ToListAsync(cancellationToken);
            return (IReadOnlyList<EventBucket>)
            [
                .. Enumerable.Range(0, buckets).Select(index => counts.Find(each => each.Bucket == index) is { } found
                    ? new EventBucket(edges[index], edges[index + 1], found.All - found.Warning - found.Critical, found.Warning, found.Critical)
                    : new EventBucket(edges[index], edges[index + 1], 0, 0, 0)),
            ];
        }, cancellationToken);
    }

    private static IQueryable<EventRow> Matching(ConsoleDbContext context, EventQuery query)
    {
        IQueryable<EventRow> rows = context.Events.AsNoTracking().Where(row => row.At >= query.From && row.At < query.To);
        if (query.Node is { } node) rows = rows.Where(row => row.Node == node);
        if (query.Kind is { } kind) rows = rows.Where(row => row.Kind == kind);
        if (query.Text is { Length: > 0 } text)
        {
            // As it stands in the JSON, without the quotes around it.
            string written = JsonSerializer.Serialize(text, DefinitionJson.Options)[1..^1];
            rows = rows.Where(row => row.Json.Contains(written));
        }

        return query.Severity switch
        {
            EventSeverity.Critical => rows.Where(row => row.Json.Contains(Critical)),
            EventSeverity.Warning => rows.Where(row => row.Json.Contains(Warning)),
            EventSeverity.Info => rows.Where(row => !row.Json.Contains(Critical) && !row.Json.Contains(Warning)),
            _ => rows,
        };
    }

    // Which span a row is in, as a tree of comparisons: every database has those, while each counts seconds in a way of its own. The edges are
    // read through the holder, so that they become parameters and the statement stays the same.
    private static Expression<Func<EventRow, int>> BucketOf(DateTimeOffset[] edges)
    {
        ParameterExpression row = Expression.Parameter(typeof(EventRow), "row");
        Expression at = Expression.Property(row, nameof(EventRow.At));
        Expression holder = Expression.Property(Expression.Constant(new Edges(edges)), nameof(Edges.All));
        return Expression.Lambda<Func<EventRow, int>>(Between(at, holder, 0, edges.Length - 1), row);
    }

    private static Expression Between(Expression at, Expression edges, int first, int last)
    {
        if (last - first == 1) return Expression.Constant(first);
        int middle = (first + last) / 2;
        return Expression.Condition(Expression.LessThan(at, Expression.ArrayIndex(edges, Expression.Constant(middle))), Between(at, edges, first, middle), Between(at, edges, middle, last));
    }

    private sealed record Edges(DateTimeOffset[] All);
}
