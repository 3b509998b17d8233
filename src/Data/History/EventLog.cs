using System.Text;
using System.Text.Json;
using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.History;

/// <inheritdoc cref="IEventLog" />
internal sealed class EventLog(DatabaseGate gate, EngineRecorder recorder) : IEventLog
{
    private const int MostRows = 1000;

    /// <inheritdoc />
    public event Action<EventLogNews>? News
    {
        add => recorder.News += value;
        remove => recorder.News -= value;
    }

    /// <inheritdoc />
    public Task<EventLogBounds> BoundsAsync(string node, CancellationToken cancellationToken) => gate.ReadAsync(async context =>
    {
        IQueryable<EventRow> rows = context.Events.Where(row => row.Node == node);
        // First and last by the primary key: two short looks, where a minimum over the node would read every row.
        long oldest = await rows.OrderBy(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        long newest = await rows.OrderByDescending(row => row.Id).Select(row => row.Id).FirstOrDefaultAsync(cancellationToken);
        return new EventLogBounds(oldest, newest);
    }, cancellationToken);

    /// <inheritdoc />
    public Task<bool> HasAsync(string node, long id, CancellationToken cancellationToken)
        => gate.ReadAsync(context => context.Events.AnyAsync(row => row.Id == id && row.Node == node, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<IReadOnlyList<StoredEvent>> ReadAsync(string node, long after, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken)
    {
        int most = Math.Clamp(limit, 1, MostRows);
        return gate.ReadAsync(async context =>
        {
            IQueryable<EventRow> rows = context.Events.AsNoTracking().Where(row => row.Node == node && row.Id > after);
            if (kinds.Count > 0) rows = rows.Where(row => kinds.Contains(row.Kind));
            List<EventRow> found = await rows.OrderBy(row => row.Id).Take(most).ToListAsync(cancellationToken);
            return (IReadOnlyList<StoredEvent>)[.. found.Select(ToStored)];
        }, cancellationToken);
    }

    /// <inheritdoc />
    public void Tell(StreamedEvent told)
    {
        ArgumentNullException.ThrowIfNull(told);
        recorder.Enqueue(StreamRows.ToRow(told));
    }

    /// <summary>A row as its readers see it.</summary>
    internal static StoredEvent ToStored(EventRow row)
    {
        string? instance = null;
        string? service = null;
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(row.Json));
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            bool isInstance = reader.ValueTextEquals("instance"u8);
            bool isService = reader.ValueTextEquals("service"u8);
            // The detail stands last and may have members of the same names.
            if (reader.ValueTextEquals("detail"u8)) break;
            reader.Read();
            if (isInstance) instance = reader.GetString();
            else if (isService) service = reader.GetString();
        }

        return new StoredEvent(row.Id, row.Kind, row.Json, instance, service);
    }
}
