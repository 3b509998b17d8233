using System.Globalization;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Operations.Windows;

/// <summary>
/// Decides when a window ends by itself: a pure machine. Time, picture and silence are arguments; it remembers only which services it has seen with
/// their quorum, because one that is new has none until it was checked.
/// </summary>
/// <param name="terms">Guards, and what was so before.</param>
/// <param name="length">How long there is to confirm, counted from the first look.</param>
/// <param name="node">The node that looks; guards are watched by the one that opened the window.</param>
/// <param name="isResumed">Did the console restart meanwhile? Then whoever made the change gets time to come back.</param>
internal sealed class WindowWatch(WindowTerms terms, TimeSpan length, string node, bool isResumed)
{
    /// <summary>Silence after which the connection counts as lost: 15 s.</summary>
    public static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(15);

    /// <summary>Time to come back after a restart of the console: 30 s.</summary>
    public static readonly TimeSpan ComeBack = TimeSpan.FromSeconds(30);

    private readonly ValueArray<WindowGuard> _guards = terms.Node == node ? WindowGuard.Read(string.Join(',', terms.Guards), out _) : [];
    private readonly HashSet<string> _withQuorum = new(terms.WithQuorum, StringComparer.Ordinal);
    private readonly HashSet<string> _down = new(terms.Down, StringComparer.Ordinal);

    /// <summary>The guards that are watched here.</summary>
    public ValueArray<WindowGuard> Guards => _guards;

    /// <summary>Why the change goes back now; null = it does not.</summary>
    /// <param name="elapsed">Time since the watch began; not the wall clock, which somebody may set.</param>
    /// <param name="picture">The live picture with the change in force.</param>
    /// <param name="silence">Time since who made the change was last heard from.</param>
    public string? Look(TimeSpan elapsed, EngineStatus picture, TimeSpan silence)
    {
        foreach (WindowGuard guard in _guards)
        {
            string? reason = guard.Kind switch
            {
                WindowGuardKind.TwoMasters => SecondMaster(picture),
                WindowGuardKind.QuorumLost => LostQuorum(picture),
                WindowGuardKind.ServersDown => MoreDown(picture, guard.Count),
                _ => silence > LongestSilence && (!isResumed || elapsed > ComeBack) ? Invariant($"nothing was heard for {silence.TotalSeconds:0} s from who made the change") : null,
            };
            if (reason is not null) return $"guard {guard}: {reason}";
        }

        return elapsed >= length ? "nobody confirmed it in time" : null;
    }

    private string? SecondMaster(EngineStatus picture)
    {
        foreach (VrrpInstanceStatus instance in picture.Vrrp)
            if (instance.SplitBrain is { } split && !terms.SplitBrains.Contains(instance.Name)) return $"{instance.Name} has a second master, {split.Rival}";
        return null;
    }

    private string? LostQuorum(EngineStatus picture)
    {
        foreach (VirtualServiceStatus service in picture.VirtualServices)
        {
            if (service.QuorumUp) _withQuorum.Add(service.Name);
            else if (_withQuorum.Contains(service.Name)) return Invariant($"{service.Name} lost its quorum, weight {service.AliveWeight} of {service.Quorum}");
        }

        return null;
    }

    private string? MoreDown(EngineStatus picture, int count)
    {
        string[] more = [.. WindowTerms.DownIn(picture).Where(server => !_down.Contains(server))];
        return more.Length < count ? null : Invariant($"{more.Length} more real servers are down: {string.Join(", ", more.Take(5))}{(more.Length > 5 ? " …" : "")}");
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
