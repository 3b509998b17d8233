using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.Identity;
using Microsoft.IdentityModel.JsonWebTokens;

namespace KeepaliveConsole.Web.Auth.OpenIdConnect;

/// <summary>From an identity token to a session: groups become a role, the person gets an account without a password.</summary>
internal sealed class OidcSignIn(OidcProvider provider, UserManager<ConsoleUser> users, RoleManager<IdentityRole> roles, SignInFlow flow, SessionChanges sessions)
{
    /// <summary>Name under which links between people of the provider and accounts are kept.</summary>
    public const string LoginProvider = "oidc";

    private const int LongestName = 64;

    /// <summary>Signs the person in; throws <see cref="OidcFailure"/> when that may not be.</summary>
    public async Task<SignInStep> CompleteAsync(HttpContext context, JsonWebToken token, CancellationToken cancellationToken)
    {
        string key = KeyOf(token);
        string? role = RoleOf(provider.Settings, token);
        ConsoleUser? account = await users.FindByLoginAsync(LoginProvider, key).ConfigureAwait(false);
        if (role is null)
        {
            if (account is not null) await DismissAsync(account).ConfigureAwait(false);
            throw new OidcFailure(AccessErrors.OidcRole, $"{NameOf(token) ?? token.Subject}: none of the groups in the claim {provider.Settings.GroupsClaim} is in Access:Oidc:RoleMap.");
        }

        await AccessOperations.EnsureRolesAsync(roles).ConfigureAwait(false);
        account ??= await CreateAsync(token, key).ConfigureAwait(false);
        if (await AccessOperations.RoleOfAsync(users, account).ConfigureAwait(false) != role)
        {
            if (!await AccessOperations.ReplaceRoleAsync(users, account, role).ConfigureAwait(false)) throw new OidcFailure(AccessErrors.Storage, $"{account.UserName} could not be given the role {role}.");
            sessions.Mark();
        }

        return await flow.CompleteAsync(context, account, $"{provider.Settings.DisplayName}, role {role}", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The strongest role that the person's groups stand for; null = none.</summary>
    internal static string? RoleOf(OidcSettings settings, JsonWebToken token)
    {
        var held = new HashSet<string>(StringComparer.Ordinal);
        foreach (System.Security.Claims.Claim group in token.Claims.Where(claim => claim.Type == settings.GroupsClaim))
            if (settings.RoleMap.TryGetValue(group.Value, out string? role)) held.Add(role);
        return Roles.All.LastOrDefault(held.Contains);
    }

    private static string? NameOf(JsonWebToken token)
    {
        foreach (string claim in new[] { "preferred_username", "email" })
            if (token.TryGetPayloadValue(claim, out string? name) && !string.IsNullOrWhiteSpace(name)) return name.Trim();
        return null;
    }

    // "sub" is unique within an issuer only, and may be longer than a key of the store.
    private static string KeyOf(JsonWebToken token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{token.Issuer}\n{token.Subject}")));

    private async Task<ConsoleUser> CreateAsync(JsonWebToken token, string key)
    {
        string name = NameOf(token) ?? token.Subject;
        // An account of the same name is not taken over: whoever may choose names at the provider could become its owner.
        if (name.Length > LongestName || await users.FindByNameAsync(name).ConfigureAwait(false) is not null)
            throw new OidcFailure(AccessErrors.OidcName, $"The name {name} is that of another account here, or too long; remove that account, or change the name at the provider.");
        var account = new ConsoleUser { UserName = name, DisplayName = token.TryGetPayloadValue("name", out string? shown) && shown is { Length: <= 100 } ? shown : null, LockoutEnabled = true };
        IdentityResult created = await users.CreateAsync(account).ConfigureAwait(false);
        if (!created.Succeeded) throw new OidcFailure(AccessErrors.OidcName, $"No account {name}: {created.Errors.First().Description}");
        IdentityResult linked = await users.AddLoginAsync(account, new UserLoginInfo(LoginProvider, key, token.Issuer)).ConfigureAwait(false);
        if (linked.Succeeded) return account;
        await users.DeleteAsync(account).ConfigureAwait(false);
        throw new OidcFailure(AccessErrors.Storage, $"The account {name} could not be linked: {linked.Errors.First().Description}");
    }

    // Who lost every group also loses the sessions that are open.
    private async Task DismissAsync(ConsoleUser account)
    {
        IList<string> held = await users.GetRolesAsync(account).ConfigureAwait(false);
        if (held.Count > 0) await users.RemoveFromRolesAsync(account, held).ConfigureAwait(false);
        await users.UpdateSecurityStampAsync(account).ConfigureAwait(false);
        sessions.Mark();
    }
}
