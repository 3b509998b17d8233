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
            Page<AuditRow> page = await AuditSearch.PageAsync(context, query, limit, after, cancellationToken);
            return new Page<AuditRecord>([.. page.Items.Select(AuditRows.ToRecord)], page.NextCursor);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<AuditRecord?> FindAsync(long id, CancellationToken cancellationToken) => gate.ReadAsync(async context =>
    {
        AuditRow? row = await context.AuditRows.AsNoTracking().SingleOrDefaultAsync(each => each.Id == id, cancellationToken);
        return row is null ? null : AuditRows.ToRecord(row);
    }, cancellationToken);
}
