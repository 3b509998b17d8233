using System.Security.Claims;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.SecondFactor;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Web.Operations;

/// <inheritdoc cref="IAccountOperations" />
internal sealed class AccountOperations(IServiceScopeFactory scopes, IPermissions permissions, AccessJournal journal, SessionChanges sessions, SignInFailures failures) : IAccountOperations
{
    private static readonly OperationResult s_noAccount = new(OperationStatus.NotNow, $"A token has no account; sign in as a person for this.");
    private static readonly OperationResult s_noPassword = new(OperationStatus.NotNow, $"This account signs in through the provider, which keeps its password and second factor; change them there.");

    /// <inheritdoc />
    public Task<AccessAnswer<AccountDocument>> GetAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => AccessJournal.OnStoreAsync<AccountDocument>(async () =>
    {
        if (await permissions.DenyReadingAsync(user, Roles.Viewer, "read-account", user.Identity?.Name ?? "").ConfigureAwait(false) is { } denied) return new(denied, null);
        var done = new OperationResult(OperationStatus.Done, $"This is who is signed in.");
        string? role = Roles.All.LastOrDefault(user.IsInRole);
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        ConsoleUser? account = await FindAsync(scope, user).ConfigureAwait(false);
        if (account is null) return new(done, new AccountDocument("token", user.Identity?.Name ?? "", null, role, false, false, false, 0, null));
        int left = account.TwoFactorEnabled ? await scope.ServiceProvider.GetRequiredService<SecondFactors>().CodesLeftAsync(account).ConfigureAwait(false) : 0;
        bool required = user.HasClaim(claim => claim.Type == AccountClaims.FactorMissing);
        return new(done, new AccountDocument("user", account.UserName!, account.DisplayName, role, account.PasswordHash is not null, account.TwoFactorEnabled, required, left, account.LastSignInAt));
    });

    /// <inheritdoc />
    public Task<OperationResult> ChangePasswordAsync(ClaimsPrincipal user, string? current, string? next, CancellationToken cancellationToken) => OnAccountAsync(user, "change-password", current, "/current", async (users, _, account) =>
    {
        IdentityResult changed = await users.ChangePasswordAsync(account, current!, next ?? "").ConfigureAwait(false);
        if (changed.Succeeded) return new OperationResult(OperationStatus.Done, $"The password was changed; sessions elsewhere have ended.");
        return AccessJournal.Refuse("/next", "user.password", $"The new password is too weak: use at least {ConsoleAccess.ShortestPassword} characters, {ConsoleAccess.FewestDifferent} of them different.");
    }, cancellationToken);

    /// <inheritdoc />
    public async Task<AccessAnswer<Enrolment>> BeginSecondFactorAsync(ClaimsPrincipal user, string? password, CancellationToken cancellationToken)
    {
        Enrolment? begun = null;
        OperationResult result = await OnAccountAsync(user, "begin-totp", password, "/password", async (_, factors, account) =>
        {
            if (account.TwoFactorEnabled) return new OperationResult(OperationStatus.NotNow, $"There is a second factor already; remove it first.");
            begun = await factors.BeginAsync(account).ConfigureAwait(false);
            return new OperationResult(OperationStatus.Done, $"Enter the key into an authenticator, keep the recovery codes, then confirm with a code.");
        }, cancellationToken, endsSessions: false).ConfigureAwait(false);
        return new AccessAnswer<Enrolment>(result, begun);
    }

    /// <inheritdoc />
    public Task<AccessAnswer<Enrolment>> FindPendingSecondFactorAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => AccessJournal.OnStoreAsync<Enrolment>(async () =>
    {
        if (await permissions.DenyReadingAsync(user, Roles.Viewer, "read-totp", user.Identity?.Name ?? "").ConfigureAwait(false) is { } denied) return new(denied, null);
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        if (await FindAsync(scope, user).ConfigureAwait(false) is not { } account) return new(s_noAccount, null);
        Enrolment? pending = await scope.ServiceProvider.GetRequiredService<SecondFactors>().FindPendingAsync(account).ConfigureAwait(false);
        return pending is null ? new(new OperationResult(OperationStatus.NotFound, $"No second factor waits to be confirmed."), null) : new(new OperationResult(OperationStatus.Done, $"Confirm it with a code."), pending);
    });

