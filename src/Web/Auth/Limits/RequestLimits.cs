using System.Globalization;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Auth.Limits;

/// <summary>
/// Answers 429 to an actor with too many requests in a minute (<c>Access:RequestsPerMinute</c>), and to an address with too many attempts to
/// sign in (<c>Access:AttemptsPerMinute</c>). Monitoring is never refused. Belongs behind the authentication: the limit is per user and token.
/// </summary>
internal sealed class RequestLimits(RequestDelegate next, TimeProvider time, IOptions<AccessSettings> settings, DenialLog denials)
{
    // The count says when it is over; what is allowed is one less.
    private readonly WindowLimit _requests = new(time, settings.Value.RequestsPerMinute + 1, TimeSpan.FromMinutes(1));
    private readonly WindowLimit _attempts = new(time, settings.Value.AttemptsPerMinute + 1, TimeSpan.FromMinutes(1));

    /// <summary>Counts one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        string actor = ActorOf(context), address = ClientAddress.KeyOf(context);
        if (!IsWatched(context.Request.Path) && _requests.Count(actor))
        {
            await RefuseAsync(context, _requests.Left(actor), "too-many-requests", "Too many requests in this minute (setting Access:RequestsPerMinute). Wait as long as Retry-After says.").ConfigureAwait(false);
        }
        else if (context.GetEndpoint()?.Metadata.GetMetadata<AttemptsAreLimited>() is not null && _attempts.Count(address))
        {
            // The first of a minute is an entry, the others are counted.
            await denials.RecordAsync(Actors.Client(context), "too-many-attempts", "sign-in", $"{context.Request.Method} {context.Request.Path}", $"More than {settings.Value.AttemptsPerMinute} attempts in a minute.").ConfigureAwait(false);
            await RefuseAsync(context, _attempts.Left(address), "too-many-attempts", "Too many attempts. Wait a minute, then try again.").ConfigureAwait(false);
        }
        else
        {
            await next(context).ConfigureAwait(false);
        }
    }

    private static Task RefuseAsync(HttpContext context, TimeSpan left, string code, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(left.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Problems.Answer(context, StatusCodes.Status429TooManyRequests, code, detail).ExecuteAsync(context);
    }

    // Monitoring must get through when everything else is too much.
    private static bool IsWatched(PathString path) => path == "/livez" || path == "/readyz" || path == "/healthz" || path == "/metrics";

    private static string ActorOf(HttpContext context)
    {
        if (context.User.FindFirst(BearerTokenHandler.TokenClaim) is { } token) return "token " + token.Value;
        return context.User.Identity is { IsAuthenticated: true, Name: { } name } ? "user " + name : "address " + ClientAddress.KeyOf(context);
    }
}
