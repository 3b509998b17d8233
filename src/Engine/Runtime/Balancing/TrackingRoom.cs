using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Conntrack;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>
/// Tells once when the table of tracked connections is nearly full, and once when there is room again: when it is full the kernel drops whatever
/// begins a connection, users' and checks' alike, and says so only in its own log.
/// </summary>
internal sealed class TrackingRoom
{
    /// <summary>From this share on it is told: nine tenths.</summary>
    public const double Tight = 0.9;

    /// <summary>Below this share there is room again: three quarters, so that it is not told again and again.</summary>
    public const double Roomy = 0.75;

    private bool _isTight;

    /// <summary>What to tell after a look; null = nothing new.</summary>
    /// <param name="seen">What was seen; null = nothing is tracked.</param>
    public EngineNotice? Look(TrackedConnections? seen)
    {
        if (seen is not { Limit: > 0 } table) return null;
        double share = (double)table.Count / table.Limit;
        if (_isTight ? share >= Roomy : share < Tight) return null;
        _isTight = !_isTight;
        Sentence numbers = $"{table.Count} of {table.Limit} tracked connections";
        return _isTight
            ? EngineNotice.Of("connection tracking", $"{numbers}: when the table is full the kernel drops every new connection, users' and checks'; raise net.netfilter.nf_conntrack_max", EventSeverity.Critical)
            : EngineNotice.Of("connection tracking", $"{numbers}: there is room again", EventSeverity.Info);
    }
}
