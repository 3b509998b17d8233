using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Web.Settings;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace KeepaliveConsole.Web.Auth.OpenIdConnect;

/// <summary>Decides whether an identity token may be believed: OpenID Connect Core section 3.1.3.7.</summary>
internal static class IdentityToken
{
    private static readonly TimeSpan s_clockSkew = TimeSpan.FromMinutes(1);

    // Signatures with the provider's private key only: never "none", and no HMAC, whose key would be our own secret.
    private static readonly string[] s_algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>The token, believed; throws <see cref="OidcFailure"/> otherwise.</summary>
    public static async Task<JsonWebToken> ReadAsync(OidcProvider provider, OpenIdConnectConfiguration published, string token, string nonce, TimeProvider time, CancellationToken cancellationToken)
    {
        TokenValidationResult result = await ValidateAsync(provider.Settings, published, token, time).ConfigureAwait(false);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider has new keys since its description was read.
            published = await provider.FindAnewAsync(cancellationToken).ConfigureAwait(false);
            result = await ValidateAsync(provider.Settings, published, token, time).ConfigureAwait(false);
        }

        if (!result.IsValid) throw new OidcFailure(AccessErrors.OidcToken, $"The identity token is not good: {result.Exception?.Message}", result.Exception);
        var read = (JsonWebToken)result.SecurityToken;
        string? given = read.TryGetPayloadValue("nonce", out string? found) ? found : null;
        if (given is null || !CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(nonce)))
            throw new OidcFailure(AccessErrors.OidcToken, "The identity token belongs to another sign-in: its nonce differs.");
        string? party = read.TryGetPayloadValue("azp", out string? named) ? named : null;
        if ((party is not null || read.Audiences.Count() > 1) && party != provider.Settings.ClientId)
            throw new OidcFailure(AccessErrors.OidcToken, "The identity token was made for another application: azp differs.");
        if (string.IsNullOrEmpty(read.Subject)) throw new OidcFailure(AccessErrors.OidcToken, "The identity token does not say who it is about: sub is missing.");
        return read;
    }

    private static Task<TokenValidationResult> ValidateAsync(OidcSettings settings, OpenIdConnectConfiguration published, string token, TimeProvider time)
    {
        var wanted = new TokenValidationParameters
        {
            ValidIssuer = published.Issuer,
            ValidAudience = settings.ClientId,
            IssuerSigningKeys = published.SigningKeys,
            ValidAlgorithms = s_algorithms,
            RequireSignedTokens = true,
            RequireExpirationTime = true,
            RequireAudience = true,
            ValidateIssuerSigningKey = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
            {
                DateTime now = time.GetUtcNow().UtcDateTime;
                return expires is { } end && end > now - s_clockSkew && !(notBefore > now + s_clockSkew);
            },
        };
        return new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(token, wanted);
    }
}
