using System.Globalization;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations.Windows;

namespace KeepaliveConsole.Web.Components.Layout;

/// <summary>What the bar above every page says about a change that is still to be confirmed. Pure.</summary>
/// <param name="Revision">The change.</param>
/// <param name="Sentence">Which one, by whom.</param>
/// <param name="Left">Time left as <c>04:12</c>; null = it is over, the change goes back now.</param>
/// <param name="Guards">What takes it back earlier, as sentences.</param>
/// <param name="Comment">What its author wrote; null = nothing.</param>
internal sealed record CommitWindowView(long Revision, string Sentence, string? Left, IReadOnlyList<string> Guards, string? Comment)
{
    /// <summary>The open window.</summary>
    /// <param name="window">The window.</param>
    /// <param name="left">Time left; zero and below = over.</param>
    /// <param name="text">The language.</param>
    public static CommitWindowView From(CommitWindow window, TimeSpan left, ConsoleText text) => new(
        window.Revision,
        text["Unconfirmed change of revision {0} by {1}", window.Revision, window.Actor.Name],
        left > TimeSpan.Zero ? Countdown(left) : null,
        [.. WindowTerms.Read(window.Guards).Guards.Select(guard => Meaning(guard, text))],
        window.Comment);

    /// <summary>How it ended, from the audit trail.</summary>
    /// <param name="revision">The change that was on trial.</param>
    /// <param name="entries">Entries about it, newest first.</param>
    /// <param name="text">The language.</param>
    public static string Outcome(long revision, IEnumerable<AuditRecord> entries, ConsoleText text) => entries.FirstOrDefault(entry => entry.Action.StartsWith("window-", StringComparison.Ordinal) && entry.Action != "window-open") switch
    {
        { Action: "window-confirm" } kept => text["Revision {0} was confirmed by {1} and stays.", revision, kept.Actor],
        { Succeeded: false } stuck => text["Revision {0} could not be taken back and stays: {1}", revision, stuck.Reason],
        { ActorKind: ActorKind.Engine } back => text["Revision {0} was taken back; in force is revision {1}. {2}", revision, back.Revision, back.Reason],
        { } back => text["Revision {0} was taken back by {1}; in force is revision {2}. {3}", revision, back.Actor, back.Revision, back.Reason],
        null => text["The trial of revision {0} has ended; the audit history says how.", revision],
    };

    // Rounded up, so that 00:00 never stands there while there is time.
    private static string Countdown(TimeSpan left)
    {
        var seconds = TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds));
        return seconds.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)seconds.TotalHours}:{seconds:mm\\:ss}") : seconds.ToString(@"mm\:ss", CultureInfo.InvariantCulture);
    }

    private static string Meaning(string guard, ConsoleText text) => WindowGuard.Read(guard, out _) is [var known] ? known.Kind switch
    {
        WindowGuardKind.TwoMasters => text["a second master appears"],
        WindowGuardKind.QuorumLost => text["a service loses its quorum"],
        WindowGuardKind.ServersDown => text["{0} more real servers are down", known.Count],
        _ => text["the author's connection is lost"],
    } : guard;
}
