using KeepaliveConsole.Web.Api;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Programs get 401 and 403 as problem documents; people are sent to the sign-in page.</summary>
internal sealed class ApiRefusals : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _forPeople = new();

    /// <inheritdoc />
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || !IsForPrograms(context.Request.Path)) return _forPeople.HandleAsync(next, context, policy, authorizeResult);
        if (authorizeResult.Forbidden)
            return Problems.Answer(context, StatusCodes.Status403Forbidden, "forbidden", "Your role does not allow this; ask an administrator.").ExecuteAsync(context);
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.Answer(context, StatusCodes.Status401Unauthorized, "unauthenticated", "Sign in, or send a token: Authorization: Bearer TOKEN (keepalive-console token create makes one).").ExecuteAsync(context);
    }

    private static bool IsForPrograms(PathString path) => path.StartsWithSegments("/api") || path.StartsWithSegments("/hubs") || path == "/metrics";
}
