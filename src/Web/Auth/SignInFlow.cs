using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Auth.Limits;
using KeepaliveConsole.Web.Auth.SecondFactor;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth;

/// <summary>How a step of signing in ended.</summary>
/// <param name="Error">Value of <see cref="AccessErrors"/>; null = it worked.</param>
/// <param name="NeedsCode">The password was right; the code of the second factor is asked for next.</param>
/// <param name="NeedsFactor">Signed in, but an administrator has to set up a second factor before anything else.</param>
internal sealed record SignInStep(string? Error, bool NeedsCode = false, bool NeedsFactor = false);

/// <summary>Signing in with a password and, where there is one, a second factor. Wrong passwords and wrong codes count together towards the lockout.</summary>
internal sealed class SignInFlow(UserManager<ConsoleUser> users, SignInManager<ConsoleUser> signIn, SecondFactors factors, Administrators administrators,
    IPasswordHasher<ConsoleUser> hasher, TimeProvider time, IAuditTrail audit, SignInFailures failures)
{
    private const string StampClaim = "stamp";

    /// <summary>The first step.</summary>
    public async Task<SignInStep> WithPasswordAsync(HttpContext context, string name, string password, CancellationToken cancellationToken)
    {
        ConsoleUser? account = await users.FindByNameAsync(name).ConfigureAwait(false);
        if (account?.PasswordHash is null)
        {
            // An unknown name costs as much time as a wrong password, so that names cannot be found out by measuring.
            hasher.HashPassword(new ConsoleUser(), password);
            return await RefuseAsync(context, name, AccessErrors.Credentials, cancellationToken).ConfigureAwait(false);
        }

        if (await IsLockedAsync(context, account).ConfigureAwait(false)) return await RefuseAsync(context, name, AccessErrors.Locked, cancellationToken).ConfigureAwait(false);
        if (!await users.CheckPasswordAsync(account, password).ConfigureAwait(false))
            return await RefuseAsync(context, name, await FailAsync(context, account).ConfigureAwait(false) ? AccessErrors.Locked : AccessErrors.Credentials, cancellationToken).ConfigureAwait(false);
        if (!account.TwoFactorEnabled) return await CompleteAsync(context, account, "password", cancellationToken).ConfigureAwait(false);

        var half = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, account.Id), new Claim(StampClaim, account.SecurityStamp ?? "")], IdentityConstants.TwoFactorUserIdScheme);
        await context.SignInAsync(IdentityConstants.TwoFactorUserIdScheme, new ClaimsPrincipal(half)).ConfigureAwait(false);
        return new SignInStep(null, NeedsCode: true);
    }

    /// <summary>The second step, within five minutes of the first.</summary>
    public async Task<SignInStep> WithCodeAsync(HttpContext context, string code, CancellationToken cancellationToken)
    {
        AuthenticateResult half = await context.AuthenticateAsync(IdentityConstants.TwoFactorUserIdScheme).ConfigureAwait(false);
        ConsoleUser? account = half.Principal?.FindFirstValue(ClaimTypes.NameIdentifier) is { } id ? await users.FindByIdAsync(id).ConfigureAwait(false) : null;
        if (account is null || half.Principal!.FindFirstValue(StampClaim) != account.SecurityStamp) return new SignInStep(AccessErrors.CodeExpired);
        string name = account.UserName!;
        if (await IsLockedAsync(context, account).ConfigureAwait(false)) return await RefuseAsync(context, name, AccessErrors.Locked, cancellationToken).ConfigureAwait(false);
        switch (await factors.VerifyAsync(account, code).ConfigureAwait(false))
        {
            case FactorCheck.Good:
                await context.SignOutAsync(IdentityConstants.TwoFactorUserIdScheme).ConfigureAwait(false);
                return await CompleteAsync(context, account, RecoveryCodes.LooksLike(code) ? "password and recovery code" : "password and code", cancellationToken).ConfigureAwait(false);
            case FactorCheck.Lost:
                return await RefuseAsync(context, name, AccessErrors.KeysLost, cancellationToken).ConfigureAwait(false);
            default:
                return await RefuseAsync(context, name, await FailAsync(context, account).ConfigureAwait(false) ? AccessErrors.Locked : AccessErrors.Code, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Signs an account in that has proved itself, and records it.</summary>
    public async Task<SignInStep> CompleteAsync(HttpContext context, ConsoleUser account, string how, CancellationToken cancellationToken)
    {
        await users.ResetAccessFailedCountAsync(account).ConfigureAwait(false);
        failures.Forget(KeyOf(context, account));
        account.LastSignInAt = time.GetUtcNow();
        await users.UpdateAsync(account).ConfigureAwait(false);
        ClaimsPrincipal principal = await signIn.CreateUserPrincipalAsync(account).ConfigureAwait(false);
        await context.SignInAsync(IdentityConstants.ApplicationScheme, principal, new AuthenticationProperties { IsPersistent = false }).ConfigureAwait(false);
        await audit.RecordAsync(new AuditEntry { Actor = new Actor(ActorKind.User, account.UserName!, Actors.AddressOf(context)), Action = "sign-in", Object = "console", Reason = how }, cancellationToken).ConfigureAwait(false);
        return new SignInStep(null, NeedsFactor: principal.HasClaim(claim => claim.Type == AccountClaims.FactorMissing));
    }

    /// <summary>Records a refusal.</summary>
    public async Task<SignInStep> RefuseAsync(HttpContext context, string name, string error, CancellationToken cancellationToken)
    {
        await audit.RecordAsync(new AuditEntry { Actor = Actors.Anonymous(context, name), Action = "sign-in-failed", Object = "console", Reason = error, Succeeded = false }, cancellationToken).ConfigureAwait(false);
        return new SignInStep(error);
    }

    private async Task<bool> IsLockedAsync(HttpContext context, ConsoleUser account)
        => failures.IsOver(KeyOf(context, account)) || await users.IsLockedOutAsync(account).ConfigureAwait(false);

    // The last administrator is locked for the address that failed, not for everybody: else anyone could keep the owner out.
    private async Task<bool> FailAsync(HttpContext context, ConsoleUser account)
    {
        if (await administrators.IsLastUnlockedAsync(users, account).ConfigureAwait(false)) return failures.Count(KeyOf(context, account));
        await users.AccessFailedAsync(account).ConfigureAwait(false);
        return await users.IsLockedOutAsync(account).ConfigureAwait(false);
    }

    private static string KeyOf(HttpContext context, ConsoleUser account) => $"{account.Id} {ClientAddress.KeyOf(context)}";
}

/// <summary>Failures at the last administrator's account, by address.</summary>
internal sealed class SignInFailures(TimeProvider time, IOptions<AccessSettings> settings)
{
    private readonly WindowLimit _limit = new(time, settings.Value.FailuresToLock, settings.Value.LockFor);

    /// <inheritdoc cref="WindowLimit.IsOver" />
    public bool IsOver(string key) => _limit.IsOver(key);

    /// <inheritdoc cref="WindowLimit.Count" />
    public bool Count(string key) => _limit.Count(key);

    /// <inheritdoc cref="WindowLimit.Forget" />
    public void Forget(string key) => _limit.Forget(key);
}
