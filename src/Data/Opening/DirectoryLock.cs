namespace KeepaliveConsole.Data.Opening;

/// <summary>Holds the data directory for one process. The kernel lets go of it when the process ends, however it ends.</summary>
internal sealed class DirectoryLock : IDisposable
{
    private readonly FileStream _file;

    private DirectoryLock(FileStream file) => _file = file;

    /// <summary>Takes the lock, or says why not. The file stays behind on release: removing it would let two holders in.</summary>
    public static (DirectoryLock? Lock, DatabaseOpening.Failed? Failure) Take(ConsoleDataOptions options)
    {
        try
        {
            // FileShare.None is flock(LOCK_EX | LOCK_NB) on Linux.
            return (new DirectoryLock(new FileStream(options.LockPath, new FileStreamOptions
            {
                Mode = FileMode.OpenOrCreate,
                Access = FileAccess.ReadWrite,
                Share = FileShare.None,
                UnixCreateMode = PrivateFile.Mode,
            })), null);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            return (null, new DatabaseOpening.Failed(DatabaseProblem.InUse,
                $"The data directory {options.DataDirectory} is in use by another process (it holds {options.LockPath}): stop that console, or name another directory with --data."));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return (null, DirectoryFailure.NotWritable(options.DataDirectory, exception));
        }
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    /// <summary>EWOULDBLOCK of Linux, which .NET hands on as the result of a lock that is held.</summary>
    private const int WouldBlock = 11;
}
