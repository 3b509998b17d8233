using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Keeps the session of the person who just changed the own account, when all others of that account end.</summary>
internal sealed class OwnSession(IServiceScopeFactory scopes)
{
    /// <summary>Renews the session's cookie when <paramref name="result"/> says that something changed. Gives the result back.</summary>
    public async Task<OperationResult> KeepAsync(HttpContext context, OperationResult result)
    {
        if (result.Status != OperationStatus.Done) return result;
        // A scope of its own: the request's may hold the account as it was before the change.
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        ConsoleUser? account = await scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>().GetUserAsync(context.User).ConfigureAwait(false);
        if (account is not null) await scope.ServiceProvider.GetRequiredService<SignInManager<ConsoleUser>>().RefreshSignInAsync(account).ConfigureAwait(false);
        return result;
    }
}
