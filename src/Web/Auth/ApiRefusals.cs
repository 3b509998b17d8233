using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Audit;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Programs get 401 and 403 as problem documents; people are sent to the sign-in page. What is denied to somebody who is known, and tokens that do not fit, are recorded.</summary>
internal sealed class ApiRefusals(DenialLog denials) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _forPeople = new();

    /// <inheritdoc />
    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Succeeded) await RecordAsync(context, authorizeResult.Forbidden).ConfigureAwait(false);
        await AnswerAsync(next, context, policy, authorizeResult).ConfigureAwait(false);
    }

    private Task AnswerAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !IsForPrograms(context.Request)) return _forPeople.HandleAsync(next, context, policy, authorizeResult);
        if (authorizeResult.Forbidden)
            return Problems.Answer(context, StatusCodes.Status403Forbidden, "forbidden", "Your role does not allow this; ask an administrator.").ExecuteAsync(context);
        if (context.Features.Get<BearerRefusal>() is not { } refusal)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            return Problems.Answer(context, StatusCodes.Status401Unauthorized, "unauthenticated", "Sign in, or send a token: Authorization: Bearer TOKEN (keepalive-console token create makes one).").ExecuteAsync(context);
        }

        if (refusal.Status == StatusCodes.Status429TooManyRequests) context.Response.Headers.RetryAfter = "60";
        else context.Response.Headers.WWWAuthenticate = "Bearer error=\"invalid_token\"";
        return Problems.Answer(context, refusal.Status, refusal.Code, refusal.Sentence).ExecuteAsync(context);
    }

    // Somebody who only has not signed in yet is no news.
    private Task RecordAsync(HttpContext context, bool forbidden)
    {
        if (!forbidden && !BearerTokenHandler.IsFor(context.Request)) return Task.CompletedTask;
        string door = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "unknown"}";
        string subject = $"{context.Request.Method} {context.Request.Path}";
        return forbidden
            ? denials.RecordAsync(Actors.Of(context.User), "denied", door, subject, "The role does not allow this.")
            : denials.RecordAsync(Actors.Anonymous(context, null), "token-refused", door, subject, "The token is unknown, expired or revoked.");
    }

    // Whoever sends a token is a program, wherever it goes.
    private static bool IsForPrograms(HttpRequest request)
        => request.Path.StartsWithSegments("/api") || request.Path.StartsWithSegments("/hubs") || request.Path == "/metrics" || BearerTokenHandler.IsFor(request);
}
