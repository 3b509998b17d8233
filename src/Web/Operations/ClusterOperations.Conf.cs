using System.Security.Claims;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.KeepalivedConf.Export;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Cli;
using KeepaliveConsole.Web.Operations.Editing;

namespace KeepaliveConsole.Web.Operations;

/// <content>keepalived.conf in and out.</content>
internal sealed partial class ClusterOperations
{
    /// <inheritdoc />
    public async Task<(OperationResult Result, ConfExport? Export)> ExportAsync(ClaimsPrincipal user, string node, bool withSecrets, CancellationToken cancellationToken)
    {
        string action = withSecrets ? "read-secrets" : "export";
        string about = $"keepalived.conf of {node}";
        if (await permissions.DenyReadingAsync(user, withSecrets ? Roles.Admin : Roles.Viewer, action, about).ConfigureAwait(false) is { } denied) return (denied, null);
        return await OnStoreAsync<(OperationResult, ConfExport?)>(async () =>
        {
            ClusterDefinition definition = (await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false))?.Definition ?? ClusterDefinition.Empty;
            if (!definition.Nodes.Any(each => each.Name == node)) return (new OperationResult(OperationStatus.NotFound, NodeNames.Unknown(definition, node)), null);
            // No record, no secrets: a failure here is the answer.
            if (withSecrets) await audit.RecordAsync(new AuditEntry { Actor = Actors.Of(user), Action = action, Object = about }, cancellationToken).ConfigureAwait(false);
            return (new OperationResult(OperationStatus.Done, $"This is the keepalived.conf of {node}."), KeepalivedConfExport.Write(definition, node, withSecrets));
        }, failure => (failure, null)).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<ImportOutcome> ImportAsync(ClaimsPrincipal user, string text, string? node, Precondition seen, WriteWish wish, CancellationToken cancellationToken)
    {
        if (await permissions.DenyAsync(user, Roles.Admin, "import", "cluster", cancellationToken).ConfigureAwait(false) is { } denied) return new ImportOutcome(denied, [], null);
        ConfReading reading = upload.Read(text, node);
        if (reading.Import.HasErrors)
        {
            var broken = new OperationResult(OperationStatus.Refused, $"The file has errors; nothing was imported.");
            return new ImportOutcome(broken, reading.Import.Diagnostics, null);
        }

        DefinitionChange change = reading.Change(Actors.Of(user), wish.DryRun);
        DefinitionOutcome written = await OnStoreAsync(() => WriteAllowedAsync(user, new DefinitionWrite
        {
            Action = change.Action,
            Object = change.Object,
            Edit = current => new EditResult(change.Edit(current)),
            TagOf = stored => stored.ContentHash,
            IsAbsent = stored => stored.Definition.Equals(ClusterDefinition.Empty),
            Seen = seen,
            Wish = wish,
        }, cancellationToken), failure => new DefinitionOutcome(failure)).ConfigureAwait(false);
        OperationResult result = written.Result with
        {
            Text = written.Result.Status switch
            {
                OperationStatus.Done when wish.DryRun => $"The file would be imported.",
                OperationStatus.Done => $"The file was imported.",
                OperationStatus.Unchanged => $"The file says what already is in force.",
                _ => written.Result.Text,
            },
        };
        return new ImportOutcome(result, reading.Import.Diagnostics, reading.Import.Definition) { Written = written };
    }
}
