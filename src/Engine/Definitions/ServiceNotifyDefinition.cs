namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Programs run on changes of a virtual service or real server; each is a program with its arguments as one line, run without a shell.</summary>
public sealed record ServiceNotifyDefinition
{
    /// <summary>On quorum gained, or server up; null = none.</summary>
    public string? Up { get; init; }

    /// <summary>On quorum lost, or server down; null = none.</summary>
    public string? Down { get; init; }

    /// <summary>User, or <c>user:group</c>, they run as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }
}
