using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Web.Auth.AtRest;

namespace KeepaliveConsole.Web.Settings;

/// <summary>Where things are kept; section <c>Storage</c> of appsettings.json.</summary>
public sealed class StorageSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Storage";

    /// <summary>Data directory (<c>--data</c>). Null = <c>./data</c> beside appsettings.json in a checkout, <c>/var/lib/keepalive-console</c> when published.</summary>
    public string? Directory { get; set; }

    /// <summary>Which database keeps the rows. Default Sqlite: a file in the data directory.</summary>
    public StorageProvider Provider { get; set; }

    /// <summary>How the PostgreSQL server is reached: <c>Host=db;Database=keepalive;Username=keepalive;Password=…</c>. A secret; best in the environment as <c>Storage__ConnectionString</c>.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>When backups are made by themselves.</summary>
    public BackupOptions Backups { get; set; } = new();

    /// <summary>What is kept how long.</summary>
    public RetentionOptions Retention { get; set; } = new();

    /// <summary>What the settings say about the store.</summary>
    /// <param name="configuration">All settings.</param>
    /// <param name="directory">Instead of the directory they name; null = that one.</param>
    /// <param name="access">Alone or beside a console.</param>
    /// <exception cref="InvalidOperationException">A setting cannot be read.</exception>
    public static ConsoleDataOptions Read(IConfiguration configuration, string? directory = null, DatabaseAccess access = DatabaseAccess.Exclusive)
    {
        StorageSettings wanted = configuration.GetSection(Section).Get<StorageSettings>() ?? new StorageSettings();
        string? named = directory ?? wanted.Directory;
        return new ConsoleDataOptions
        {
            DataDirectory = Path.GetFullPath(string.IsNullOrWhiteSpace(named) ? AppPaths.DefaultData() : named),
            Provider = wanted.Provider,
            ConnectionString = wanted.ConnectionString,
            Access = access,
            Backups = wanted.Backups with { Keep = Math.Max(1, wanted.Backups.Keep) },
            Retention = wanted.Retention,
            Extend = static (services, folder) => services.AddSecretsAtRest(folder),
        };
    }
}
