using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations.Windows;

namespace KeepaliveConsole.Web.Api.Writing;

/// <summary>Notes who is heard from, for the guard <c>connection-lost</c> of a commit-confirm window.</summary>
internal sealed class LifeSigns(RequestDelegate next, SignsOfLife signs)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.Identity is not { IsAuthenticated: true })
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (!context.WebSockets.IsWebSocketRequest)
        {
            signs.Note(Actors.Of(context.User));
            await next(context).ConfigureAwait(false);
            return;
        }

        using (signs.Hold(Actors.Of(context.User))) await next(context).ConfigureAwait(false);
    }
}
