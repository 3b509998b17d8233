using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>Keeps every event; safe from any thread.</summary>
internal sealed class RecordingSink : IEventSink
{
    private readonly ConcurrentQueue<EngineEvent> _events = [];

    public void Publish(EngineEvent engineEvent) => _events.Enqueue(engineEvent);

    /// <summary>The sentences about drift so far.</summary>
    public string[] Drift => [.. _events.OfType<DriftRepaired>().Select(repaired => repaired.Sentence)];

    /// <summary>Every sentence so far.</summary>
    public string[] Sentences => [.. _events.Select(engineEvent => engineEvent.Sentence)];
}
