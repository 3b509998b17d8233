using System.Security.Claims;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Operations.Editing;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Everything that changes the definition itself. Authorises, plans or changes, records and tells the engine. All of it needs the role admin.</summary>
public interface IDefinitionOperations
{
    /// <summary>The refusal that <paramref name="user"/> would get, recorded; null = may. For answering before a large document is read.</summary>
    Task<OperationResult?> RefuseAsync(ClaimsPrincipal user, string action, string about, CancellationToken cancellationToken);

    /// <summary>Writes the whole definition or an object of it, or in a dry run tells what that would do.</summary>
    Task<DefinitionOutcome> WriteAsync(ClaimsPrincipal user, DefinitionWrite write, CancellationToken cancellationToken);

    /// <summary>Makes the content of an earlier revision the content of a new one.</summary>
    Task<DefinitionOutcome> RollBackAsync(ClaimsPrincipal user, long revision, Precondition seen, WriteWish wish, CancellationToken cancellationToken);

    /// <summary>Keeps the change on trial.</summary>
    Task<DefinitionOutcome> ConfirmAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken);

    /// <summary>Takes the change on trial back at once.</summary>
    Task<DefinitionOutcome> RevertAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken);

    /// <summary>The open window with the time that is left; null = none.</summary>
    Task<(CommitWindow Window, TimeSpan Left)?> FindWindowAsync(CancellationToken cancellationToken);
}
