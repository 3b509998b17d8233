using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>/storage</c> and <c>/backups</c>.</summary>
internal static class StorageEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/storage", ReadAsync).WithName("getStorage").WithSummary("What is kept: sizes, rows, the oldest entries, how long, and the last backup");
        api.MapGet("/backups", ListAsync).WithName("listBackups").WithSummary("The backups in the data directory, newest first");
        api.MapPost("/backups", MakeAsync).WithName("createBackup").WithSummary("Make a backup and try it out by restoring it into a scratch folder");
    }

    private static async Task<Results<Ok<StorageDocument>, ProblemHttpResult>> ReadAsync(HttpContext context, IStorageOperations storage, CancellationToken cancellationToken)
    {
        (OperationResult result, StorageReport? report) = await storage.ReadAsync(context.User, cancellationToken).ConfigureAwait(false);
        return report is null ? Problems.From(context, result) : TypedResults.Ok(StorageDocument.Of(report));
    }

    private static async Task<Results<Ok<BackupsDocument>, ProblemHttpResult>> ListAsync(HttpContext context, IStorageOperations storage, CancellationToken cancellationToken)
    {
        (OperationResult result, IReadOnlyList<StoredBackup> backups) = await storage.ListBackupsAsync(context.User, cancellationToken).ConfigureAwait(false);
        return result.Status == OperationStatus.Done ? TypedResults.Ok(new BackupsDocument([.. backups.Select(BackupDocument.Of)])) : Problems.From(context, result);
    }

    private static async Task<Results<Created<BackupDocument>, ProblemHttpResult>> MakeAsync(HttpContext context, IStorageOperations storage, CancellationToken cancellationToken)
    {
        (OperationResult result, StoredBackup? backup) = await storage.BackUpAsync(context.User, cancellationToken).ConfigureAwait(false);
        return backup is null ? Problems.From(context, result) : TypedResults.Created((string?)null, BackupDocument.Of(backup));
    }
}
