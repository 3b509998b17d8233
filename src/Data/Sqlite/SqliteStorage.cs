using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>Everything that is particular to SQLite is in this folder; another provider needs its own of these and its own migrations.</summary>
internal static class SqliteStorage
{
    /// <summary>Seconds a statement waits for another process's write before it fails.</summary>
    public const int BusyTimeoutSeconds = 5;

    public static string ConnectionString(string path, SqliteOpenMode mode, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = pooling,
        DefaultTimeout = BusyTimeoutSeconds,
    }.ToString();

    public static void Configure(DbContextOptionsBuilder builder, string path)
        => builder.UseSqlite(ConnectionString(path, SqliteOpenMode.ReadWrite)).AddInterceptors(new ConnectionSettings());

    /// <summary>SQLite has no type for points in time: fixed-width UTC text compares as time does and reads well.</summary>
    public static void ConfigureConventions(ModelConfigurationBuilder builder)
        => builder.Properties<DateTimeOffset>().HaveConversion<UtcTextConverter>();

    /// <summary>A transaction that only reads: all queries see one moment, and no writer waits for it.</summary>
    public static async Task<IDbContextTransaction> BeginReadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken);
        var connection = (SqliteConnection)context.Database.GetDbConnection();
        // The default would be BEGIN IMMEDIATE, which takes the write lock.
        SqliteTransaction transaction = connection.BeginTransaction(deferred: true);
        return context.Database.UseTransaction(transaction)!;
    }

    internal sealed class UtcTextConverter() : ValueConverter<DateTimeOffset, string>(time => ToText(time), text => FromText(text))
    {
        private static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

        private static DateTimeOffset FromText(string text)
            => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }
}
