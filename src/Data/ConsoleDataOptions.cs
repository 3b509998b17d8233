using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Data;

/// <summary>How a process uses the data directory.</summary>
public enum DatabaseAccess
{
    /// <summary>As the console: alone, holding <c>console.lock</c> as long as it lives.</summary>
    Exclusive,

    /// <summary>
    /// As a short command (<c>token create</c>, <c>setup reset</c>) that may run beside a console: takes <c>console.lock</c> only while it
    /// has to create or migrate the database, and refuses when a console holds it then.
    /// </summary>
    Shared,
}

/// <summary>Where and how data is kept.</summary>
public sealed record ConsoleDataOptions
{
    /// <summary>Folder of the database and the files beside it. Created with mode 0700 when it is missing.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>Which database keeps the rows. Default SQLite.</summary>
    public StorageProvider Provider { get; init; }

    /// <summary>How a PostgreSQL server is reached, in Npgsql's form; null with SQLite. A secret: it may hold a password.</summary>
    public string? ConnectionString { get; init; }

    /// <summary>Alone or beside a console. Default exclusive.</summary>
    public DatabaseAccess Access { get; init; } = DatabaseAccess.Exclusive;

    /// <summary>
    /// What the host adds to the services over a data directory besides, such as what reads its secrets with the keys in it. Called for this directory, and for the scratch folder in which a
    /// backup is tried out, with the services and the folder. Null = nothing.
    /// </summary>
    public Action<IServiceCollection, string>? Extend { get; init; }

    /// <summary>When backups are made by themselves.</summary>
    public BackupOptions Backups { get; init; } = new();

    /// <summary>What is kept how long.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>How long a statement waits while another process writes, at least. 1 s and up, default 5 s; after that <see cref="StorageFault.Busy"/>.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Events that may wait for the database before new ones are counted as lost. Default 65 536: an hour of a busy director.</summary>
    public int EventQueueCapacity { get; init; } = 65_536;

    /// <summary><c>console.db</c> in the folder.</summary>
    public string DatabasePath => Path.Combine(DataDirectory, "console.db");

    /// <summary><c>console.lock</c> in the folder.</summary>
    public string LockPath => Path.Combine(DataDirectory, "console.lock");

    /// <summary><c>setup-token</c> in the folder, mode 0600.</summary>
    public string SetupTokenPath => Path.Combine(DataDirectory, "setup-token");

    /// <summary><c>definition.json</c> in the folder: the definition last in force, mode 0600.</summary>
    public string SnapshotPath => Path.Combine(DataDirectory, "definition.json");

    /// <summary><c>keys</c> in the folder: what protects cookies, and secrets in the database.</summary>
    public string KeysPath => Path.Combine(DataDirectory, "keys");

    /// <summary><c>backups</c> in the folder.</summary>
    public string BackupsPath => Path.Combine(DataDirectory, "backups");

    /// <summary>Without the connection string: what is printed ends in logs.</summary>
    public override string ToString() => $"{Provider} in {DataDirectory}";
}
