using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;

namespace KeepaliveConsole.Engine.Tests.Balancing;

/// <summary>Keeps every event; safe from any thread.</summary>
internal sealed class RecordingSink : IEventSink
{
    private readonly ConcurrentQueue<EngineEvent> _events = [];

    public void Publish(EngineEvent engineEvent) => _events.Enqueue(engineEvent);

    /// <summary>Every event that was not taken.</summary>
    public IReadOnlyList<EngineEvent> Events => [.. _events];

    /// <summary>The sentences since the last call.</summary>
    public string[] Take()
    {
        var sentences = new List<string>();
        while (_events.TryDequeue(out EngineEvent? next)) sentences.Add(next.Sentence);
        return [.. sentences];
    }
}
