using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Runtime;

/// <summary>Takes events from the engine's threads.</summary>
internal interface IEventSink
{
    /// <summary>Records an event; sequence, revision and, when it has none yet, time are filled in by the sink. Any thread: returns within microseconds, never throws, never blocks.</summary>
    void Publish(EngineEvent engineEvent);
}
