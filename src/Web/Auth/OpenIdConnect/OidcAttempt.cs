using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Engine.Hosting;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth.OpenIdConnect;

/// <summary>What a browser carries from the start of a sign-in at the provider to its end: encrypted, for ten minutes.</summary>
/// <param name="State">Comes back with the answer and shows that this browser asked (RFC 6749 section 10.12).</param>
/// <param name="Nonce">Is in the identity token and ties it to this sign-in.</param>
/// <param name="Verifier">Shows the provider that who redeems the code also asked for it (RFC 7636).</param>
/// <param name="ReturnUrl">Where to go afterwards; a path of this site.</param>
/// <param name="RedirectUri">Where the provider was told to answer.</param>
internal sealed record OidcAttempt(string State, string Nonce, string Verifier, string ReturnUrl, string RedirectUri)
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromMinutes(10);

    /// <summary>A new one with fresh random values of 256 bits.</summary>
    public static OidcAttempt Begin(string returnUrl, string redirectUri) => new(Random(), Random(), Random(), returnUrl, redirectUri);

    /// <summary>What is sent in place of <see cref="Verifier"/>: its SHA-256 (method S256).</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Gives it to the browser.</summary>
    public void Write(HttpContext context) => context.Response.Cookies.Append(NameOf(context), Protector(context).Protect(JsonSerializer.Serialize(this), s_lifetime), Options(context));

    /// <summary>Takes it back from the browser, which then no longer has it; null = there is none, or it is too old.</summary>
    public static OidcAttempt? Take(HttpContext context)
    {
        if (context.Request.Cookies[NameOf(context)] is not { } cookie) return null;
        context.Response.Cookies.Delete(NameOf(context), Options(context));
        try
        {
            return JsonSerializer.Deserialize<OidcAttempt>(Protector(context).Unprotect(cookie));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public override string ToString() => "sign-in under way";

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    private static string NameOf(HttpContext context) => ConsoleAccess.CookieName("kc-oidc", context.RequestServices.GetRequiredService<IOptions<EngineOptions>>().Value.Node);

    private static ITimeLimitedDataProtector Protector(HttpContext context)
        => context.RequestServices.GetRequiredService<IDataProtectionProvider>().CreateProtector("KeepaliveConsole.OidcAttempt.v1").ToTimeLimitedDataProtector();

    // Lax: the provider leads back here from its own site.
    private static CookieOptions Options(HttpContext context) => new() { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = context.Request.IsHttps, Path = OidcEndpoints.Path, IsEssential = true };
}
