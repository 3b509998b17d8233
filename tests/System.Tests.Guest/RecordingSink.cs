using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>Keeps every event; safe from any thread.</summary>
internal sealed class RecordingSink : IEventSink, IDisposable
{
    private readonly ConcurrentQueue<EngineEvent> _events = [];

    private readonly AutoResetEvent _published = new(false);

    public void Publish(EngineEvent engineEvent)
    {
        _events.Enqueue(engineEvent);
        _published.Set();
    }

    /// <summary>Forgets that something was published, so that the next <see cref="WaitForEvent"/> waits.</summary>
    public void Quiet() => _published.Reset();

    /// <summary>Waits for the next event, at most 10 s.</summary>
    public void WaitForEvent() => Expect.True(_published.WaitOne(TimeSpan.FromSeconds(10)), "no event within 10 s");

    public void Dispose() => _published.Dispose();

    /// <summary>The sentences about drift so far.</summary>
    public string[] Drift => [.. _events.OfType<DriftRepaired>().Select(repaired => repaired.Sentence)];

    /// <summary>Every sentence so far.</summary>
    public string[] Sentences => [.. _events.Select(engineEvent => engineEvent.Sentence)];
}
