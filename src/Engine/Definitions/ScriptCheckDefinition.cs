namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// Runs a program: exit code 0 passes, 1 fails (keepalived's MISC_CHECK). Without <see cref="Dynamic"/> any other code fails too.
/// </summary>
public sealed record ScriptCheckDefinition : CheckDefinition
{
    /// <summary>Starts with the default of keepalived's MISC_CHECK: no retries.</summary>
    public ScriptCheckDefinition() => Retries = 0;

    /// <summary>Program and arguments as one line, quoted as keepalived does; run without a shell.</summary>
    public required string Command { get; init; }

    /// <summary>Longest one run may take before it is ended and counts as failed; null = <see cref="CheckDefinition.Interval"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Exit codes 2 to 255 pass and set the weight to the code − 2 (keepalived's <c>misc_dynamic</c>). Default false.</summary>
    public bool Dynamic { get; init; }

    /// <summary>User, or <c>user:group</c>, it runs as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }
}
