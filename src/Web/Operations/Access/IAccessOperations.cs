using System.Security.Claims;
using KeepaliveConsole.Data.Access;

namespace KeepaliveConsole.Web.Operations;

/// <summary>An account, as administrators see it.</summary>
/// <param name="Name">Name to sign in with.</param>
/// <param name="DisplayName">Name shown; null = the name.</param>
/// <param name="Role"><c>viewer</c>, <c>operator</c> or <c>admin</c>; null = none, so that nothing is allowed.</param>
/// <param name="HasPassword">Can sign in with a password; false = through the provider only.</param>
/// <param name="SecondFactor">Is asked for a code as well.</param>
/// <param name="LockedUntil">Locked until then after too many failures, UTC; null = it is not.</param>
/// <param name="LastSignInAt">Last sign-in, UTC; null = never.</param>
public sealed record UserDocument(string Name, string? DisplayName, string? Role, bool HasPassword, bool SecondFactor, DateTimeOffset? LockedUntil, DateTimeOffset? LastSignInAt);

/// <summary>An account that is wanted.</summary>
/// <param name="Name">1 to 64 characters: letters, digits and <c>-._@+</c>.</param>
/// <param name="Password">At least 10 characters.</param>
/// <param name="Role"><c>viewer</c>, <c>operator</c> or <c>admin</c>.</param>
/// <param name="DisplayName">Name shown, at most 100 characters; null = the name.</param>
public sealed record NewUser(string? Name, string? Password, string? Role, string? DisplayName = null)
{
    /// <summary>Hides the password.</summary>
    public override string ToString() => $"{Name} ({Role})";
}

/// <summary>A token with its secret, which is in this answer and nowhere else.</summary>
/// <param name="Token">The token.</param>
/// <param name="Secret">What programs send as <c>Authorization: Bearer …</c>.</param>
public sealed record NewToken(ApiToken Token, string Secret)
{
    /// <summary>Hides the secret.</summary>
    public override string ToString() => $"{Token.Name} (secret)";
}

/// <summary>How an operation ended and, when it worked, what it gave.</summary>
/// <param name="Result">How it ended.</param>
/// <param name="Value">What it gave; null = it did not work.</param>
public sealed record AccessAnswer<T>(OperationResult Result, T? Value)
    where T : class;

/// <summary>
/// Accounts and tokens. Every operation needs the role admin, records who did it, and keeps the last administrator with a password:
/// that one can neither be removed nor demoted.
/// </summary>
public interface IAccessOperations
{
    /// <summary>All accounts, by name.</summary>
    Task<AccessAnswer<IReadOnlyList<UserDocument>>> ListUsersAsync(ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>Makes an account.</summary>
    Task<AccessAnswer<UserDocument>> CreateUserAsync(ClaimsPrincipal user, NewUser wanted, CancellationToken cancellationToken);

    /// <summary>Removes an account; its sessions end.</summary>
    Task<OperationResult> RemoveUserAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken);

    /// <summary>Gives an account another role; its sessions end.</summary>
    Task<OperationResult> SetRoleAsync(ClaimsPrincipal user, string name, string? role, CancellationToken cancellationToken);

    /// <summary>Lets an account sign in again that failed too often.</summary>
    Task<OperationResult> UnlockAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken);

    /// <summary>Takes the second factor off an account, for the one who lost it; its sessions end.</summary>
    Task<OperationResult> ResetSecondFactorAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken);

    /// <summary>All tokens, expired and revoked ones too, oldest first.</summary>
    Task<AccessAnswer<IReadOnlyList<ApiToken>>> ListTokensAsync(ClaimsPrincipal user, CancellationToken cancellationToken);

    /// <summary>Makes a token.</summary>
    Task<AccessAnswer<NewToken>> CreateTokenAsync(ClaimsPrincipal user, string? name, string? role, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>Ends a token for good.</summary>
    Task<OperationResult> RevokeTokenAsync(ClaimsPrincipal user, long id, CancellationToken cancellationToken);
}
