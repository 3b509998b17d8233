using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth.Limits;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Signs programs in: <c>Authorization: Bearer TOKEN</c>.</summary>
internal sealed class BearerTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IApiTokens tokens, BearerLimits limits)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>Name of the scheme, and type of the identities it makes.</summary>
    public const string SchemeName = "Bearer";

    /// <summary>Claim with the number of the token.</summary>
    public const string TokenClaim = "keepalive-console:token";

    private const string Prefix = SchemeName + " ";

    /// <summary>Does the request carry a token?</summary>
    public static bool IsFor(HttpRequest request) => request.Headers.Authorization.ToString().StartsWith(Prefix, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc />
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!IsFor(Request)) return AuthenticateResult.NoResult();
        string secret = Request.Headers.Authorization.ToString()[Prefix.Length..].Trim();
        string address = ClientAddress.KeyOf(Context);
        if (limits.IsShut(secret, address)) return Refuse(BearerRefusal.TooMany);
        TokenCheck check = await tokens.CheckAsync(secret, Context.RequestAborted).ConfigureAwait(false);
        if (check is not { Standing: TokenStanding.Good, Token: { } token }) return Refuse(limits.Failed(secret, address) ? BearerRefusal.TooMany : BearerRefusal.Of(check.Standing));
        limits.Succeeded(secret);
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, token.Name), new Claim(ClaimTypes.Role, token.Role), new Claim(TokenClaim, token.Id.ToString(CultureInfo.InvariantCulture))], SchemeName);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), SchemeName));
    }

    // The answer is written elsewhere, by whoever knows problem documents.
    private AuthenticateResult Refuse(BearerRefusal refusal)
    {
        Context.Features.Set(refusal);
        return AuthenticateResult.Fail(refusal.Sentence);
    }
}

/// <summary>Why a token was not accepted.</summary>
/// <param name="Status">HTTP status of the answer.</param>
/// <param name="Code">Stable code of the problem.</param>
/// <param name="Sentence">What and the way out.</param>
internal sealed record BearerRefusal(int Status, string Code, string Sentence)
{
    /// <summary>Too many wrong tokens from one address, or ones that begin alike.</summary>
    public static BearerRefusal TooMany { get; } = new(StatusCodes.Status429TooManyRequests, "too-many-attempts", "Too many wrong tokens. Wait a minute, then try again with a good one.");

    /// <summary>By what the token is worth.</summary>
    public static BearerRefusal Of(TokenStanding standing) => standing switch
    {
        TokenStanding.Expired => new(StatusCodes.Status401Unauthorized, "token-expired", "The token's time is over; make a new one (POST /api/v1/tokens, or keepalive-console token create)."),
        TokenStanding.Revoked => new(StatusCodes.Status401Unauthorized, "token-revoked", "The token was revoked; ask an administrator for a new one."),
        _ => new(StatusCodes.Status401Unauthorized, "unauthenticated", "There is no such token; make one (POST /api/v1/tokens, or keepalive-console token create)."),
    };
}
