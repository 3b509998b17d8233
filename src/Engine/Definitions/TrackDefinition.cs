namespace KeepaliveConsole.Engine.Definitions;

/// <summary>What kind of thing a track watches.</summary>
public enum TrackKind
{
    /// <summary>A network interface.</summary>
    Interface,

    /// <summary>A script (<see cref="TrackScriptDefinition"/>).</summary>
    Script,

    /// <summary>A process (<see cref="TrackProcessDefinition"/>).</summary>
    Process,

    /// <summary>A number in a file (<see cref="TrackFileDefinition"/>).</summary>
    File,
}

/// <summary>One thing an instance watches.</summary>
public sealed record TrackDefinition
{
    /// <summary>What kind.</summary>
    public required TrackKind Kind { get; init; }

    /// <summary>Interface name, or the name of the script or process definition.</summary>
    public required string Target { get; init; }

    /// <summary>Added to the priority while up (positive) or taken off while down (negative); 0 = fault while down. Null = the target's own weight.</summary>
    public int? Weight { get; init; }

    /// <summary>
    /// Turns the sign of what the weight does; when it does so stays: 10 reversed takes 10 off while up, -10 reversed adds 10 while down. With
    /// weight 0 it is a fault while up. A file's number is taken away instead of added; with weight 0 it is a fault when 0. Null = as the target says.
    /// </summary>
    public bool? Reverse { get; init; }
}

/// <summary>A program whose exit code is watched (keepalived's vrrp_script).</summary>
public sealed record TrackScriptDefinition
{
    /// <summary>Name tracks refer to.</summary>
    public required string Name { get; init; }

    /// <summary>Program and arguments.</summary>
    public required string Command { get; init; }

    /// <summary>Time between runs. Default 1 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest a run may take; null = <see cref="Interval"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>-253 to 253, default 0 = fault while failing.</summary>
    public int Weight { get; init; }

    /// <summary>Successes in a row until up. Default 1.</summary>
    public int Rise { get; init; } = 1;

    /// <summary>Failures in a row until down. Default 1.</summary>
    public int Fall { get; init; } = 1;

    /// <summary>10 takes 10 off while up, -10 adds 10 while down, and 0 is a fault while up. Default false.</summary>
    public bool Reverse { get; init; }

    /// <summary>User, or <c>user:group</c>, it runs as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }

    /// <summary>Counts as failing until the first result (keepalived's <c>init_fail</c>). Default false: as neither, for at most one run.</summary>
    public bool InitiallyFailing { get; init; }
}

/// <summary>A process that must run (keepalived's vrrp_track_process).</summary>
public sealed record TrackProcessDefinition
{
    /// <summary>Name tracks refer to.</summary>
    public required string Name { get; init; }

    /// <summary>Process name to look for, as in /proc/PID/comm (15 characters count), or as in its command line with <see cref="FullCommand"/>.</summary>
    public required string Process { get; init; }

    /// <summary>Arguments the process must have been started with; empty with <see cref="ParameterMatch"/> Exact = none at all.</summary>
    public ValueArray<string> Parameters { get; init; }

    /// <summary>How <see cref="Parameters"/> are compared. Default Ignore.</summary>
    public ParameterMatch ParameterMatch { get; init; }

    /// <summary>Compare with the path in the command line instead of the name. Default false.</summary>
    public bool FullCommand { get; init; }

    /// <summary>-254 to 254, default 0 = fault while absent.</summary>
    public int Weight { get; init; }

    /// <summary>Processes needed. 1 to 65535, default 1.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>More processes than this count as down; null = no limit.</summary>
    public int? MaximumQuorum { get; init; }

    /// <summary>How long the quorum must be there before it counts. Default 0.</summary>
    public TimeSpan ForkDelay { get; init; }

    /// <summary>How long the quorum must be gone before it counts. Default 0.</summary>
    public TimeSpan TerminateDelay { get; init; }

    /// <summary>10 takes 10 off while up, -10 adds 10 while down, and 0 is a fault while up. Default false.</summary>
    public bool Reverse { get; init; }
}

/// <summary>How the arguments of a tracked process are compared.</summary>
public enum ParameterMatch
{
    /// <summary>Not at all.</summary>
    Ignore,

    /// <summary>The same arguments, no more and no fewer.</summary>
    Exact,

    /// <summary>The process may have more arguments (keepalived's <c>initial</c>).</summary>
    Initial,

    /// <summary>As Initial, and the last one may go on (keepalived's <c>partial</c>).</summary>
    Partial,
}

/// <summary>A file with a number that is added to the priority (keepalived's track_file).</summary>
public sealed record TrackFileDefinition
{
    /// <summary>Name tracks refer to.</summary>
    public required string Name { get; init; }

    /// <summary>Path of the file. Its number times the weight is added to the priority; -254 or less is a fault. No file or no number counts as 0.</summary>
    public required string Path { get; init; }

    /// <summary>-254 to 254, default 1; 0 = fault unless the number is 0.</summary>
    public int Weight { get; init; } = 1;

    /// <summary>Take the number times the weight away instead of adding it; with weight 0, a fault when the number is 0. Default false.</summary>
    public bool Reverse { get; init; }

    /// <summary>Written to the file at the start when there is none; null = do not.</summary>
    public int? InitialValue { get; init; }

    /// <summary>Write <see cref="InitialValue"/> also over an existing file. Default false.</summary>
    public bool OverwriteInitialValue { get; init; }
}

/// <summary>Instances that change state together (keepalived's vrrp_sync_group).</summary>
public sealed record SyncGroupDefinition
{
    /// <summary>Name of the group.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the member instances.</summary>
    public ValueArray<string> Members { get; init; }

    /// <summary>Things the group watches, the same on every node; a weight changes the priority of all members.</summary>
    public ValueArray<TrackDefinition> Tracks { get; init; }

    /// <summary>Do weights of the members' own tracks count (keepalived's <c>sync_group_tracking_weight</c>)? Default false: only faults do.</summary>
    public bool TrackingWeight { get; init; }

    /// <summary>Programs run when the group changes state; null = none.</summary>
    public NotifyDefinition? Notify { get; init; }

    /// <summary>Send mail when the group changes state (keepalived's <c>smtp_alert</c>); null = as the node's mail settings say.</summary>
    public bool? Alert { get; init; }
}
