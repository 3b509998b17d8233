using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KeepaliveConsole.Data.Sqlite;

/// <summary>How the context speaks to SQLite. Everything that is particular to it is in this folder.</summary>
internal static class SqliteStorage
{
    public static string ConnectionString(string path, SqliteOpenMode mode, bool pooling = true) => new SqliteConnectionStringBuilder
    {
        DataSource = path,
        Mode = mode,
        ForeignKeys = true,
        Pooling = pooling,
        // The provider's own loop around SQLite's waiting, whole seconds and never 0, which would mean for ever.
        DefaultTimeout = 1,
    }.ToString();

    public static void Configure(DbContextOptionsBuilder builder, ConsoleDataOptions options)
        => builder.UseSqlite(ConnectionString(options.DatabasePath, SqliteOpenMode.ReadWrite)).AddInterceptors(new ConnectionSettings(options.BusyTimeout));

    /// <summary>SQLite has no type for points in time: fixed-width UTC text compares as time does and reads well.</summary>
    public static void ConfigureConventions(ModelConfigurationBuilder builder)
        => builder.Properties<DateTimeOffset>().HaveConversion<UtcTextConverter>();

    internal sealed class UtcTextConverter() : ValueConverter<DateTimeOffset, string>(time => ToText(time), text => FromText(text))
    {
        public static string ToText(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

        private static DateTimeOffset FromText(string text)
            => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
    }
}
