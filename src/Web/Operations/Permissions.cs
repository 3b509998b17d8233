using System.Security.Claims;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <inheritdoc cref="IPermissions" />
/// <remarks>
/// Through <see cref="DenialLog"/>: somebody who asks again and again, be it for ever other objects, writes one row and one count a minute for each
/// kind of operation.
/// </remarks>
internal sealed partial class Permissions(DenialLog denials, ISetupState setup, ILogger<Permissions> logger) : IPermissions
{
    private const string ManyObjects = "many objects";

    /// <inheritdoc />
    public async Task<OperationResult?> DenyAsync(ClaimsPrincipal user, string role, string action, string about, CancellationToken cancellationToken)
    {
        if (await DenyReadingAsync(user, role, action, about).ConfigureAwait(false) is { } denied) return denied;
        try
        {
            if (await setup.IsDoneAsync(cancellationToken).ConfigureAwait(false)) return null;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogStorage(action, StorageFailure.Describe(error));
            return new OperationResult(OperationStatus.Unavailable, StorageFailure.Tell(error));
        }

        return await RefuseAsync(user, action, about, $"The console is not set up yet, so nothing can be changed: open /setup and use the one-time setup token.").ConfigureAwait(false);
    }

    /// <inheritdoc />
    public async Task<OperationResult?> DenyReadingAsync(ClaimsPrincipal user, string role, string action, string about)
        => Roles.Includes(user, role) ? null : await RefuseAsync(user, action, about, $"This needs the role {role}; ask an administrator.").ConfigureAwait(false);

    private async Task<OperationResult> RefuseAsync(ClaimsPrincipal user, string action, string about, Sentence reason)
    {
        await denials.RecordAsync(Actors.Of(user), action, ManyObjects, about, reason.ToString()).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Forbidden, reason);
    }

    [LoggerMessage(5230, LogLevel.Error, "Whether {Action} is allowed could not be read: {Reason}")]
    private partial void LogStorage(string action, string reason);
}
