using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>How an election process is started, and where it and the console meet.</summary>
/// <param name="File">The executable, this very one: <see cref="Environment.ProcessPath"/>.</param>
/// <param name="Arguments">What makes it run an election (<see cref="ElectionProcess.Run"/>) instead of a console.</param>
/// <param name="Directory">Data directory: holds the socket, the lock and the log of the process, and what is kept over a restart.</param>
/// <param name="Version">Version of the product, for people.</param>
public sealed record ElectionProgram(string File, ValueArray<string> Arguments, string Directory, string Version)
{
    /// <summary>Where they talk, mode 0600.</summary>
    public string SocketPath => Path.Combine(Directory, "election.sock");

    /// <summary>Held by the process as long as it lives: there is one for a data directory.</summary>
    public string LockPath => Path.Combine(Directory, "election.lock");

    /// <summary>What the process says.</summary>
    public string LogPath => Path.Combine(Directory, "election.log");

    /// <summary>
    /// The definition last in force, as the console keeps it: an object with the member <c>definition</c>. The process begins with it, so
    /// that it need not wait for a console that is still starting, or is gone.
    /// </summary>
    public string SnapshotPath => Path.Combine(Directory, "definition.json");

    /// <summary>Does the definition to come ask for a process of its own, as far as can be seen without reading it all? Then it is started at once. Default false.</summary>
    public bool IsExpected { get; init; }

    /// <summary>Does such a process run, or at least listen? True also for one that stands still, false for a listener of another user.</summary>
    public bool IsRunning()
    {
        using var socket = PrivateSocket.TryConnect(SocketPath);
        return socket is not null && PrivateSocket.IsTrusted(socket);
    }

    /// <summary>Which instances were left as master, see <see cref="EngineOptions.KeepAddressesOnExit"/>.</summary>
    public string KeptAddressesPath => Path.Combine(Directory, "kept-addresses.json");
}
