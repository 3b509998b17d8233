using KeepaliveConsole.Web.Api;

namespace KeepaliveConsole.Web.Auth;

/// <summary>
/// Refuses changes and live connections that another site makes with a person's cookie. SameSite alone is not enough: two
/// ports of one host are the same site. Browsers send Sec-Fetch-Site or Origin; programs send neither and carry no cookie.
/// </summary>
internal sealed class CrossOriginGuard(RequestDelegate next)
{
    /// <summary>Handles one request.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        bool safe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
        if ((safe && !context.WebSockets.IsWebSocketRequest) || IsOwnOrigin(context.Request)) return next(context);
        return Problems.Answer(context, StatusCodes.Status403Forbidden, "cross-origin", "A page of another site may not do this; open the console itself, or use a token.").ExecuteAsync(context);
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin))
            return Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && string.Equals(from.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);
        string? site = request.Headers["Sec-Fetch-Site"];
        return string.IsNullOrEmpty(site) || site is "same-origin" or "none";
    }

    // As a URI writes it: without the default port of the scheme.
    private static string Authority(HttpRequest request)
        => Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out Uri? own) ? own.Authority : request.Host.Value ?? "";
}
