using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.History;

/// <summary>What the recorder says in the log. Ids 4000 to 4099.</summary>
internal static partial class RecorderLog
{
    [LoggerMessage(4000, LogLevel.Warning, "History and audit of engine events wait for the database: {Reason} The engine is not affected.")]
    public static partial void Waiting(ILogger log, string reason);

    [LoggerMessage(4001, LogLevel.Information, "The database is back; engine events that waited are written.")]
    public static partial void Recovered(ILogger log);

    [LoggerMessage(4002, LogLevel.Error, "The queue of engine events for the database is full; new events are not recorded until it drains. The engine is not affected.")]
    public static partial void QueueFull(ILogger log);

    [LoggerMessage(4003, LogLevel.Error, "The database refused {Rows} rows of engine events: {Reason}")]
    public static partial void Refused(ILogger log, int rows, string reason);

    [LoggerMessage(4004, LogLevel.Warning, "{Lost} engine events are not in history and audit.")]
    public static partial void Lost(ILogger log, long lost);

    [LoggerMessage(4005, LogLevel.Warning, "The history of probes waits for the database: {Reason} Checks are not affected.")]
    public static partial void ProbesWaiting(ILogger log, string reason);

    [LoggerMessage(4006, LogLevel.Information, "The database is back; the history of probes that waited is written.")]
    public static partial void ProbesRecovered(ILogger log);

    [LoggerMessage(4007, LogLevel.Error, "The database refused the history of probes ({Minutes} minutes of checks): {Reason}")]
    public static partial void ProbesRefused(ILogger log, int minutes, string reason);

    [LoggerMessage(4040, LogLevel.Error, "A reader of stored events failed: {Reason} The events are stored.")]
    public static partial void ListenerFailed(ILogger log, string reason);
}
