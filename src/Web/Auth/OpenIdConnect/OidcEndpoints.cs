using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Auth.Limits;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace KeepaliveConsole.Web.Auth.OpenIdConnect;

/// <summary>
/// Sign-in through the provider: the authorization code flow with PKCE, state and nonce. Whatever goes wrong ends on the sign-in page with
/// one sentence; the reason is in the log and the audit trail.
/// </summary>
internal static partial class OidcEndpoints
{
    /// <summary>Where the routes are, and where the browser sends the cookie of a sign-in under way.</summary>
    public const string Path = "/auth/oidc";

    /// <summary>Adds the routes; without a provider in the settings they lead back to the sign-in page.</summary>
    public static void Map(RouteGroupBuilder auth)
    {
        RouteGroupBuilder oidc = auth.MapGroup("/oidc").AllowAnonymous().WithMetadata(AttemptsAreLimited.Mark);
        oidc.MapGet("/start", StartAsync);
        oidc.MapGet("/callback", CallbackAsync);
    }

    private static async Task<RedirectHttpResult> StartAsync(HttpContext context, string? returnUrl, OidcProvider provider, IAuditTrail audit, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (!provider.Settings.IsOn) return TypedResults.LocalRedirect(AccessEndpoints.SignInPage);
        try
        {
            OpenIdConnectConfiguration published = await provider.FindAsync(cancellationToken).ConfigureAwait(false);
            OidcAttempt attempt = OidcAttempt.Begin(LocalPath.Of(returnUrl), $"{context.Request.Scheme}://{context.Request.Host}{Path}/callback");
            attempt.Write(context);
            return TypedResults.Redirect(provider.AddressFor(published, attempt));
        }
        catch (OidcFailure failure)
        {
            return await RefuseAsync(context, failure, audit, loggers, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<RedirectHttpResult> CallbackAsync(HttpContext context, OidcProvider provider, OidcSignIn signIn, UsedStates used, TimeProvider time, IAuditTrail audit, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        if (!provider.Settings.IsOn) return TypedResults.LocalRedirect(AccessEndpoints.SignInPage);
        try
        {
            IQueryCollection query = context.Request.Query;
            OidcAttempt attempt = OidcAttempt.Take(context) ?? throw new OidcFailure(AccessErrors.OidcState, "An answer came to a browser that did not begin a sign-in, or began it too long ago.");
            if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(query["state"].ToString()), Encoding.UTF8.GetBytes(attempt.State)))
                throw new OidcFailure(AccessErrors.OidcState, "An answer belongs to another sign-in: its state differs.");
            if (!used.Use(attempt.State)) throw new OidcFailure(AccessErrors.OidcReplay, "An answer was used before.");
            if (query["error"].ToString() is { Length: > 0 } error) throw new OidcFailure(AccessErrors.OidcRefused, $"The provider refused: {error} {query["error_description"]}");
            OpenIdConnectConfiguration published = await provider.FindAsync(cancellationToken).ConfigureAwait(false);
            // RFC 9207: an answer that names its issuer must come from the one that was asked.
            if (query["iss"].ToString() is { Length: > 0 } issuer && issuer != published.Issuer) throw new OidcFailure(AccessErrors.OidcState, $"The answer came from another provider: {issuer}");
            if (query["code"].ToString() is not { Length: > 0 } code) throw new OidcFailure(AccessErrors.OidcProvider, "The answer has neither a code nor an error.");
            string idToken = await provider.RedeemAsync(published, attempt, code, cancellationToken).ConfigureAwait(false);
            JsonWebToken token = await IdentityToken.ReadAsync(provider, published, idToken, attempt.Nonce, time, cancellationToken).ConfigureAwait(false);
            return AccessEndpoints.After(await signIn.CompleteAsync(context, token, cancellationToken).ConfigureAwait(false), AccessEndpoints.SignInPage, attempt.ReturnUrl);
        }
        catch (OidcFailure failure)
        {
            return await RefuseAsync(context, failure, audit, loggers, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<RedirectHttpResult> RefuseAsync(HttpContext context, OidcFailure failure, IAuditTrail audit, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        LogRefused(loggers.CreateLogger(typeof(OidcEndpoints)), failure.Message);
        await audit.RecordAsync(new AuditEntry { Actor = Actors.Anonymous(context, null), Action = "sign-in-failed", Object = "console", Reason = failure.Message, Succeeded = false }, cancellationToken).ConfigureAwait(false);
        return AccessEndpoints.Back(AccessEndpoints.SignInPage, failure.Code);
    }

    [LoggerMessage(4222, LogLevel.Warning, "Sign-in through the provider failed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string reason);
}

/// <summary>States of sign-ins whose answer was used. A browser drops its own; a copy of its cookie is stopped here.</summary>
internal sealed class UsedStates(TimeProvider time)
{
    private readonly WindowLimit _uses = new(time, limit: 2, TimeSpan.FromMinutes(10));

    /// <summary>True the first time.</summary>
    public bool Use(string state) => !_uses.Count(state);
}
