using KeepaliveConsole.Data.Access;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Keeps at least one administrator who can sign in with nothing but this console: one with a password.</summary>
internal sealed class Administrators(TimeProvider time) : IDisposable
{
    /// <summary>Held while the number of administrators may change, so that two cannot remove each other.</summary>
    public SemaphoreSlim Gate { get; } = new(1, 1);

    /// <inheritdoc />
    public void Dispose() => Gate.Dispose();

    /// <summary>Would there be none without this account?</summary>
    public static async Task<bool> IsLastAsync(UserManager<ConsoleUser> users, ConsoleUser account)
    {
        IList<ConsoleUser> all = await users.GetUsersInRoleAsync(Roles.Admin).ConfigureAwait(false);
        return all.Any(each => each.Id == account.Id) && !all.Any(each => each.Id != account.Id && each.PasswordHash is not null);
    }

    /// <summary>Is it the only one who is not locked now? Failures of others must not lock that one.</summary>
    public async Task<bool> IsLastUnlockedAsync(UserManager<ConsoleUser> users, ConsoleUser account)
    {
        DateTimeOffset now = time.GetUtcNow();
        IList<ConsoleUser> all = await users.GetUsersInRoleAsync(Roles.Admin).ConfigureAwait(false);
        return all.Any(each => each.Id == account.Id) && !all.Any(each => each.Id != account.Id && each.PasswordHash is not null && !(each.LockoutEnd > now));
    }
}
