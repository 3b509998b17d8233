using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>One real server of one service while it lives. Touched only under the lock of <see cref="CheckRuntime"/>.</summary>
internal sealed class ServerRun
{
    /// <summary>The service it belongs to now.</summary>
    public required ServiceRun Service { get; set; }

    /// <summary>The definition in force.</summary>
    public required RealServerDefinition Definition { get; set; }

    /// <summary>What its checks say.</summary>
    public required ServerHealth Health { get; set; }

    /// <summary>Its way back to its whole weight.</summary>
    public SlowStart Ramp { get; set; }

    /// <summary>How often it went down of late.</summary>
    public FlapPenalty Flaps { get; set; }

    /// <summary>What it counted for when its service was last decided; null = not yet.</summary>
    public ServerStanding? Standing { get; set; }

    /// <summary>Its checks, in the order of the definition.</summary>
    public CheckRun[] Checks { get; set; } = [];

    /// <summary>When it was first seen, UTC.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the state last changed, UTC; null = not yet.</summary>
    public DateTimeOffset? StateSince { get; set; }

    /// <summary>End of the last probe that said something about the server, UTC; null = none yet.</summary>
    public DateTimeOffset? ObservedAt { get; set; }

    /// <summary>The last probe of any check.</summary>
    public ProbeResult? LastProbe { get; set; }

    /// <summary>Grows with everything that its picture shows, its age and the table aside.</summary>
    public long Version { get; set; }

    /// <summary>The picture last made of it; null = none yet.</summary>
    public ServerPicture? Picture { get; set; }

    /// <summary>What the load balancer counted last; null = not looked at, or not counted.</summary>
    public DestinationCounters? Counters { get; set; }

    /// <summary>While drained: how fast its connections go.</summary>
    public DrainPace? Drain { get; set; }

    /// <summary>Does it serve as far as checks and damping go: what programs are told of?</summary>
    public bool IsAlive => Standing is { IsUp: true, IsSuppressed: false };
}
