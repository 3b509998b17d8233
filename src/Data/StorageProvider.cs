namespace KeepaliveConsole.Data;

/// <summary>Which database keeps the rows; setting <c>Storage:Provider</c>.</summary>
public enum StorageProvider
{
    /// <summary>A file in the data directory. The default.</summary>
    Sqlite,

    /// <summary>A server, which several consoles may share.</summary>
    PostgreSQL,
}
