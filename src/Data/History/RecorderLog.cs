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
}
