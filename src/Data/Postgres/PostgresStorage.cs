using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Npgsql;

namespace KeepaliveConsole.Data.Postgres;

/// <summary>How the context speaks to PostgreSQL. Everything that is particular to it is in this folder.</summary>
internal static class PostgresStorage
{
    /// <summary>Name of the console's connections in <c>pg_stat_activity</c>.</summary>
    public const string ApplicationName = "keepalive-console";

    /// <summary>Oldest server this is tested with: 13.</summary>
    public static Version OldestServer { get; } = new(13, 0);

    /// <summary>What the operator said, and short times where nothing was said: somebody waits for an answer while a server does not give one.</summary>
    /// <exception cref="ArgumentException">It cannot be read; the message does not repeat it.</exception>
    public static NpgsqlConnectionStringBuilder Read(string connectionString)
    {
        NpgsqlConnectionStringBuilder wanted;
        try
        {
            wanted = new NpgsqlConnectionStringBuilder(connectionString);
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or OverflowException)
        {
            throw new ArgumentException("it is no connection string of the form Host=db;Database=keepalive;Username=keepalive", nameof(connectionString));
        }

        if (string.IsNullOrWhiteSpace(wanted.Host)) throw new ArgumentException("it names no Host", nameof(connectionString));

        void Unless(string key, object value)
        {
            if (!wanted.ContainsKey(key)) wanted[key] = value;
        }

        Unless("Timeout", 5);
        Unless("Command Timeout", 15);
        // Three directors with twenty each leave room in a server's usual hundred.
        Unless("Maximum Pool Size", 20);
        Unless("Keepalive", 30);
        Unless("Application Name", ApplicationName);
        wanted.PersistSecurityInfo = false;
        wanted.IncludeErrorDetail = false;
        return wanted;
    }

    /// <summary>The connection string of the settings; one that cannot be read gives one that reaches nothing, as opening the database says why.</summary>
    public static string ConnectionString(ConsoleDataOptions options)
    {
        try
        {
            return Read(options.ConnectionString ?? "").ConnectionString;
        }
        catch (ArgumentException)
        {
            return "Host=nowhere.invalid";
        }
    }

    public static void Configure(DbContextOptionsBuilder builder, string connectionString)
        => builder.UseNpgsql(connectionString, npgsql => npgsql.SetPostgresVersion(OldestServer)).AddInterceptors(new TextThatFits());

    /// <summary>Points in time are kept as such, in UTC; text is compared byte by byte, as SQLite does, whatever the server's language is.</summary>
    public static void ConfigureConventions(ModelConfigurationBuilder builder)
    {
        builder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
        builder.Properties<string>().UseCollation("C");
    }

    /// <summary>The server takes points in time with offset 0 only, and keeps microseconds.</summary>
    internal sealed class UtcConverter() : ValueConverter<DateTimeOffset, DateTimeOffset>(time => time.ToUniversalTime(), time => time.ToUniversalTime());
}
