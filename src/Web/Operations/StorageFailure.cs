using System.Data.Common;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Tells a store that does not work from a mistake in the program.</summary>
internal static class StorageFailure
{
    /// <summary>What people read when the store does not work.</summary>
    public const string Sentence = "The console's database cannot be used now; nothing was changed and the engine goes on. The log says why.";

    /// <summary>Is the store to blame?</summary>
    public static bool IsOne(Exception error) => error is DbException or DbUpdateException or IOException
        || (error is InvalidOperationException && error.InnerException is DbException);

    /// <summary>The innermost reason, on one line.</summary>
    public static string Describe(Exception error)
    {
        while (error.InnerException is { } inner) error = inner;
        return error.Message.ReplaceLineEndings(" ");
    }
}
