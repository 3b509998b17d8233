namespace KeepaliveConsole.Engine.Hosting;

/// <summary>Which load balancer to use.</summary>
public enum LoadBalancerChoice
{
    /// <summary>IPVS where the kernel has it, else nftables.</summary>
    Auto,

    /// <summary>IPVS.</summary>
    Ipvs,

    /// <summary>nftables NAT.</summary>
    Nftables,

    /// <summary>No load balancing; checks still run.</summary>
    None,
}

/// <summary>Where the election runs.</summary>
public enum IsolationChoice
{
    /// <summary>In a child process when any instance of this node advertises faster than once a second, else in this process.</summary>
    Auto,

    /// <summary>In this process.</summary>
    InProcess,

    /// <summary>In a child process, which outlives a console that ends or hangs.</summary>
    Child,
}

/// <summary>Settings of the host, section <c>Engine</c> of appsettings.json. What is wanted of the cluster is in the definition instead.</summary>
public sealed class EngineOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Engine";

    /// <summary>Name of this node. Default: the host's name.</summary>
    public string Node { get; set; } = Environment.MachineName;

    /// <summary>Load balancer. Default Auto.</summary>
    public LoadBalancerChoice LoadBalancer { get; set; } = LoadBalancerChoice.Auto;

    /// <summary>Real-time priority of the election thread, 1 to 99; 0 = ordinary scheduling. Default 50.</summary>
    public int RealTimePriority { get; set; } = 50;

    /// <summary>Where the election runs. Default Auto.</summary>
    public IsolationChoice Isolation { get; set; } = IsolationChoice.Auto;

    /// <summary>
    /// Leave the virtual addresses in place when the process ends, say nothing, and go on as master after a restart within the master-down
    /// interval. For planned restarts. Default false: say priority 0, serve until the successor is heard, remove them.
    /// </summary>
    public bool KeepAddressesOnExit { get; set; }

    /// <summary>nftables only: rewrite the source too, so that answers come back through the director whatever the real server's routes. Default true.</summary>
    public bool NftablesMasquerade { get; set; } = true;

    /// <summary>Leave the load balancer's table when the process ends, unless the definition says what to do with it. Default false.</summary>
    public bool KeepTableOnExit { get; set; }

    /// <summary>Time between full comparisons of wanted and actual addresses; within it drift of the load balancer's table is mended, too (compared twice as often). Default 1 s.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Probes that may be on their way at once, 1 and up; the others wait in line. Default 1024: each holds a file descriptor.</summary>
    public int ConcurrentProbes { get; set; } = 1024;
}
