using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Audit;

namespace KeepaliveConsole.Web.Auth;

/// <summary>
/// Refuses changes and live connections that another site makes with a person's cookie. SameSite alone is not enough: two
/// ports of one host are the same site. Browsers send Sec-Fetch-Site or Origin; programs send neither and carry no cookie.
/// </summary>
internal sealed class CrossOriginGuard(RequestDelegate next, DenialLog denials)
{
    private const int LongestText = 200;

    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        bool safe = HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method);
        if ((safe && !context.WebSockets.IsWebSocketRequest) || IsOwnOrigin(context.Request))
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        await denials.RecordAsync(Actors.Client(context), "cross-origin", "many objects", Shortened($"{context.Request.Method} {context.Request.Path}"), $"A page of {SiteOf(context.Request)} asked for it.").ConfigureAwait(false);
        await Problems.Answer(context, StatusCodes.Status403Forbidden, "cross-origin", "A page of another site may not do this; open the console itself, or use a token.").ExecuteAsync(context).ConfigureAwait(false);
    }

    private static bool IsOwnOrigin(HttpRequest request)
    {
        string? origin = request.Headers.Origin;
        if (!string.IsNullOrEmpty(origin))
            return Uri.TryCreate(origin, UriKind.Absolute, out Uri? from) && string.Equals(from.Authority, Authority(request), StringComparison.OrdinalIgnoreCase);
        string? site = request.Headers["Sec-Fetch-Site"];
        return string.IsNullOrEmpty(site) || site is "same-origin" or "none";
    }

    private static string SiteOf(HttpRequest request) => request.Headers.Origin.ToString() is { Length: > 0 } origin ? Shortened(origin) : "another site";

    // What a stranger sends must not fill the trail.
    private static string Shortened(string text) => text.Length <= LongestText ? text : text[..LongestText] + "…";

    // As a URI writes it: without the default port of the scheme.
    private static string Authority(HttpRequest request)
        => Uri.TryCreate($"{request.Scheme}://{request.Host}", UriKind.Absolute, out Uri? own) ? own.Authority : request.Host.Value ?? "";
}
