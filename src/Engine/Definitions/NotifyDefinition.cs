namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// Programs run on changes of state. Each is a program with its arguments as one line, quoted as keepalived does; it is run without a shell.
/// <see cref="Any"/> gets four more: <c>INSTANCE</c> or <c>GROUP</c>, the name, the state, the priority.
/// </summary>
public sealed record NotifyDefinition
{
    /// <summary>On becoming Master; null = none.</summary>
    public string? Master { get; init; }

    /// <summary>On becoming Backup; null = none.</summary>
    public string? Backup { get; init; }

    /// <summary>On Fault; null = none.</summary>
    public string? Fault { get; init; }

    /// <summary>When the engine stops; null = none.</summary>
    public string? Stop { get; init; }

    /// <summary>When the instance is removed by a new definition; null = the one for Fault.</summary>
    public string? Deleted { get; init; }

    /// <summary>On every change of state, after the particular one; null = none.</summary>
    public string? Any { get; init; }

    /// <summary>When a master hears a lower one; null = none. Instances only.</summary>
    public string? MasterHearsLower { get; init; }

    /// <summary>User, or <c>user:group</c>, they run as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }

    /// <summary>Longest one may run before it is ended. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Also tell <see cref="Any"/> and the pipes when the priority changes (keepalived's <c>notify_priority_changes</c>). Default false.</summary>
    public bool PriorityChanges { get; init; }
}

/// <summary>A named pipe that gets one line for each change of state: <c>INSTANCE "VI_1" MASTER 150</c>.</summary>
public sealed record NotifyFifoDefinition
{
    /// <summary>Path of the pipe; it is made when it does not exist, and removed at the end if so.</summary>
    public required string Path { get; init; }

    /// <summary>Program that reads it: started with the path as its last argument; null = none.</summary>
    public string? Script { get; init; }

    /// <summary>User, or <c>user:group</c>, the pipe belongs to and the program runs as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }
}
