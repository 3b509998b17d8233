using System.Security.Claims;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth;

/// <summary>
/// What a session says about its account. Where administrators need a second factor, one without it is a viewer: able to set the
/// factor up, and nothing else.
/// </summary>
internal sealed class AccountClaims(UserManager<ConsoleUser> users, RoleManager<IdentityRole> roles, IOptions<IdentityOptions> identity, IOptions<AccessSettings> settings)
    : UserClaimsPrincipalFactory<ConsoleUser, IdentityRole>(users, roles, identity)
{
    /// <summary>Claim of an administrator who has to set up a second factor first.</summary>
    public const string FactorMissing = "keepalive-console:second-factor-missing";

    /// <inheritdoc />
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(ConsoleUser user)
    {
        ClaimsIdentity claims = await base.GenerateClaimsAsync(user).ConfigureAwait(false);
        // Who signs in through a provider has no password here; the provider asks for second factors.
        if (!settings.Value.RequireSecondFactorForAdmins || user.TwoFactorEnabled || user.PasswordHash is null || !claims.HasClaim(ClaimTypes.Role, Roles.Admin)) return claims;
        foreach (Claim role in claims.FindAll(ClaimTypes.Role).ToArray()) claims.RemoveClaim(role);
        claims.AddClaim(new Claim(ClaimTypes.Role, Roles.Viewer));
        claims.AddClaim(new Claim(FactorMissing, "true"));
        return claims;
    }
}
