using System.Security.Claims;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <summary>What operations on accounts and tokens have in common: what is recorded, and a database that does not work.</summary>
internal sealed class AccessJournal(IAuditTrail audit)
{
    /// <summary>Writes down what was done or refused.</summary>
    public Task RecordAsync(ClaimsPrincipal user, string action, string about, CancellationToken cancellationToken, string? before = null, string? after = null, string? reason = null, bool succeeded = true)
        => audit.RecordAsync(new AuditEntry { Actor = Actors.Of(user), Action = action, Object = about, Before = before, After = after, Reason = reason, Succeeded = succeeded }, cancellationToken);

    /// <summary>Runs an operation; a database that does not work is an outcome.</summary>
    public static async Task<OperationResult> OnStoreAsync(Func<Task<OperationResult>> operation)
    {
        try
        {
            return await operation().ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            return new OperationResult(OperationStatus.Unavailable, StorageFailure.Tell(error));
        }
    }

    /// <inheritdoc cref="OnStoreAsync(Func{Task{OperationResult}})" />
    public static async Task<AccessAnswer<T>> OnStoreAsync<T>(Func<Task<AccessAnswer<T>>> operation)
        where T : class
    {
        AccessAnswer<T>? answer = null;
        OperationResult result = await OnStoreAsync(async () =>
        {
            answer = await operation().ConfigureAwait(false);
            return answer.Result;
        }).ConfigureAwait(false);
        return answer ?? new AccessAnswer<T>(result, null);
    }

    /// <summary>A field that cannot be accepted.</summary>
    public static OperationResult Refuse(string pointer, string code, Sentence sentence)
        => new(OperationStatus.Refused, sentence, Problems: [new DefinitionProblem(ProblemSeverity.Error, pointer, code, sentence)]);
}
