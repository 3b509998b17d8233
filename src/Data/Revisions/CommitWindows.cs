using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Revisions;

/// <summary>The row of the open commit-confirm window and its audit rows. Everything runs inside the transaction of the caller.</summary>
internal static class CommitWindows
{
    /// <summary>The open window; null = none.</summary>
    public static async Task<CommitWindow?> FindAsync(ConsoleDbContext context, CancellationToken cancellationToken)
        => await context.CommitWindows.AsNoTracking().SingleOrDefaultAsync(cancellationToken) is { } row
            ? new CommitWindow(row.Revision, row.BackTo, row.OpenedAt, row.EndsAt, new Actor(row.ActorKind, row.Actor, row.Address), row.Comment, row.Guards)
            : null;

    /// <summary>Adds the window of <paramref name="stored"/>; the caller saves.</summary>
    public static CommitWindow Open(ConsoleDbContext context, WindowWish wish, DefinitionChange change, StoredDefinition stored, long backTo)
    {
        var row = new CommitWindowRow
        {
            Revision = stored.Revision,
            BackTo = backTo,
            OpenedAt = stored.SavedAt,
            EndsAt = stored.SavedAt + wish.Length,
            ActorKind = change.Actor.Kind,
            Actor = change.Actor.Name,
            Address = change.Actor.Address,
            Comment = change.Reason,
            Guards = wish.Guards,
        };
        context.CommitWindows.Add(row);
        return new CommitWindow(row.Revision, backTo, row.OpenedAt, row.EndsAt, change.Actor, row.Comment, row.Guards);
    }

    /// <summary>What is recorded when it opens.</summary>
    public static AuditEntry Opened(CommitWindow window, WindowWish wish) => new()
    {
        Actor = window.Actor,
        Action = "window-open",
        Object = $"revision {window.Revision}",
        After = $"goes back to revision {window.BackTo} at {window.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC unless confirmed; {wish.Shown}",
        Reason = window.Comment,
        Revision = window.Revision,
    };

    /// <summary>What is recorded when it ends.</summary>
    public static AuditEntry Ended(CommitWindow window, Actor actor, string action, string? reason, long revision) => new()
    {
        Actor = actor,
        Action = action,
        Object = $"revision {window.Revision}",
        Reason = reason,
        Revision = revision,
    };

    /// <summary>Removes the row, at once.</summary>
    public static Task CloseAsync(ConsoleDbContext context, CancellationToken cancellationToken) => context.CommitWindows.ExecuteDeleteAsync(cancellationToken);
}
