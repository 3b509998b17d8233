using System.Globalization;
using System.Security.Claims;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Planning;
using KeepaliveConsole.Web.Operations.Windows;

namespace KeepaliveConsole.Web.Operations;

/// <content>Changing the definition: planned, written, on trial, taken back.</content>
internal sealed partial class ClusterOperations
{
    private static readonly Sentence s_noWindow = $"No change is waiting to be confirmed: it was confirmed or taken back already, or its time ran out; the audit trail says which.";

    /// <inheritdoc />
    public Task<OperationResult?> RefuseAsync(ClaimsPrincipal user, string action, string about, CancellationToken cancellationToken)
        => permissions.DenyAsync(user, Roles.Admin, action, about, cancellationToken);

    /// <inheritdoc />
    public async Task<DefinitionOutcome> WriteAsync(ClaimsPrincipal user, DefinitionWrite write, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(write);
        if (await permissions.DenyAsync(user, Roles.Admin, write.Action, write.Object, cancellationToken).ConfigureAwait(false) is { } denied) return new DefinitionOutcome(denied);
        return await OnStoreAsync(() => WriteAllowedAsync(user, write, cancellationToken), failure => new DefinitionOutcome(failure)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<DefinitionOutcome> RollBackAsync(ClaimsPrincipal user, long revision, Precondition seen, WriteWish wish, CancellationToken cancellationToken)
    {
        string about = string.Create(CultureInfo.InvariantCulture, $"revision {revision}");
        if (await permissions.DenyAsync(user, Roles.Admin, "rollback", about, cancellationToken).ConfigureAwait(false) is { } denied) return new DefinitionOutcome(denied);
        return await OnStoreAsync(async () =>
        {
            StoredRevision? found = revision < 1 ? null : await store.FindRevisionAsync(revision, cancellationToken).ConfigureAwait(false);
            if (found is null) return new DefinitionOutcome(new OperationResult(OperationStatus.NotFound, $"There is no revision {revision}."));
            if (found.Definition is not { } definition)
                return new DefinitionOutcome(new OperationResult(OperationStatus.NotNow, $"Revision {revision} cannot be read any more ({found.Unreadable}), so nothing can go back to it."));
            return await WriteAllowedAsync(user, new DefinitionWrite
            {
                Action = "rollback",
                Object = about,
                Edit = _ => new EditResult(definition),
                TagOf = stored => stored.ContentHash,
                IsAbsent = _ => false,
                Seen = seen,
                Wish = wish with { Comment = wish.Comment ?? $"back to revision {revision}" },
            }, cancellationToken).ConfigureAwait(false);
        }, failure => new DefinitionOutcome(failure)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<DefinitionOutcome> ConfirmAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken)
    {
        if (await permissions.DenyAsync(user, Roles.Admin, "window-confirm", "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return new DefinitionOutcome(denied);
        return await OnStoreAsync(async () =>
        {
            CommitWindow? open = keeper.IsGoingBack ? null : await store.FindWindowAsync(cancellationToken).ConfigureAwait(false);
            CommitWindow? confirmed = open is null ? null : await store.ConfirmWindowAsync(open.Revision, Actors.Of(user), comment, cancellationToken).ConfigureAwait(false);
            if (confirmed is null) return new DefinitionOutcome(new OperationResult(OperationStatus.NotNow, s_noWindow));
            keeper.Confirmed(confirmed, comment);
            return new DefinitionOutcome(new OperationResult(OperationStatus.Done, $"Revision {confirmed.Revision} stays.", confirmed.Revision));
        }, failure => new DefinitionOutcome(failure)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<DefinitionOutcome> RevertAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken)
    {
        if (await permissions.DenyAsync(user, Roles.Admin, "window-revert", "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return new DefinitionOutcome(denied);
        return await OnStoreAsync(async () =>
        {
            if (await store.FindWindowAsync(cancellationToken).ConfigureAwait(false) is not { } open) return new DefinitionOutcome(new OperationResult(OperationStatus.NotNow, s_noWindow));
            return await keeper.EndAsync(open, Actors.Of(user), "window-revert", comment ?? "taken back by hand", apply: true, cancellationToken).ConfigureAwait(false) switch
            {
                SaveOutcome.Saved saved => new DefinitionOutcome(new OperationResult(OperationStatus.Done, $"Revision {open.Revision} was taken back: revision {saved.Stored.Revision} is as {open.BackTo} was.",
                    saved.Stored.Revision, saved.Stored.ContentHash, saved.Warnings, DefinitionDifference.Between(saved.Before, saved.Stored.Definition))) { Stored = saved.Stored },
                SaveOutcome.Unchanged same => new DefinitionOutcome(new OperationResult(OperationStatus.Unchanged, $"What is in force already is as revision {open.BackTo} was.", same.Stored.Revision, same.Stored.ContentHash)) { Stored = same.Stored },
                SaveOutcome.Refused refused => new DefinitionOutcome(new OperationResult(OperationStatus.Refused, $"Going back to revision {open.BackTo} breaks a rule; revision {open.Revision} stays.", Problems: refused.Problems)),
                _ => new DefinitionOutcome(new OperationResult(OperationStatus.NotNow, s_noWindow)),
            };
        }, failure => new DefinitionOutcome(failure)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<(CommitWindow Window, TimeSpan Left)?> FindWindowAsync(CancellationToken cancellationToken)
    {
        if (await store.FindWindowAsync(cancellationToken).ConfigureAwait(false) is not { } open) return null;
        TimeSpan left = keeper.Open?.Revision == open.Revision ? keeper.Left : open.EndsAt - time.GetUtcNow();
        return (open, left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    private async Task<DefinitionOutcome> WriteAllowedAsync(ClaimsPrincipal user, DefinitionWrite write, CancellationToken cancellationToken)
    {
        OperationResult? refusal = null;
        bool isNew = false;
        string place = "";
        WriteWish wish = write.Wish;
        // Before the change: what is wrong already is not the change's fault.
        WindowTerms? terms = wish.ConfirmWithin is null ? null : WindowTerms.Of(wish.Guards, feed.Current);
        var change = new DefinitionChange
        {
            Accepts = stored =>
            {
                isNew = write.IsAbsent(stored);
                return write.Seen.Holds(write.TagOf(stored), isNew);
            },
            Edit = current =>
            {
                EditResult edited = write.Edit(current);
                refusal = edited.Refusal;
                place = edited.Place;
                return edited.Next is { } wanted ? MaskedSecrets.Restore(wanted, current) : current;
            },
            Window = terms is null || wish.DryRun ? null : new WindowWish(wish.ConfirmWithin!.Value, terms.Write(), terms.Guards.Count == 0 ? "no guard" : $"guards {string.Join(", ", terms.Guards)}"),
            Actor = Actors.Of(user),
            Action = write.Action,
            Object = write.Object,
            Reason = wish.Comment,
            DryRun = wish.DryRun,
        };
        (OperationResult result, SaveOutcome outcome) = await SaveOutcomeAsync(change, wish.DryRun ? (Sentence)$"This is what would happen; nothing was changed." : $"Saved and in force.",
            $"It already is so; nothing was changed.", cancellationToken).ConfigureAwait(false);
        if (refusal is not null) return new DefinitionOutcome(refusal) { Place = place };
        var known = new DefinitionOutcome(result) { Place = place, IsNew = isNew };
        return outcome switch
        {
            SaveOutcome.Saved saved => known with
            {
                Stored = saved.Stored,
                Tag = write.TagOf(saved.Stored),
                Window = saved.Window,
                Plan = wish.DryRun ? ChangePlan.Of(saved.Before, saved.Stored.Definition, feed.Current) : null,
            },
            SaveOutcome.Unchanged same => known with { Stored = same.Stored, Tag = write.TagOf(same.Stored), Plan = wish.DryRun ? new ChangePlan([], [], [], [], [], []) : null },
            SaveOutcome.Conflict conflict => known with { Stored = conflict.Current, Tag = write.TagOf(conflict.Current) },
            SaveOutcome.Held held => known with { Window = held.Window },
            _ => known,
        };
    }

    private static Sentence HeldText(CommitWindow window) =>
        $"Revision {window.Revision} of {window.Actor.Name} is on trial until {window.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; confirm it (POST /api/v1/cluster/confirm) or take it back (POST /api/v1/cluster/revert) first.";
}