    /// <inheritdoc />
    public Task<OperationResult> ConfirmSecondFactorAsync(ClaimsPrincipal user, string? code, CancellationToken cancellationToken) => OnAccountAsync(user, "confirm-totp", null, null, async (_, factors, account) =>
    {
        if (await factors.FindPendingAsync(account).ConfigureAwait(false) is null) return new OperationResult(OperationStatus.NotNow, $"No second factor waits to be confirmed, or it waited too long; begin again.");
        return await factors.ConfirmAsync(account, code ?? "").ConfigureAwait(false)
            ? new OperationResult(OperationStatus.Done, $"From now on signing in asks for a code.")
            : AccessJournal.Refuse("/code", "totp.code", $"The code is wrong or too old; compare the clocks of the console and the authenticator, and try the next code.");
    }, cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> RemoveSecondFactorAsync(ClaimsPrincipal user, string? password, CancellationToken cancellationToken) => OnAccountAsync(user, "remove-totp", password, "/password", async (_, factors, account) =>
    {
        if (!account.TwoFactorEnabled) return new OperationResult(OperationStatus.Unchanged, $"There is no second factor.");
        return await factors.RemoveAsync(account).ConfigureAwait(false)
            ? new OperationResult(OperationStatus.Done, $"Signing in asks for the password alone.")
            : new OperationResult(OperationStatus.NotNow, $"The account was changed at the same moment; try again.");
    }, cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> SignOutEverywhereAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => OnAccountAsync(user, "sign-out-everywhere", null, null, async (users, _, account) =>
        (await users.UpdateSecurityStampAsync(account).ConfigureAwait(false)).Succeeded
            ? new OperationResult(OperationStatus.Done, $"Every session of this account has ended.")
            : new OperationResult(OperationStatus.NotNow, $"The account was changed at the same moment; try again."), cancellationToken, needsPassword: false);

    private static Task<ConsoleUser?> FindAsync(AsyncServiceScope scope, ClaimsPrincipal user)
        => user.FindFirst(BearerTokenHandler.TokenClaim) is not null ? Task.FromResult<ConsoleUser?>(null) : scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>().GetUserAsync(user);

    private Task<OperationResult> OnAccountAsync(ClaimsPrincipal user, string action, string? password, string? passwordPointer, Func<UserManager<ConsoleUser>, SecondFactors, ConsoleUser, Task<OperationResult>> operation,
        CancellationToken cancellationToken, bool endsSessions = true, bool needsPassword = true) => AccessJournal.OnStoreAsync(async () =>
    {
        if (await permissions.DenyAsync(user, Roles.Viewer, action, user.Identity?.Name ?? "", cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        if (await FindAsync(scope, user).ConfigureAwait(false) is not { } account) return s_noAccount;
        if (needsPassword && account.PasswordHash is null) return s_noPassword;
        OperationResult result = passwordPointer is not null && await CheckAsync(users, account, password, passwordPointer).ConfigureAwait(false) is { } wrong
            ? wrong : await operation(users, scope.ServiceProvider.GetRequiredService<SecondFactors>(), account).ConfigureAwait(false);
        if (result.Status == OperationStatus.Unchanged) return result;
        bool done = result.Status == OperationStatus.Done;
        if (done && endsSessions) sessions.Mark();
        await journal.RecordAsync(user, action, account.UserName!, cancellationToken, reason: done ? null : result.Message, succeeded: done).ConfigureAwait(false);
        return result;
    });

    // A session that was left open must not be enough to take the account over, nor a way to guess the password without end. It is counted
    // apart from sign-in: whoever sits at such a session must not lock the owner out.
    private async Task<OperationResult?> CheckAsync(UserManager<ConsoleUser> users, ConsoleUser account, string? password, string pointer)
    {
        string key = account.Id + " account";
        if (failures.IsOver(key)) return new OperationResult(OperationStatus.NotNow, $"Too many wrong passwords. Wait a few minutes, then try again.");
        if (await users.CheckPasswordAsync(account, password ?? "").ConfigureAwait(false))
        {
            failures.Forget(key);
            return null;
        }

        failures.Count(key);
        return AccessJournal.Refuse(pointer, "password.wrong", $"The present password is wrong.");
    }
}
