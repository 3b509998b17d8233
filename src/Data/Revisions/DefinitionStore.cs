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
    /// <inheritdoc />
    public Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken)
        => gate.ReadAsync(context => LoadAsync(context, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(change);
        return change.DryRun
            ? gate.ReadAsync(async context => (await PlanAsync(context, change, cancellationToken)).Outcome, cancellationToken)
            : gate.WriteAsync(context => SaveAsync(context, change, cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken)
        => gate.ReadAsync<IReadOnlyList<RevisionSummary>>(async context => await context.Revisions.AsNoTracking()
            .OrderByDescending(row => row.Number)
            .Take(PageCursor.Clamp(limit))
            .Select(row => new RevisionSummary(row.Number, row.At, row.Author, row.Action, row.Comment, row.Hash))
            .ToListAsync(cancellationToken), cancellationToken);

    private static async Task<StoredDefinition?> LoadAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var newest = await context.Revisions.AsNoTracking().OrderByDescending(row => row.Number)
            .Select(row => new { row.Number, row.Hash, row.At, row.Author })
            .FirstOrDefaultAsync(cancellationToken);
        if (newest is null) return null;
        ClusterDefinition definition = await DefinitionTables.LoadAsync(context, cancellationToken);
        return new StoredDefinition(newest.Number, definition, newest.Hash, newest.At, newest.Author);
    }

    /// <summary>What stands in for a current definition before the first: revision 0, empty.</summary>
    private static StoredDefinition Nothing { get; } =
        new(0, ClusterDefinition.Empty, DefinitionJson.Hash(ClusterDefinition.Empty), DateTimeOffset.UnixEpoch, "");

    private async Task<(SaveOutcome Outcome, StoredDefinition Before)> PlanAsync(ConsoleDbContext context, DefinitionChange change, CancellationToken cancellationToken)
    {
        StoredDefinition current = await LoadAsync(context, cancellationToken) ?? Nothing;
        if (change.ExpectedHash is { } expected && expected != current.ContentHash) return (new SaveOutcome.Conflict(current), current);

        ClusterDefinition next = change.Edit(current.Definition);
        if (next.Equals(current.Definition)) return (new SaveOutcome.Unchanged(current), current);

        ValueArray<DefinitionProblem> problems = DefinitionRules.Check(next, change.Limits, current.Definition);
        if (problems.Any(problem => problem.Severity == ProblemSeverity.Error)) return (new SaveOutcome.Refused(problems), current);

        var stored = new StoredDefinition(current.Revision + 1, next, DefinitionJson.Hash(next), clock.GetUtcNow(), change.Actor.Name);
        return (new SaveOutcome.Saved(stored, problems), current);
    }

    private async Task<SaveOutcome> SaveAsync(ConsoleDbContext context, DefinitionChange change, CancellationToken cancellationToken)
    {
        (SaveOutcome outcome, StoredDefinition before) = await PlanAsync(context, change, cancellationToken);
        if (outcome is not SaveOutcome.Saved { Stored: { } stored }) return outcome;

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
        (string? was, string now) = ChangeText.Describe(before.Revision == 0 ? null : before.Definition, stored.Definition);
        context.AuditRows.Add(AuditRows.ToRow(new AuditEntry
        {
            Actor = change.Actor,
            Action = change.Action,
            Object = change.Object,
            Before = was,
            After = now,
            Reason = change.Reason,
            Revision = stored.Revision,
        }, stored.SavedAt));
        await context.SaveChangesAsync(cancellationToken);
        return outcome;
    }
}
