namespace KeepaliveConsole.Engine.Events;

/// <summary>What the checks say about a real server.</summary>
public enum RealServerState
{
    /// <summary>Not every check has passed once yet, and none failed. Counts as up.</summary>
    Unknown,

    /// <summary>Every check passes.</summary>
    Up,

    /// <summary>Still serving; a check failed and its retries are running.</summary>
    GoingDown,

    /// <summary>A check failed with all its retries.</summary>
    Down,

    /// <summary>Not serving yet; some but not all checks pass again.</summary>
    GoingUp,
}
