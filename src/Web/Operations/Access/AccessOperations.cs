using System.Security.Claims;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.SecondFactor;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Web.Operations;

/// <inheritdoc cref="IAccessOperations" />
internal sealed partial class AccessOperations(IServiceScopeFactory scopes, IPermissions permissions, AccessJournal journal, IApiTokens tokens, Administrators administrators, SessionChanges sessions, TimeProvider time) : IAccessOperations
{
    private const int LongestName = 64;
    private const int LongestDisplayName = 100;

    private static readonly OperationResult s_lastAdministrator = new(OperationStatus.NotNow,
        $"This is the last administrator with a password; make another one first, so that somebody can still get in.");

    /// <inheritdoc />
    public Task<AccessAnswer<IReadOnlyList<UserDocument>>> ListUsersAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => WithUsersAsync<IReadOnlyList<UserDocument>>(async (users, _) =>
    {
        if (await permissions.DenyAsync(user, Roles.Admin, "list-users", "users", cancellationToken).ConfigureAwait(false) is { } denied) return new(denied, null);
        var roles = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string role in Roles.All)
            foreach (ConsoleUser holder in await users.GetUsersInRoleAsync(role).ConfigureAwait(false)) roles[holder.Id] = role;
        ConsoleUser[] all = [.. users.Users.OrderBy(each => each.NormalizedUserName)];
        return new(new OperationResult(OperationStatus.Done, $"These are the accounts."), [.. all.Select(each => Show(each, roles.GetValueOrDefault(each.Id)))]);
    });

    /// <inheritdoc />
    public Task<AccessAnswer<UserDocument>> CreateUserAsync(ClaimsPrincipal user, NewUser wanted, CancellationToken cancellationToken) => WithUsersAsync<UserDocument>(async (users, services) =>
    {
        const string action = "create-user";
        string name = wanted.Name?.Trim() ?? "";
        if (await permissions.DenyAsync(user, Roles.Admin, action, name, cancellationToken).ConfigureAwait(false) is { } denied) return new(denied, null);
        if (name.Length is 0 or > LongestName) return new(AccessJournal.Refuse("/name", "user.name", $"An account needs a name of 1 to {LongestName} characters."), null);
        if (!Roles.All.Contains(wanted.Role)) return new(BadRole(wanted.Role), null);
        if (wanted.DisplayName?.Length > LongestDisplayName) return new(AccessJournal.Refuse("/displayName", "user.display-name", $"A display name has at most {LongestDisplayName} characters."), null);
        await EnsureRolesAsync(services.GetRequiredService<RoleManager<IdentityRole>>()).ConfigureAwait(false);
        var account = new ConsoleUser { UserName = name, DisplayName = string.IsNullOrWhiteSpace(wanted.DisplayName) ? null : wanted.DisplayName.Trim(), LockoutEnabled = true };
        IdentityResult created = await users.CreateAsync(account, wanted.Password ?? "").ConfigureAwait(false);
        if (!created.Succeeded) return new(Explain(created, name), null);
        IdentityResult joined = await users.AddToRoleAsync(account, wanted.Role!).ConfigureAwait(false);
        if (!joined.Succeeded)
        {
            // An account without a role is of no use and would take the name.
            await users.DeleteAsync(account).ConfigureAwait(false);
            return new(new OperationResult(OperationStatus.Unavailable, $"The role could not be given, so the account was not made; try again."), null);
        }

        await journal.RecordAsync(user, action, name, cancellationToken, after: wanted.Role).ConfigureAwait(false);
        return new(new OperationResult(OperationStatus.Done, $"{name} may sign in now."), Show(account, wanted.Role));
    });

    /// <inheritdoc />
    public Task<OperationResult> RemoveUserAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) => OnAccountAsync(user, "remove-user", name, async (users, _, account) =>
    {
        if (await Administrators.IsLastAsync(users, account).ConfigureAwait(false)) return s_lastAdministrator;
        string? role = await RoleOfAsync(users, account).ConfigureAwait(false);
        IdentityResult removed = await users.DeleteAsync(account).ConfigureAwait(false);
        if (!removed.Succeeded) return Meanwhile(account);
        sessions.Mark();
        await journal.RecordAsync(user, "remove-user", account.UserName!, cancellationToken, before: role).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Done, $"{account.UserName} was removed.");
    }, cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> SetRoleAsync(ClaimsPrincipal user, string name, string? role, CancellationToken cancellationToken) => OnAccountAsync(user, "set-role", name, async (users, services, account) =>
    {
        if (!Roles.All.Contains(role)) return BadRole(role);
        string? before = await RoleOfAsync(users, account).ConfigureAwait(false);
        if (before == role) return new OperationResult(OperationStatus.Unchanged, $"{account.UserName} already is {role}.");
        if (role != Roles.Admin && await Administrators.IsLastAsync(users, account).ConfigureAwait(false)) return s_lastAdministrator;
        await EnsureRolesAsync(services.GetRequiredService<RoleManager<IdentityRole>>()).ConfigureAwait(false);
        if (!await ReplaceRoleAsync(users, account, role!).ConfigureAwait(false)) return Meanwhile(account);
        sessions.Mark();
        await journal.RecordAsync(user, "set-role", account.UserName!, cancellationToken, before: before, after: role).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Done, $"{account.UserName} is {role} now; who was signed in with that account signs in again.");
    }, cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> UnlockAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) => OnAccountAsync(user, "unlock-user", name, async (users, _, account) =>
    {
        if (account.LockoutEnd is null && account.AccessFailedCount == 0) return new OperationResult(OperationStatus.Unchanged, $"{account.UserName} is not locked.");
        account.LockoutEnd = null;
        account.AccessFailedCount = 0;
        if (!(await users.UpdateAsync(account).ConfigureAwait(false)).Succeeded) return Meanwhile(account);
        await journal.RecordAsync(user, "unlock-user", account.UserName!, cancellationToken).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Done, $"{account.UserName} may sign in again.");
    }, cancellationToken);

    /// <inheritdoc />
    public Task<OperationResult> ResetSecondFactorAsync(ClaimsPrincipal user, string name, CancellationToken cancellationToken) => OnAccountAsync(user, "reset-totp", name, async (_, services, account) =>
    {
        if (!account.TwoFactorEnabled) return new OperationResult(OperationStatus.Unchanged, $"{account.UserName} has no second factor.");
        if (!await services.GetRequiredService<SecondFactors>().RemoveAsync(account).ConfigureAwait(false)) return Meanwhile(account);
        sessions.Mark();
        await journal.RecordAsync(user, "reset-totp", account.UserName!, cancellationToken).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Done, $"{account.UserName} signs in with the password alone until a second factor is set up again.");
    }, cancellationToken);

    /// <summary>Gives a role and takes the others: the new one first, so that an account is never without.</summary>
    internal static async Task<bool> ReplaceRoleAsync(UserManager<ConsoleUser> users, ConsoleUser account, string role)
    {
        IList<string> held = await users.GetRolesAsync(account).ConfigureAwait(false);
        if (!held.Contains(role) && !(await users.AddToRoleAsync(account, role).ConfigureAwait(false)).Succeeded) return false;
        string[] others = [.. held.Where(each => each != role)];
        if (others.Length > 0 && !(await users.RemoveFromRolesAsync(account, others).ConfigureAwait(false)).Succeeded) return false;
        return (await users.UpdateSecurityStampAsync(account).ConfigureAwait(false)).Succeeded;
    }

    /// <summary>The strongest role of an account; null = none.</summary>
    internal static async Task<string?> RoleOfAsync(UserManager<ConsoleUser> users, ConsoleUser account)
    {
        IList<string> held = await users.GetRolesAsync(account).ConfigureAwait(false);
        return Roles.All.LastOrDefault(held.Contains);
    }

    /// <summary>Makes the roles that a store does not have yet.</summary>
    internal static async Task EnsureRolesAsync(RoleManager<IdentityRole> roles)
    {
        foreach (string role in Roles.All)
            if (!await roles.RoleExistsAsync(role).ConfigureAwait(false)) await roles.CreateAsync(new IdentityRole(role)).ConfigureAwait(false);
    }

    private static OperationResult BadRole(string? role) => AccessJournal.Refuse("/role", "role.unknown", $"There is no role \"{role}\": use {string.Join(", ", Roles.All)}.");

    private static OperationResult Meanwhile(ConsoleUser account) => new(OperationStatus.NotNow, $"{account.UserName} was changed by someone else at the same moment; try again.");

    private static OperationResult Explain(IdentityResult refused, string name)
    {
        IdentityError first = refused.Errors.First();
        if (first.Code.StartsWith("Password", StringComparison.Ordinal)) return AccessJournal.Refuse("/password", "user.password", $"The password is too weak: use at least {ConsoleAccess.ShortestPassword} characters, {ConsoleAccess.FewestDifferent} of them different.");
        if (first.Code == nameof(IdentityErrorDescriber.DuplicateUserName)) return AccessJournal.Refuse("/name", "user.taken", $"There is an account named {name} already: remove it, or use another name.");
        return AccessJournal.Refuse("/name", "user.name", $"A name has letters of the Latin alphabet, digits and -._@+ only.");
    }

    private UserDocument Show(ConsoleUser account, string? role) => new(account.UserName!, account.DisplayName, role, account.PasswordHash is not null, account.TwoFactorEnabled,
        account.LockoutEnd > time.GetUtcNow() ? account.LockoutEnd : null, account.LastSignInAt);

    // A scope of its own for each operation: a page lives longer than a connection to the database should.
    private Task<AccessAnswer<T>> WithUsersAsync<T>(Func<UserManager<ConsoleUser>, IServiceProvider, Task<AccessAnswer<T>>> operation)
        where T : class
        => AccessJournal.OnStoreAsync(async () =>
        {
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            return await operation(scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>(), scope.ServiceProvider).ConfigureAwait(false);
        });

    private Task<OperationResult> OnAccountAsync(ClaimsPrincipal user, string action, string name, Func<UserManager<ConsoleUser>, IServiceProvider, ConsoleUser, Task<OperationResult>> operation, CancellationToken cancellationToken)
        => AccessJournal.OnStoreAsync(async () =>
        {
            if (await permissions.DenyAsync(user, Roles.Admin, action, name, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
            await administrators.Gate.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                await using AsyncServiceScope scope = scopes.CreateAsyncScope();
                var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
                ConsoleUser? account = await users.FindByNameAsync(name).ConfigureAwait(false);
                if (account is null) return new OperationResult(OperationStatus.NotFound, $"There is no account named {name}.");
                OperationResult result = await operation(users, scope.ServiceProvider, account).ConfigureAwait(false);
                if (result.Status is OperationStatus.NotNow or OperationStatus.Refused)
                    await journal.RecordAsync(user, action, account.UserName!, cancellationToken, reason: result.Message, succeeded: false).ConfigureAwait(false);
                return result;
            }
            finally
            {
                administrators.Gate.Release();
            }
        });
}
