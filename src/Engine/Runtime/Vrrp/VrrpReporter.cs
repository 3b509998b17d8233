using System.Threading.Channels;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Notify;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Hands events to the sink at once and writes one log line for each from the thread pool, because a log that waits for a
/// terminal or a disk must not hold up an advert. When the log cannot keep up, the oldest lines are lost, not the events.
/// </summary>
internal sealed partial class VrrpReporter : IEventSink, IDisposable
{
    private const int MaxWaitingLines = 1024;

    private readonly IEventSink _sink;
    private readonly ILogger _logger;
    private readonly Channel<(LogLevel Level, string Line)> _lines = Channel.CreateBounded<(LogLevel, string)>(
        new BoundedChannelOptions(MaxWaitingLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private readonly Task _writer;

    /// <summary>Starts it.</summary>
    public VrrpReporter(IEventSink sink, ILogger logger)
    {
        _sink = sink;
        _logger = logger;
        _writer = Task.Run(WriteAsync);
    }

    /// <summary>Tells programs and pipes of changes of state; null = nobody.</summary>
    public NotifyRuntime? Notify { get; set; }

    /// <summary>Publishes and logs. Any thread; never waits.</summary>
    public void Publish(EngineEvent engineEvent)
    {
        _sink.Publish(engineEvent);
        Notify?.Happened(engineEvent);
        LogLevel level = engineEvent.Severity switch
        {
            EventSeverity.Critical => LogLevel.Error,
            EventSeverity.Warning => LogLevel.Warning,
            _ => LogLevel.Information,
        };
        _lines.Writer.TryWrite((level, engineEvent.Sentence));
    }

    /// <summary>Writes what waits, for at most a second.</summary>
    public void Dispose()
    {
        if (_lines.Writer.TryComplete()) _writer.Wait(TimeSpan.FromSeconds(1));
    }

    [LoggerMessage(EventId = 2001, Message = "{Sentence}")]
    private static partial void Write(ILogger logger, LogLevel level, string sentence);

    private async Task WriteAsync()
    {
        await foreach ((LogLevel level, string line) in _lines.Reader.ReadAllAsync().ConfigureAwait(false)) Write(_logger, level, line);
    }
}
