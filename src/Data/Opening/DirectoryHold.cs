namespace KeepaliveConsole.Data.Opening;

/// <summary>
/// The data directory, held for this process before there is a host: for one that acts on what the directory says (an engine that starts
/// from the snapshot) before it opens the database. Give it to <see cref="ConsoleDataServices.AddConsoleData"/>; dispose it last.
/// </summary>
public sealed class DirectoryHold : IDisposable
{
    private readonly DirectoryLock _lock;

    private DirectoryHold(DirectoryLock taken) => _lock = taken;

    /// <summary>Takes the directory, or says in one sentence why not.</summary>
    public static (DirectoryHold? Hold, string? Refusal) Take(ConsoleDataOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        (DirectoryLock? taken, DatabaseOpening.Failed? failure) = DirectoryLock.Take(options);
        return taken is not null ? (new DirectoryHold(taken), null) : (null, failure!.Sentence);
    }

    /// <inheritdoc />
    public void Dispose() => _lock.Dispose();
}
