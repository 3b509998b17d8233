using System.Globalization;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Live;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Operations.Windows;

/// <summary>
/// Tells those who watch that a change is on trial and how that ended: in the stored stream and, at once and also while the store is away, on the hub.
/// </summary>
internal sealed class WindowNews(IEventLog log, LiveBroadcaster live, IOptions<EngineOptions> engine, TimeProvider time)
{
    /// <summary>Kind of the event when a window opens, or is taken up by a console that starts.</summary>
    public const string OpenedKind = "commitWindowOpened";

    /// <summary>Kind of the event when it ends.</summary>
    public const string ClosedKind = "commitWindowClosed";

    /// <summary>A window is watched from now on.</summary>
    /// <param name="window">Which.</param>
    /// <param name="isResumed">It was open already: the console started, its database came back, or another console opened it.</param>
    public void Opened(CommitWindow window, bool isResumed) => Tell(window, OpenedKind, EventSeverity.Warning,
        string.Create(CultureInfo.InvariantCulture, $"Revision {window.Revision} of {window.Actor.Name} is on trial: it goes back to revision {window.BackTo} at {window.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC unless confirmed."),
        new JsonObject { ["isResumed"] = isResumed, ["reason"] = window.Comment });

    /// <summary>A window is over.</summary>
    /// <param name="window">Which.</param>
    /// <param name="outcome">How.</param>
    /// <param name="reason">Why; null = not said.</param>
    public void Closed(CommitWindow window, WindowOutcome outcome, string? reason)
    {
        string end = outcome switch
        {
            WindowOutcome.Confirmed => "was confirmed and stays",
            WindowOutcome.Reverted => $"was taken back to {window.BackTo}",
            WindowOutcome.RolledBack => $"went back to {window.BackTo} by itself",
            WindowOutcome.Stayed => $"could not go back to {window.BackTo} and stays",
            _ => "is no longer on trial: its window is gone from the store",
        };
        string why = string.IsNullOrEmpty(reason) ? "" : $": {reason}";
        Tell(window, ClosedKind, outcome == WindowOutcome.Confirmed ? EventSeverity.Info : EventSeverity.Warning, $"Revision {window.Revision} {end}{why}.",
            new JsonObject { ["outcome"] = WordOf(outcome), ["reason"] = reason });
    }

    private static string WordOf(WindowOutcome outcome) => System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(outcome.ToString());

    private void Tell(CommitWindow window, string kind, EventSeverity severity, string sentence, JsonObject detail)
    {
        detail["revision"] = window.Revision;
        detail["backTo"] = window.BackTo;
        detail["endsAt"] = window.EndsAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        detail["actor"] = window.Actor.Name;
        var told = new StreamedEvent(kind, engine.Value.Node, time.GetUtcNow(), 0, window.Revision, severity, null, null, null, sentence, detail);
        live.Tell(told);
        log.Tell(told);
    }
}

/// <summary>How a commit window ended. The names, beginning small, are promises of the stream.</summary>
internal enum WindowOutcome
{
    /// <summary>Nothing is known of its end: another console ended it, or the database was replaced.</summary>
    Gone,

    /// <summary>Somebody confirmed it.</summary>
    Confirmed,

    /// <summary>Somebody took it back.</summary>
    Reverted,

    /// <summary>Its time ran out or a guard said so.</summary>
    RolledBack,

    /// <summary>It should have gone back but could not; the change stays.</summary>
    Stayed,
}
