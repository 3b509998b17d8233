using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations.Windows;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Operations;

/// <inheritdoc cref="IClusterOperations" />
internal sealed partial class ClusterOperations(IDefinitionStore store, IAuditTrail audit, IPermissions permissions, IEngineCommands engine, IEngineStatusFeed feed, IOptions<EngineOptions> options,
    DefinitionApplier applier, ConfUpload upload, CommitWindowKeeper keeper, TimeProvider time, ILogger<ClusterOperations> logger)
    : IClusterOperations, IVrrpOperations, IDefinitionOperations
{
    /// <inheritdoc />
    public Task<OperationResult> CheckNowAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken)
        => CommandAsync(user, "check", $"{service} {server}", () => engine.CheckNow(service, server),
            $"The checks of {server} run now.", $"There is no real server {server} in the virtual service {service} that this node checks.", cancellationToken);

    /// <inheritdoc />
    public async Task<OperationResult> CutAsync(ClaimsPrincipal user, string service, string server, string? reason, CancellationToken cancellationToken)
    {
        const string action = "cut";
        string about = $"{service} {server}";
        if (await permissions.DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        string? problem = await engine.CutAsync(service, server, out bool found).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!found) return new OperationResult(OperationStatus.NotFound, $"There is no real server {server} in the virtual service {service}.");
        await RecordAsync(Actors.Of(user), action, about, problem ?? (string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()), succeeded: problem is null, cancellationToken).ConfigureAwait(false);
        return problem is null
            ? new OperationResult(OperationStatus.Done, $"The connections of {server} were ended.")
            : new OperationResult(OperationStatus.NotNow, $"The connections of {server} were not ended: {problem}.");
    }

    private async Task<OperationResult> CommandAsync(ClaimsPrincipal user, string action, string about, Func<bool> command, Sentence done, Sentence notFound, CancellationToken cancellationToken)
    {
        if (await permissions.DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        bool accepted = command();
        if (accepted) await RecordAsync(Actors.Of(user), action, about, null, succeeded: true, cancellationToken).ConfigureAwait(false);
        return accepted ? new OperationResult(OperationStatus.Done, done) : new OperationResult(OperationStatus.NotFound, notFound);
    }

    private async Task<OperationResult> SaveAsync(DefinitionChange change, Sentence done, Sentence unchanged, CancellationToken cancellationToken)
        => (await SaveOutcomeAsync(change, done, unchanged, cancellationToken).ConfigureAwait(false)).Result;

    private async Task<(OperationResult Result, SaveOutcome Outcome)> SaveOutcomeAsync(DefinitionChange change, Sentence done, Sentence unchanged, CancellationToken cancellationToken)
    {
        ValueArray<string> changes = [];
        DefinitionChange watched = change with
        {
            Limits = engine.Limits,
            Edit = current =>
            {
                ClusterDefinition next = change.Edit(current);
                changes = DefinitionDifference.Between(current, next);
                return next;
            },
        };
        SaveOutcome outcome = await store.SaveAsync(watched, cancellationToken).ConfigureAwait(false);
        return (outcome is SaveOutcome.Saved saved ? await ApplyAsync(saved, change, done, changes, cancellationToken).ConfigureAwait(false) : Describe(outcome, unchanged), outcome);
    }

    private async Task<OperationResult> ApplyAsync(SaveOutcome.Saved saved, DefinitionChange change, Sentence done, ValueArray<string> changes, CancellationToken cancellationToken)
    {
        ValueArray<DefinitionProblem> found = change.DryRun ? [] : applier.Apply(saved.Stored);
        if (found.Any(problem => problem.Severity == ProblemSeverity.Error))
        {
            if (saved.Window is { } window) await keeper.EndAsync(window, CommitWindowKeeper.Itself, "window-rollback", "the engine refused it", apply: true, cancellationToken).ConfigureAwait(false);
            return new OperationResult(OperationStatus.Refused, $"Saved as revision {saved.Stored.Revision}, but the engine refused it and goes on with the one before.",
                saved.Stored.Revision, saved.Stored.ContentHash, found);
        }

        if (saved.Window is { } opened) keeper.Watch(opened, saved.Before);
        return new OperationResult(OperationStatus.Done, done, saved.Stored.Revision, saved.Stored.ContentHash, saved.Warnings, changes);
    }

    private static OperationResult Describe(SaveOutcome outcome, Sentence unchanged) => outcome switch
    {
        SaveOutcome.Unchanged same => new(OperationStatus.Unchanged, unchanged, same.Stored.Revision, same.Stored.ContentHash),
        SaveOutcome.Conflict conflict => new(OperationStatus.Conflict, $"Someone else changed it meanwhile; revision {conflict.Current.Revision} is in force. Read it again and repeat your change.",
            conflict.Current.Revision, conflict.Current.ContentHash),
        SaveOutcome.Held held => new(OperationStatus.NotNow, HeldText(held.Window)),
        SaveOutcome.Refused refused => new(OperationStatus.Refused, $"The definition breaks a rule; nothing was changed.", Problems: refused.Problems),
        _ => throw new InvalidOperationException("The store answered in a way that is not known."),
    };

    private Task<OperationResult> OnStoreAsync(Func<Task<OperationResult>> change) => OnStoreAsync(change, failure => failure);

    private async Task<T> OnStoreAsync<T>(Func<Task<T>> change, Func<OperationResult, T> failed)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogStorage("a change", StorageFailure.Describe(error));
            return failed(new OperationResult(OperationStatus.Unavailable, StorageFailure.Tell(error)));
        }
    }

    private async Task RecordAsync(Actor actor, string action, string about, string? reason, bool succeeded, CancellationToken cancellationToken)
    {
        try
        {
            await audit.RecordAsync(new AuditEntry { Actor = actor, Action = action, Object = about, Reason = reason, Succeeded = succeeded }, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogStorage("the audit trail", StorageFailure.Describe(error));
        }
    }

    [LoggerMessage(5203, LogLevel.Error, "The store failed for {What}: {Reason}")]
    private partial void LogStorage(string what, string reason);
}
