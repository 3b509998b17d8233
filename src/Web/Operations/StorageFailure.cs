using System.Data.Common;
using KeepaliveConsole.Data;
using KeepaliveConsole.Engine;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Tells a database that does not work from a mistake in the program. The stores throw one kind; Identity talks to the database itself.</summary>
internal static partial class StorageFailure
{
    /// <summary>Is the database to blame?</summary>
    public static bool IsOne(Exception error) => error is StorageUnavailableException or DbException or DbUpdateException
        || (error is InvalidOperationException && error.InnerException is DbException);

    /// <summary>What, where, why and the way out, on one line.</summary>
    public static string Describe(Exception error) => Tell(error).ToString();

    /// <summary>The same for a page.</summary>
    public static Sentence Tell(Exception error)
    {
        if (error is StorageUnavailableException) return Sentence.Verbatim(error.Message);
        while (error.InnerException is { } inner) error = inner;
        return $"The console's database cannot be used now ({error.Message.ReplaceLineEndings(" ").TrimEnd('.')}); nothing was changed and the engine goes on.";
    }

    /// <summary>Logs a request that was answered 503 for it: one line, because a stack trace for each would bury the reason while the database is away.</summary>
    public static void Log(HttpContext context, string path, Exception error) =>
        LogUnavailable(context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(StorageFailure)), path, Describe(error));

    [LoggerMessage(5001, LogLevel.Error, "{Path} was answered 503: {Reason}")]
    private static partial void LogUnavailable(ILogger logger, string path, string reason);
}
