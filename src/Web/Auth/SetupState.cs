using KeepaliveConsole.Data.Access;
using Microsoft.AspNetCore.Identity;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Has the console been set up, that is: is there an administrator? Until then nothing can be changed.</summary>
public interface ISetupState
{
    /// <summary>True once there is an administrator; from then on it is not asked again.</summary>
    ValueTask<bool> IsDoneAsync(CancellationToken cancellationToken);
}

/// <inheritdoc cref="ISetupState" />
internal sealed class SetupState(IServiceScopeFactory scopes) : ISetupState
{
    private volatile bool _done;

    /// <inheritdoc />
    public async ValueTask<bool> IsDoneAsync(CancellationToken cancellationToken)
    {
        if (_done) return true;
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        _done = (await users.GetUsersInRoleAsync(Roles.Admin).ConfigureAwait(false)).Count > 0;
        return _done;
    }
}
