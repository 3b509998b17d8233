using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.History;

/// <inheritdoc cref="ITransitionHistory" />
internal sealed class TransitionHistory(DatabaseGate gate) : ITransitionHistory
{
    /// <inheritdoc />
    public Task<Page<StoredTransition>> QueryAsync(TransitionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        int limit = PageCursor.Clamp(query.Limit);
        (DateTimeOffset At, long Id)? after = PageCursor.Read(query.Cursor);
        return gate.ReadAsync(async context =>
        {
            IQueryable<TransitionRow> rows = context.Transitions.AsNoTracking();
            if (query.Instance is { } instance) rows = rows.Where(row => row.Instance == instance);
            if (after is { } place)
            {
                (DateTimeOffset at, long id) = place;
                rows = rows.Where(row => row.At < at || (row.At == at && row.Id < id));
            }

            List<TransitionRow> found = await rows.OrderByDescending(row => row.At).ThenByDescending(row => row.Id)
                .Take(limit + 1).ToListAsync(cancellationToken);
            Page<TransitionRow> page = PageCursor.Cut(found, limit, row => (row.At, row.Id));
            return new Page<StoredTransition>([.. page.Items.Select(ToStored)], page.NextCursor);
        }, cancellationToken);
    }

    private static StoredTransition ToStored(TransitionRow row) => new(row.Id, row.At, row.Node, row.Instance, row.From, row.To, row.Cause,
        row.Sentence, row.SentenceZh, row.OwnPriority, row.PeerAddress, row.PeerPriority, row.SilentFor, row.Detail, row.Revision);
}
