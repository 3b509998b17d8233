using Microsoft.AspNetCore.Components.Endpoints;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Sends every page to <c>/setup</c> until there is an administrator.</summary>
internal sealed class SetupGate(RequestDelegate next, ISetupState setup)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsPage(context) && !await setup.IsDoneAsync(context.RequestAborted).ConfigureAwait(false))
        {
            context.Response.Redirect(AccessEndpoints.SetupPage);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private static bool IsPage(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method) || context.Request.Path == AccessEndpoints.SetupPage) return false;
        return context.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            : context.Request.Path == "/";
    }
}
