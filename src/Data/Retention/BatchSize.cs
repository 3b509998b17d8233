namespace KeepaliveConsole.Data.Retention;

/// <summary>How many rows go in one write, so that it holds up others for about 25 ms and never for much longer than 50 ms.</summary>
internal sealed class BatchSize
{
    /// <summary>Fewest: a disk that is slow now must not stop the work.</summary>
    public const int Fewest = 50;

    /// <summary>Most.</summary>
    public const int Most = 5000;

    private static readonly TimeSpan s_aim = TimeSpan.FromMilliseconds(25);

    /// <summary>Rows of the next write.</summary>
    public int Rows { get; private set; } = 200;

    /// <summary>Learns from a write that removed as many rows as it was allowed to.</summary>
    public void Took(TimeSpan time)
    {
        double rows = Rows * Math.Clamp(s_aim / (time > TimeSpan.Zero ? time : TimeSpan.FromMicroseconds(1)), 0.1, 2);
        Rows = (int)Math.Clamp(rows, Fewest, Most);
    }
}
