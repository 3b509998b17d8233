using System.Security.Claims;
using KeepaliveConsole.Web.Auth.SecondFactor;

namespace KeepaliveConsole.Web.Operations;

/// <summary>Who is signed in.</summary>
/// <param name="Kind"><c>user</c> or <c>token</c>.</param>
/// <param name="Name">Name of the account or token.</param>
/// <param name="DisplayName">Name shown; null = the name.</param>
/// <param name="Role">The role in force in this session; null = none.</param>
/// <param name="HasPassword">Can sign in with a password.</param>
/// <param name="SecondFactor">Is asked for a code as well.</param>
/// <param name="SecondFactorRequired">An administrator who is a viewer until a second factor is set up.</param>
/// <param name="RecoveryCodesLeft">Recovery codes not used yet; 0 without a second factor.</param>
/// <param name="LastSignInAt">Last sign-in, UTC; null = never, or a token.</param>
public sealed record AccountDocument(string Kind, string Name, string? DisplayName, string? Role, bool HasPassword, bool SecondFactor, bool SecondFactorRequired,
    int RecoveryCodesLeft, DateTimeOffset? LastSignInAt);

/// <summary>What people do with their own account. Needs a signed-in person; a token has no account.</summary>
public interface IAccountOperations
{
    /// <summary>Who is signed in; also for tokens.</summary>
    Task<AccessAnswer<AccountDocument>> GetAsync(ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>Another password. Sessions elsewhere end; after too many wrong ones it has to wait.</summary>
    Task<OperationResult> ChangePasswordAsync(ClaimsPrincipal user, string? current, string? next, CancellationToken cancellationToken);

    /// <summary>Makes the key of a second factor and recovery codes; nothing is asked for until it is confirmed.</summary>
    Task<AccessAnswer<Enrolment>> BeginSecondFactorAsync(ClaimsPrincipal user, string? password, CancellationToken cancellationToken);

    /// <summary>What waits to be confirmed.</summary>
    Task<AccessAnswer<Enrolment>> FindPendingSecondFactorAsync(ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>Confirms the second factor with a code of the authenticator. Sessions elsewhere end.</summary>
    Task<OperationResult> ConfirmSecondFactorAsync(ClaimsPrincipal user, string? code, CancellationToken cancellationToken);

    /// <summary>Takes the second factor away. Sessions elsewhere end.</summary>
    Task<OperationResult> RemoveSecondFactorAsync(ClaimsPrincipal user, string? password, CancellationToken cancellationToken);

    /// <summary>Ends every session of this account, here and elsewhere.</summary>
    Task<OperationResult> SignOutEverywhereAsync(ClaimsPrincipal user, CancellationToken cancellationToken);
}
