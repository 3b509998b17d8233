namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>What the simulated wire does to each copy of a packet. Default: 0.1 ms delay and nothing else.</summary>
public sealed record NetworkFaults
{
    /// <summary>A wire that only takes its time.</summary>
    public static NetworkFaults None { get; } = new();

    /// <summary>Part of the copies that are lost, 0 to 1.</summary>
    public double Loss { get; init; }

    /// <summary>Part of the copies that arrive twice, 0 to 1.</summary>
    public double Duplication { get; init; }

    /// <summary>Shortest time on the wire.</summary>
    public TimeSpan MinDelay { get; init; } = TimeSpan.FromMilliseconds(0.1);

    /// <summary>Longest time on the wire; packets overtake each other when it differs from <see cref="MinDelay"/>.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMilliseconds(0.1);

    /// <summary>Most a director's loop is late for a timer.</summary>
    public TimeSpan MaxTimerLateness { get; init; }
}
