namespace KeepaliveConsole.Engine.Health;

/// <summary>How fast the connections of a drained server go, from readings of the last minute. Not synchronised.</summary>
internal sealed class DrainPace
{
    /// <summary>Readings older than this no longer count.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<(MonotonicTime At, long Connections)> _readings = new();

    /// <summary>Takes a reading.</summary>
    public void Add(MonotonicTime now, long connections)
    {
        while (_readings.TryPeek(out (MonotonicTime At, long Connections) oldest) && oldest.At < now - Window) _readings.Dequeue();
        _readings.Enqueue((now, connections));
    }

    /// <summary>Time from <paramref name="now"/> until the last connection will have gone at the pace of the last minute; null = none is left, or they do not get fewer.</summary>
    public TimeSpan? Left(MonotonicTime now)
    {
        if (_readings.Count < 2) return null;
        (MonotonicTime at, long connections) = _readings.Peek();
        (MonotonicTime lastAt, long left) = _readings.Last();
        if (left <= 0 || connections <= left || lastAt <= at) return null;
        TimeSpan whole = (lastAt - at) * ((double)left / (connections - left));
        TimeSpan since = now - lastAt;
        return whole > since ? whole - since : TimeSpan.Zero;
    }
}
