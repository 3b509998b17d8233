namespace KeepaliveConsole.Data.Opening;

/// <summary>Makes the database ready. Call once, before any other service of this project.</summary>
public interface IConsoleDatabase
{
    /// <summary>
    /// Creates the folder and the database when they are missing, checks the file, backs it up before migrations, and applies them. On a
    /// server the database itself must be there; its tables are made. Never throws for a state of the disk or the server; calling again
    /// after success answers the same. Until it succeeds after it failed, the services of this project refuse with its sentence.
    /// </summary>
    Task<DatabaseOpening> OpenAsync(CancellationToken cancellationToken);
}

/// <summary>What keeps the database from being used. Each stands for one sentence and one way out.</summary>
public enum DatabaseProblem
{
    /// <summary>The data directory cannot be created or written.</summary>
    DirectoryNotWritable,

    /// <summary>Another process uses the data directory.</summary>
    InUse,

    /// <summary>The file is damaged or no SQLite database. It was not touched.</summary>
    Corrupt,

    /// <summary>A newer version of this program wrote it. It was not touched.</summary>
    NewerSchema,

    /// <summary>A database of another program. It was not touched.</summary>
    Foreign,

    /// <summary>The backup before a migration could not be written. The database was not touched.</summary>
    BackupFailed,

    /// <summary>A migration failed. The backup has the state before.</summary>
    MigrationFailed,

    /// <summary>The database server cannot be reached now; trying again may help.</summary>
    Unreachable,

    /// <summary>The server does not let this console in, or has no such database.</summary>
    AccessDenied,

    /// <summary>The settings do not say how the database is reached, or what they say cannot be read.</summary>
    Misconfigured,
}

/// <summary>How opening ended.</summary>
public abstract record DatabaseOpening
{
    private DatabaseOpening()
    {
    }

    /// <summary>The database is ready.</summary>
    /// <param name="Path">The file; with a server, which database on which server.</param>
    /// <param name="Created">Was it made just now?</param>
    /// <param name="BackupPath">Copy made before migrating; null = nothing was migrated.</param>
    public sealed record Opened(string Path, bool Created, string? BackupPath) : DatabaseOpening;

    /// <summary>It is not; end with exit code 1 or go on without it.</summary>
    /// <param name="Problem">What kind.</param>
    /// <param name="Sentence">What, where, why and the way out.</param>
    public sealed record Failed(DatabaseProblem Problem, string Sentence) : DatabaseOpening;
}
