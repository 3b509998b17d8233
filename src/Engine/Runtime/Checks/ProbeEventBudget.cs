namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// How many probes a second are told as single events. Readers of the stream may fall 1024 events behind before they lose some; ten thousand
/// probes a second would push out what matters. Every probe is in the picture and the history all the same. Not synchronised.
/// </summary>
internal sealed class ProbeEventBudget
{
    /// <summary>Told a second, at most.</summary>
    public const int PerSecond = 250;

    private MonotonicTime _since;
    private int _told;
    private bool _hasBegun;

    /// <summary>May one more be told at <paramref name="now"/>?</summary>
    public bool Take(MonotonicTime now)
    {
        if (!_hasBegun || now - _since >= TimeSpan.FromSeconds(1)) (_hasBegun, _since, _told) = (true, now, 0);
        return ++_told <= PerSecond;
    }
}
