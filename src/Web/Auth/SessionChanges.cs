using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth;

/// <summary>When an account last changed in a way that ends sessions: a password, a role, a second factor, a removal.</summary>
internal sealed class SessionChanges(TimeProvider time)
{
    private long _lastTicks;

    /// <summary>The last such change in this process; the beginning of time when there was none.</summary>
    public DateTimeOffset LastAt => new(Interlocked.Read(ref _lastTicks), TimeSpan.Zero);

    /// <summary>Something changed: each session proves itself again at its next request.</summary>
    public void Mark() => Interlocked.Exchange(ref _lastTicks, time.GetUtcNow().UtcTicks);
}

/// <summary>
/// Compares the security stamp of a session with the account's: at the first request after a change here, and once a minute for changes
/// that another process made. While the database cannot be read a session goes on.
/// </summary>
internal sealed class SessionValidator(IOptions<SecurityStampValidatorOptions> options, SignInManager<ConsoleUser> signIn, ILoggerFactory loggers, SessionChanges changes)
    : SecurityStampValidator<ConsoleUser>(options, signIn, loggers)
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public override async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        DateTimeOffset? issued = context.Properties.IssuedUtc;
        if (issued > changes.LastAt && TimeProvider.GetUtcNow() - issued < s_interval) return;
        try
        {
            if (await VerifySecurityStamp(context.Principal).ConfigureAwait(false) is { } account)
            {
                await SecurityStampVerified(account, context).ConfigureAwait(false);
                return;
            }
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            return;
        }

        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(IdentityConstants.ApplicationScheme).ConfigureAwait(false);
    }
}
