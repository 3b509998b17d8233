using System.Security.Claims;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Accounts and tokens in memory; refuses whoever is no administrator, as the real ones do.</summary>
public sealed class FakeAccess : IAccessOperations
{
    private static readonly OperationResult s_forbidden = new(OperationStatus.Forbidden, $"This needs the role admin; ask an administrator.");

    public List<UserDocument> Users { get; } = [];

    public List<ApiToken> Tokens { get; } = [];

    /// <summary>What was asked, one line each.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What the next change is answered.</summary>
    public OperationResult Answer { get; set; } = new(OperationStatus.Done, $"Done.");

    public Task<AccessAnswer<IReadOnlyList<UserDocument>>> ListUsersAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => Read<IReadOnlyList<UserDocument>>(user, [.. Users]);

    public Task<AccessAnswer<UserDocument>> CreateUserAsync(ClaimsPrincipal user, NewUser wanted, CancellationToken cancellationToken)
    {
        Asked.Add($"create {wanted.Name} {wanted.Role} {wanted.Password?.Length}");
        return Task.FromResult(new AccessAnswer<UserDocument>(Answer, null));
    }

    public Task<OperationResult> RemoveUserAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) => Note($"remove {name}");

    public Task<OperationResult> SetRoleAsync(ClaimsPrincipal user, string name, string? role, CancellationToken cancellationToken) => Note($"role {name} {role}");

    public Task<OperationResult> UnlockAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) => Note($"unlock {name}");

    public Task<OperationResult> ResetSecondFactorAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) => Note($"reset {name}");

    public Task<AccessAnswer<IReadOnlyList<ApiToken>>> ListTokensAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => Read<IReadOnlyList<ApiToken>>(user, [.. Tokens]);

    public Task<AccessAnswer<NewToken>> CreateTokenAsync(ClaimsPrincipal user, string? name, string? role, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        Asked.Add($"token {name} {role} {expiresAt:yyyy-MM-dd}");
        var token = new ApiToken(7, name!, role!, FakeStatus.Noon, null, expiresAt, null);
        return Task.FromResult(new AccessAnswer<NewToken>(Answer, Answer.Status == OperationStatus.Done ? new NewToken(token, "kc_secret") : null));
    }

    public Task<OperationResult> RevokeTokenAsync(ClaimsPrincipal user, long id, CancellationToken cancellationToken) => Note($"revoke {id}");

    private static Task<AccessAnswer<T>> Read<T>(ClaimsPrincipal user, T value)
        where T : class
        => Task.FromResult(Roles.Includes(user, Roles.Admin) ? new AccessAnswer<T>(new OperationResult(OperationStatus.Done, $""), value) : new AccessAnswer<T>(s_forbidden, null));

    private Task<OperationResult> Note(string asked)
    {
        Asked.Add(asked);
        return Task.FromResult(Answer);
    }
}
