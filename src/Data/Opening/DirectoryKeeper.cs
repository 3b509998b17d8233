namespace KeepaliveConsole.Data.Opening;

/// <summary>Makes the data directory and holds it for this process, unless the host holds it already.</summary>
internal sealed class DirectoryKeeper(ConsoleDataOptions options, DirectoryHold? held) : IDisposable
{
    private DirectoryLock? _lock;

    /// <summary>Makes the folder; null = it is there.</summary>
    public DatabaseOpening.Failed? Create()
    {
        try
        {
            Directory.CreateDirectory(options.DataDirectory, PrivateFile.FolderMode);
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return DirectoryFailure.NotWritable(options.DataDirectory, exception);
        }
    }

    /// <summary>Takes the lock; null = it is held.</summary>
    public DatabaseOpening.Failed? Hold()
    {
        if (_lock is not null || held is not null) return null;
        (_lock, DatabaseOpening.Failed? failure) = DirectoryLock.Take(options);
        return failure;
    }

    /// <summary>Lets go of what was taken here.</summary>
    public void Dispose()
    {
        _lock?.Dispose();
        _lock = null;
    }
}
