using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Stored events that a test put in; keeps what was asked.</summary>
public sealed class FakeEventHistory : IEventHistory
{
    public List<StoredEvent> Events { get; } = [];

    public List<EventQuery> Queries { get; } = [];

    public List<(EventQuery Query, int Buckets)> Counts { get; } = [];

    public void Add(string type, EventSeverity severity, string sentence, JsonObject? detail = null, string? instance = null, string? service = null, string? server = null) =>
        Events.Insert(0, new StoredEvent(Events.Count + 1, type,
            JsonSerializer.Serialize(new StreamedEvent(type, "l1", FakeStatus.Noon, 1, 1, severity, instance, service, server, sentence, detail ?? []), DefinitionJson.MaskedOptions), instance, service));

    public Task<Page<StoredEvent>> QueryAsync(EventQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Task.FromResult(new Page<StoredEvent>([.. Events], null));
    }

    public Task<IReadOnlyList<EventBucket>> CountAsync(EventQuery query, int buckets, CancellationToken cancellationToken)
    {
        Counts.Add((query, buckets));
        return Task.FromResult<IReadOnlyList<EventBucket>>([new(FakeStatus.Noon.AddMinutes(-30), FakeStatus.Noon, 1, 0, 3), new(FakeStatus.Noon, FakeStatus.Noon.AddMinutes(30), 0, 2, 0)]);
    }
}
