using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Audit;

/// <inheritdoc cref="IAuditTrail" />
internal sealed class AuditTrail(DatabaseGate gate, TimeProvider clock) : IAuditTrail
{
    /// <inheritdoc />
    public async Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(entry);
        AuditRow row = AuditRows.ToRow(entry, clock.GetUtcNow());
        await gate.WriteAsync(context =>
        {
            context.AuditRows.Add(row);
            return context.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<Page<AuditRecord>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        int limit = PageCursor.Clamp(query.Limit);
        (DateTimeOffset At, long Id)? after = PageCursor.Read(query.Cursor);
        return gate.ReadAsync(async context =>
        {
            List<AuditRow> rows = await Select(context.AuditRows.AsNoTracking(), query, after)
                .OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
                .Take(limit + 1).ToListAsync(cancellationToken);
            Page<AuditRow> page = PageCursor.Cut(rows, limit, row => (row.At, row.Id));
            return new Page<AuditRecord>([.. page.Items.Select(AuditRows.ToRecord)], page.NextCursor);
        }, cancellationToken);
    }

    private static IQueryable<AuditRow> Select(IQueryable<AuditRow> rows, AuditQuery query, (DateTimeOffset At, long Id)? after)
    {
        if (query.From is { } from) rows = rows.Where(row => row.At >= from);
        if (query.To is { } to) rows = rows.Where(row => row.At < to);
        if (query.Actor is { } actor) rows = rows.Where(row => row.Actor == actor);
        if (query.Action is { } action) rows = rows.Where(row => row.Action == action);
        if (!string.IsNullOrEmpty(query.Text))
        {
            string text = AuditRows.Fold(query.Text);
            rows = rows.Where(row => row.SearchText.Contains(text));
        }

        if (after is { } place)
        {
            (DateTimeOffset at, long id) = place;
            rows = rows.Where(row => row.At < at || (row.At == at && row.Id < id));
        }

        return rows;
    }
}
