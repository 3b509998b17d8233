using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Definitions.Rules;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Revisions;

/// <inheritdoc cref="IDefinitionStore" />
internal sealed class DefinitionStore(DatabaseGate gate, TimeProvider clock) : IDefinitionStore
{
    private readonly RecentDefinitions _recent = new();

    /// <inheritdoc />
    public Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken)
        => gate.ReadAsync(context => LoadAsync(context, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.DryRun
            ? gate.ReadAsync(async context => (await PlanAsync(context, change, cancellationToken)).Outcome, cancellationToken)
            : SaveForGoodAsync(change, cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken)
        => gate.ReadAsync<IReadOnlyList<RevisionSummary>>(async context => await context.Revisions.AsNoTracking()
            .OrderByDescending(row => row.Number)
            .Take(PageCursor.Clamp(limit))
            .Select(row => new RevisionSummary(row.Number, row.At, row.Author, row.Action, row.Comment, row.Hash))
            .ToListAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<Page<RevisionSummary>> PageRevisionsAsync(int limit, string? cursor, CancellationToken cancellationToken)
    {
        int most = PageCursor.Clamp(limit);
        (DateTimeOffset At, long Id)? after = PageCursor.Read(cursor);
        return gate.ReadAsync(async context =>
        {
            IQueryable<RevisionRow> rows = context.Revisions.AsNoTracking();
            if (after is { Id: var last }) rows = rows.Where(row => row.Number < last);
            List<RevisionSummary> found = await Summaries(rows.OrderByDescending(row => row.Number).Take(most + 1)).ToListAsync(cancellationToken);
            return PageCursor.Cut(found, most, row => (row.SavedAt, row.Revision));
        }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<StoredRevision?> FindRevisionAsync(long number, CancellationToken cancellationToken)
        => number == 0
            ? Task.FromResult<StoredRevision?>(new StoredRevision(new RevisionSummary(0, Nothing.SavedAt, "", "", null, Nothing.ContentHash), ClusterDefinition.Empty))
            : gate.ReadAsync(context => FindRevisionAsync(context, number, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<StoredDefinition?> FindRecentAsync(Func<StoredDefinition, bool> matches, CancellationToken cancellationToken)
        => gate.ReadAsync(async context =>
        {
            long newest = await context.Revisions.MaxAsync(row => (long?)row.Number, cancellationToken) ?? 0;
            long read = 0;
            for (long number = newest; number > 0 && number > newest - RecentDefinitions.Capacity && read < RecentDefinitions.MostCharacters; number--)
            {
                if (_recent.Find(number, null) is not { } stored)
                {
                    if (await context.Revisions.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancellationToken) is not { } row) continue;
                    read += row.Json.Length;
                    if (!DefinitionJson.TryRead(row.Json, out ClusterDefinition? definition, out _)) continue;
                    stored = new StoredDefinition(row.Number, definition!, row.Hash, row.At, row.Author);
                    _recent.Add(stored);
                }

                if (matches(stored)) return stored;
            }

            return null;
        }, cancellationToken);

    /// <inheritdoc />
    public Task<CommitWindow?> FindWindowAsync(CancellationToken cancellationToken)
        => gate.ReadAsync(context => CommitWindows.FindAsync(context, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<CommitWindow?> ConfirmWindowAsync(long revision, Actor actor, string? reason, CancellationToken cancellationToken)
        => gate.WriteAsync(async context =>
        {
            if (await CommitWindows.FindAsync(context, cancellationToken) is not { } window || window.Revision != revision) return null;
            await CommitWindows.CloseAsync(context, cancellationToken);
            context.AuditRows.Add(AuditRows.ToRow(CommitWindows.Ended(window, actor, "window-confirm", reason, revision), clock.GetUtcNow()));
            await context.SaveChangesAsync(cancellationToken);
            return window;
        }, cancellationToken);

    private async Task<SaveOutcome> SaveForGoodAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        SaveOutcome outcome = await gate.WriteAsync(context => SaveAsync(context, change, cancellationToken), cancellationToken);
        // Only once it is committed.
        if (outcome is SaveOutcome.Saved saved) _recent.Add(saved.Stored);
        return outcome;
    }

    private static IQueryable<RevisionSummary> Summaries(IQueryable<RevisionRow> rows)
        => rows.Select(row => new RevisionSummary(row.Number, row.At, row.Author, row.Action, row.Comment, row.Hash));

    private async Task<StoredRevision?> FindRevisionAsync(ConsoleDbContext context, long number, CancellationToken cancellationToken)
    {
        if (await context.Revisions.AsNoTracking().SingleOrDefaultAsync(row => row.Number == number, cancellationToken) is not { } row) return null;
        var summary = new RevisionSummary(row.Number, row.At, row.Author, row.Action, row.Comment, row.Hash);
        if (_recent.Find(number, row.Hash) is { } known) return new StoredRevision(summary, known.Definition);
        return DefinitionJson.TryRead(row.Json, out ClusterDefinition? definition, out string? problem)
            ? new StoredRevision(summary, definition)
            : new StoredRevision(summary, null, problem);
    }

    private async Task<StoredDefinition?> LoadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var newest = await context.Revisions.AsNoTracking().OrderByDescending(row => row.Number)
            .Select(row => new { row.Number, row.Hash, row.At, row.Author })
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is null) return null;
        // The rows change only together with a revision, so what belongs to this one need not be put together again.
        if (_recent.Find(newest.Number, newest.Hash) is { } known) return known;
        ClusterDefinition definition = await DefinitionTables.LoadAsync(context, cancellationToken);
        var stored = new StoredDefinition(newest.Number, definition, newest.Hash, newest.At, newest.Author);
        _recent.Add(stored);
        return stored;
    }

    /// <summary>What stands in for a current definition before the first: revision 0, empty.</summary>
    private static StoredDefinition Nothing { get; } =
        new(0, ClusterDefinition.Empty, DefinitionJson.Hash(ClusterDefinition.Empty), DateTimeOffset.UnixEpoch, "");

    private async Task<(SaveOutcome Outcome, StoredDefinition Before)> PlanAsync(ConsoleDbContext context, DefinitionChange change, CancellationToken cancellationToken)
    {
        StoredDefinition current = await LoadAsync(context, cancellationToken) ?? Nothing;
        if (change.ExpectedHash is { } expected && expected != current.ContentHash) return (new SaveOutcome.Conflict(current), current);
        if (change.Accepts is { } accepts && !accepts(current)) return (new SaveOutcome.Conflict(current), current);

        ClusterDefinition next = change.Edit(current.Definition);
        if (next.Equals(current.Definition)) return (new SaveOutcome.Unchanged(current), current);

        ValueArray<DefinitionProblem> problems = DefinitionRules.Check(next, change.Limits, current.Definition);
        if (problems.Any(problem => problem.Severity == ProblemSeverity.Error)) return (new SaveOutcome.Refused(problems), current);

        var stored = new StoredDefinition(current.Revision + 1, next, DefinitionJson.Hash(next), clock.GetUtcNow(), change.Actor.Name);
        return (new SaveOutcome.Saved(stored, problems) { Before = current.Definition }, current);
    }

    private async Task<SaveOutcome> SaveAsync(ConsoleDbContext context, DefinitionChange change, CancellationToken cancellationToken)
    {
        CommitWindow? open = await CommitWindows.FindAsync(context, cancellationToken);
        (SaveOutcome outcome, StoredDefinition before) = await PlanAsync(context, change, cancellationToken);
        if (change.EndsWindow is { } ends)
        {
            if (open?.Revision != ends) return new SaveOutcome.WindowGone(before);
            return await EndWindowAsync(context, change, open, outcome, before, cancellationToken);
        }

        if (outcome is not SaveOutcome.Saved saved) return outcome;
        if (open is not null && !change.AllowedInWindow) return new SaveOutcome.Held(open);

        await WriteAsync(context, change, saved.Stored, before, cancellationToken);
        if (change.Window is { } wish)
        {
            CommitWindow window = CommitWindows.Open(context, wish, change, saved.Stored, before.Revision);
            outcome = saved with { Window = window };
            await context.SaveChangesAsync(cancellationToken);
            context.AuditRows.Add(AuditRows.ToRow(CommitWindows.Opened(window, wish), saved.Stored.SavedAt));
        }

        await context.SaveChangesAsync(cancellationToken);
        return outcome;
    }

    /// <summary>Closes the window whatever became of the change: one that cannot go back must not try for ever.</summary>
    private async Task<SaveOutcome> EndWindowAsync(ConsoleDbContext context, DefinitionChange change, CommitWindow window, SaveOutcome outcome, StoredDefinition before,
        CancellationToken cancellationToken)
    {
        await CommitWindows.CloseAsync(context, cancellationToken);
        long revision = before.Revision;
        if (outcome is SaveOutcome.Saved saved)
        {
            await WriteAsync(context, change, saved.Stored, before, cancellationToken);
            await context.SaveChangesAsync(cancellationToken);
            revision = saved.Stored.Revision;
        }

        AuditEntry ended = CommitWindows.Ended(window, change.Actor, change.Action, change.Reason, revision);
        context.AuditRows.Add(AuditRows.ToRow(ended with { Succeeded = outcome is SaveOutcome.Saved or SaveOutcome.Unchanged }, clock.GetUtcNow()));
        await context.SaveChangesAsync(cancellationToken);
        return outcome;
    }

    private static async Task WriteAsync(ConsoleDbContext context, DefinitionChange change, StoredDefinition stored, StoredDefinition before, CancellationToken cancellationToken)
    {
        await DefinitionTables.ReplaceAsync(context, before.Definition, stored.Definition, cancellationToken);
        context.Revisions.Add(new RevisionRow
        {
            Number = stored.Revision,
            Hash = stored.ContentHash,
            Json = DefinitionJson.Write(stored.Definition),
            Author = stored.Author,
            Action = change.Action,
            Comment = change.Reason,
            At = stored.SavedAt,
        });
        foreach (AuditEntry entry in ChangeEntries.Of(change, stored, before)) context.AuditRows.Add(AuditRows.ToRow(entry, stored.SavedAt));
    }
}
