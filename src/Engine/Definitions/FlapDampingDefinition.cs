namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// Keeps out a server that flaps (after RFC 2439): each going down adds 1000 to a penalty that halves with time; above
/// <see cref="SuppressAbove"/> the server stays out until the penalty is below <see cref="ReuseBelow"/>.
/// </summary>
public sealed record FlapDampingDefinition
{
    /// <summary>Time in which the penalty halves. Default 60 s.</summary>
    public TimeSpan HalfLife { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Penalty above which the server stays out, 1001 to 20000. Default 3000: the third or fourth failure within a minute.</summary>
    public int SuppressAbove { get; init; } = 3000;

    /// <summary>Penalty below which it may serve again, 1 to <see cref="SuppressAbove"/>. Default 1000.</summary>
    public int ReuseBelow { get; init; } = 1000;

    /// <summary>Longest it stays out. Default 10 min.</summary>
    public TimeSpan LongestSuppression { get; init; } = TimeSpan.FromMinutes(10);
}
