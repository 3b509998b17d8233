using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Components.Live;

/// <summary>
/// How old the whole picture is. The engine draws it anew at least once a second; if it does not, nothing in it may look
/// fresh, whatever each object says about itself.
/// </summary>
/// <param name="Age">Time since the picture was taken; never negative.</param>
/// <param name="Freshness">What that means for everything in the picture.</param>
public readonly record struct PictureAge(TimeSpan Age, Freshness Freshness)
{
    /// <summary>Longest time between two pictures of a working engine, with room for a busy machine: 2 s.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>Age of <paramref name="status"/> at <paramref name="now"/>: stale over 1.5 intervals, unknown over 3.</summary>
    public static PictureAge Of(EngineStatus status, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(status);
        TimeSpan age = now - status.At;
        if (age < TimeSpan.Zero) age = TimeSpan.Zero;
        return new PictureAge(age, age > 3 * Interval ? Freshness.Unknown : age > 1.5 * Interval ? Freshness.Stale : Freshness.Fresh);
    }

    /// <summary>Freshness of an object in the picture: its own or the picture's, whichever is worse.</summary>
    public Freshness Worse(Freshness own) => own > Freshness ? own : Freshness;
}
