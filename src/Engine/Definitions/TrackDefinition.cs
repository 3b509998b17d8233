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
}

/// <summary>A process that must run (keepalived's vrrp_track_process).</summary>
public sealed record TrackProcessDefinition
{
    /// <summary>Name tracks refer to.</summary>
    public required string Name { get; init; }

    /// <summary>Process name to look for.</summary>
    public required string Process { get; init; }

    /// <summary>-254 to 254, default 0 = fault while absent.</summary>
    public int Weight { get; init; }

    /// <summary>Processes needed. Default 1.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>How long a change must last before it counts. Default 0.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>Instances that change state together (keepalived's vrrp_sync_group).</summary>
public sealed record SyncGroupDefinition
{
    /// <summary>Name of the group.</summary>
    public required string Name { get; init; }

    /// <summary>Names of the member instances.</summary>
    public ValueArray<string> Members { get; init; }
}
