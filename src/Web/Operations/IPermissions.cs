using System.Security.Claims;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Who may: the one door of every operation, and of pages that somebody may not use at all. Refusals are recorded.</summary>
public interface IPermissions
{
    /// <summary>Null = allowed; otherwise the refusal, which is recorded.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="role">Least role.</param>
    /// <param name="action">Word for the audit trail.</param>
    /// <param name="about">What it is asked for.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<OperationResult?> DenyAsync(ClaimsPrincipal user, string role, string action, string about, CancellationToken cancellationToken);

    /// <summary>The same for what changes nothing: it needs neither the console set up nor a store that answers.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="role">Least role.</param>
    /// <param name="action">Word for the audit trail.</param>
    /// <param name="about">What it is asked for.</param>
    Task<OperationResult?> DenyReadingAsync(ClaimsPrincipal user, string role, string action, string about);
}
