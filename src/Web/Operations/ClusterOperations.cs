using System.Globalization;
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
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Operations;

/// <inheritdoc cref="IClusterOperations" />
internal sealed partial class ClusterOperations(IDefinitionStore store, IAuditTrail audit, IEngineCommands engine, IEngineStatusFeed feed, IOptions<EngineOptions> options,
    DefinitionApplier applier, ConfUpload upload, ISetupState setup, ILogger<ClusterOperations> logger) : IClusterOperations, IVrrpOperations
{
    /// <inheritdoc />
    public async Task<OperationResult> SetAdminStateAsync(ClaimsPrincipal user, string service, string server, AdminWish wish, CancellationToken cancellationToken)
    {
        string action = ActionOf(wish.State);
        string about = $"{service} {server}";
        if (await DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        if (wish.Until is not null && wish.State == AdminState.Enabled)
            return new OperationResult(OperationStatus.Refused, "Only draining and maintenance can end by themselves; leave the time out.");
        // On one line, however it was typed.
        AdminWish said = wish with { Reason = string.IsNullOrWhiteSpace(wish.Reason) ? null : string.Join(' ', wish.Reason.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)) };
        return await OnStoreAsync(async () =>
        {
            bool found = false;
            Actor actor = Actors.Of(user);
            var change = new DefinitionChange
            {
                Edit = current => AdminStates.Set(current, service, server, said, actor.Name, out found),
                Actor = actor,
                Action = action,
                Object = about,
                Reason = said.Reason,
            };
            OperationResult result = await SaveAsync(change, $"{server} of {service} is now {Describe(said)}.", $"{server} of {service} already is {Describe(said)}.", cancellationToken).ConfigureAwait(false);
            return found ? result : new OperationResult(OperationStatus.NotFound, $"There is no real server {server} in the virtual service {service}.");
        }).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public Task<OperationResult> CheckNowAsync(ClaimsPrincipal user, string service, string server, CancellationToken cancellationToken)
        => CommandAsync(user, "check", $"{service} {server}", () => engine.CheckNow(service, server),
            $"The checks of {server} run now.", $"There is no real server {server} in the virtual service {service} that this node checks.", cancellationToken);

    /// <inheritdoc />
    public async Task<OperationResult> CutAsync(ClaimsPrincipal user, string service, string server, string? reason, CancellationToken cancellationToken)
    {
        const string action = "cut";
        string about = $"{service} {server}";
        if (await DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        string? problem = await engine.CutAsync(service, server, out bool found).WaitAsync(cancellationToken).ConfigureAwait(false);
        if (!found) return new OperationResult(OperationStatus.NotFound, $"There is no real server {server} in the virtual service {service}.");
        await RecordAsync(Actors.Of(user), action, about, problem ?? (string.IsNullOrWhiteSpace(reason) ? null : reason.Trim()), succeeded: problem is null, cancellationToken).ConfigureAwait(false);
        return problem is null
            ? new OperationResult(OperationStatus.Done, $"The connections of {server} were ended.")
            : new OperationResult(OperationStatus.NotNow, $"The connections of {server} were not ended: {problem}.");
    }

    /// <inheritdoc />
    public async Task<ImportOutcome> ImportAsync(ClaimsPrincipal user, string text, string? node, bool dryRun, CancellationToken cancellationToken)
    {
        if (await DenyAsync(user, Roles.Admin, "import", "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return new ImportOutcome(denied, [], null);
        ConfReading reading = upload.Read(text, node);
        if (reading.Import.HasErrors)
        {
            var broken = new OperationResult(OperationStatus.Refused, "The file has errors; nothing was imported.");
            return new ImportOutcome(broken, reading.Import.Diagnostics, null);
        }

        OperationResult result = await OnStoreAsync(() => SaveAsync(reading.Change(Actors.Of(user), dryRun),
            dryRun ? "The file would be imported." : "The file was imported.", "The file says what already is in force.", cancellationToken)).ConfigureAwait(false);
        return new ImportOutcome(result, reading.Import.Diagnostics, reading.Import.Definition);
    }

    /// <inheritdoc />
    public async Task<OperationResult> PutClusterAsync(ClaimsPrincipal user, ClusterDefinition definition, string? expectedHash, bool dryRun, CancellationToken cancellationToken)
    {
        if (await DenyAsync(user, Roles.Admin, "put-cluster", "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        return await OnStoreAsync(async () =>
        {
            string? unknown = null;
            var change = new DefinitionChange
            {
                Edit = current =>
                {
                    ClusterDefinition restored = MaskedSecrets.Restore(definition, current, out unknown);
                    return unknown is null ? restored : current;
                },
                ExpectedHash = expectedHash,
                Actor = Actors.Of(user),
                Action = "put-cluster",
                Object = "cluster",
                DryRun = dryRun,
            };
            OperationResult result = await SaveAsync(change, dryRun ? "The definition would be replaced." : "The definition was replaced.", "The definition already is so.", cancellationToken).ConfigureAwait(false);
            return unknown is null ? result
                : new OperationResult(OperationStatus.Refused, $"The password of {unknown} is only the mask {MaskedSecrets.Mask}, and no stored instance of that name has one; send the password itself.");
        }).ConfigureAwait(false);
    }

    private static string ActionOf(AdminState state) => state switch
    {
        AdminState.Drain => "drain",
        AdminState.Maintenance => "maintenance",
        _ => "enable",
    };

    private static string Describe(AdminWish wish) => wish.Until is { } until
        ? string.Create(CultureInfo.InvariantCulture, $"{Describe(wish.State)}, until {until.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC")
        : Describe(wish.State);

    private static string Describe(AdminState state) => state switch
    {
        AdminState.Drain => "drained: it takes no new connections",
        AdminState.Maintenance => "in maintenance: it is out of the table",
        _ => "enabled",
    };

    private async Task<OperationResult> CommandAsync(ClaimsPrincipal user, string action, string about, Func<bool> command, string done, string notFound, CancellationToken cancellationToken)
    {
        if (await DenyAsync(user, Roles.Operator, action, about, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        bool accepted = command();
        if (accepted) await RecordAsync(Actors.Of(user), action, about, null, succeeded: true, cancellationToken).ConfigureAwait(false);
        return accepted ? new OperationResult(OperationStatus.Done, done) : new OperationResult(OperationStatus.NotFound, notFound);
    }

    private async Task<OperationResult?> DenyAsync(ClaimsPrincipal user, string role, string action, string about, CancellationToken cancellationToken)
    {
        string? reason = null;
        if (!Roles.Includes(user, role)) reason = $"This needs the role {role}; ask an administrator.";
        else if (!await IsSetUpAsync(cancellationToken).ConfigureAwait(false)) reason = "The console is not set up yet, so nothing can be changed: open /setup and use the one-time setup token.";
        if (reason is null) return null;
        await RecordAsync(Actors.Of(user), action, about, reason, succeeded: false, cancellationToken).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Forbidden, reason);
    }

    private async Task<bool> IsSetUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await setup.IsDoneAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogStorage("setup", StorageFailure.Describe(error));
            return false;
        }
    }

    private async Task<OperationResult> SaveAsync(DefinitionChange change, string done, string unchanged, CancellationToken cancellationToken)
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
        switch (await store.SaveAsync(watched, cancellationToken).ConfigureAwait(false))
        {
            case SaveOutcome.Saved saved:
                ValueArray<DefinitionProblem> found = change.DryRun ? [] : applier.Apply(saved.Stored);
                if (found.Any(problem => problem.Severity == ProblemSeverity.Error))
                    return new OperationResult(OperationStatus.Refused, $"Saved as revision {saved.Stored.Revision}, but the engine refused it and goes on with the one before.",
                        saved.Stored.Revision, saved.Stored.ContentHash, found);
                return new OperationResult(OperationStatus.Done, done, saved.Stored.Revision, saved.Stored.ContentHash, saved.Warnings, changes);
            case SaveOutcome.Unchanged same:
                return new OperationResult(OperationStatus.Unchanged, unchanged, same.Stored.Revision, same.Stored.ContentHash);
            case SaveOutcome.Conflict conflict:
                return new OperationResult(OperationStatus.Conflict, $"Someone else changed it meanwhile; revision {conflict.Current.Revision} is in force. Read it again and repeat your change.",
                    conflict.Current.Revision, conflict.Current.ContentHash);
            case SaveOutcome.Refused refused:
                return new OperationResult(OperationStatus.Refused, "The definition breaks a rule; nothing was changed.", Problems: refused.Problems);
            default:
                throw new InvalidOperationException("The store answered in a way that is not known.");
        }
    }

    private async Task<OperationResult> OnStoreAsync(Func<Task<OperationResult>> change)
    {
        try
        {
            return await change().ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogStorage("a change", StorageFailure.Describe(error));
            return new OperationResult(OperationStatus.Unavailable, StorageFailure.Describe(error));
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
