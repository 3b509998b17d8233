using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>One real server on the board: its last picture, where it is counted, whether it is shown.</summary>
public sealed class ServerEntry
{
    /// <summary>Longest time one difference of a counter is spread over: 10 s. After it, a counter that stands still is a rate of 0.</summary>
    public static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(10);

    private DateTimeOffset _countedAt;

    internal ServerEntry(string service, RealServerStatus status, DateTimeOffset at)
    {
        Service = service;
        Status = status;
        _countedAt = at;
    }

    /// <summary>Name of its virtual service.</summary>
    public string Service { get; }

    /// <summary>Its picture.</summary>
    public RealServerStatus Status { get; private set; }

    /// <summary>Freshness with the picture's age taken into account.</summary>
    public Freshness Freshness { get; internal set; }

    /// <summary>Where it is counted.</summary>
    public ServerTile Tile { get; internal set; }

    /// <summary>Does the filter let it through?</summary>
    public bool IsShown { get; internal set; }

    /// <summary>New connections a second between the last two counts that differed; null where nothing is counted, or before a second count.</summary>
    public double? Rate { get; private set; }

    /// <summary>The same at a moment: 0 when the counter has not moved for <see cref="LongestStep"/>.</summary>
    public double? RateAt(DateTimeOffset at) => Rate is > 0 && at - _countedAt > LongestStep ? 0 : Rate;

    internal void Take(RealServerStatus status, DateTimeOffset at)
    {
        if (ReferenceEquals(status, Status)) return;
        long? before = Status.ConnectionsSoFar, now = status.ConnectionsSoFar;
        Status = status;
        if (now is null)
        {
            Rate = null;
            return;
        }

        if (before == now)
        {
            Rate ??= 0;
            return;
        }

        TimeSpan step = at - _countedAt;
        if (step > LongestStep) step = LongestStep;
        // A counter that fell began anew: the server left the table and came back.
        Rate = before is null || now < before || step <= TimeSpan.Zero ? Rate : (now - before) / step.TotalSeconds;
        _countedAt = at;
    }
}
