namespace KeepaliveConsole.Data.History;

/// <summary>An event of the stored stream.</summary>
/// <param name="Id">Rises with each event of the store; never used twice.</param>
/// <param name="Kind">Its type.</param>
/// <param name="Json">A <see cref="StreamedEvent"/> on one line.</param>
/// <param name="Instance">VRRP instance it is about; null = none.</param>
/// <param name="Service">Virtual service it is about; null = none.</param>
public sealed record StoredEvent(long Id, string Kind, string Json, string? Instance, string? Service);

/// <summary>What the store did with events.</summary>
/// <param name="Stored">Durable now, by id; empty = none.</param>
/// <param name="Lost">Events that will never be stored.</param>
/// <param name="Trouble">Why events wait and are not stored now; null = they are stored.</param>
public sealed record EventLogNews(IReadOnlyList<StoredEvent> Stored, long Lost, string? Trouble);

/// <summary>First and last event that are kept of a node; 0 = none.</summary>
public readonly record struct EventLogBounds(long Oldest, long Newest);

/// <summary>The stored stream of events: what happened on a node, numbered, for readers that come back later.</summary>
public interface IEventLog
{
    /// <summary>Raised after every batch, and when events are lost or must wait, from any thread: hand over and return.</summary>
    event Action<EventLogNews>? News;

    /// <summary>First and last event of <paramref name="node"/>.</summary>
    Task<EventLogBounds> BoundsAsync(string node, CancellationToken cancellationToken);

    /// <summary>Is the event with this id still kept?</summary>
    Task<bool> HasAsync(string node, long id, CancellationToken cancellationToken);

    /// <summary>Events after <paramref name="after"/>, by id.</summary>
    /// <param name="node">Whose.</param>
    /// <param name="after">Id of the last event the reader has; 0 = none.</param>
    /// <param name="kinds">Only these; empty = all.</param>
    /// <param name="limit">At most this many, 1 to 1000.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    Task<IReadOnlyList<StoredEvent>> ReadAsync(string node, long after, IReadOnlyCollection<string> kinds, int limit, CancellationToken cancellationToken);

    /// <summary>Takes an event that the console tells, such as a commit window that opened. Returns at once; it is stored with the engine's, in order.</summary>
    void Tell(StreamedEvent told);
}
