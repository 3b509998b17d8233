using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components.Endpoints;

namespace KeepaliveConsole.Web.Auth;

/// <summary>Sends every page to <c>/setup</c> until there is an administrator.</summary>
internal sealed class SetupGate(RequestDelegate next, ISetupState setup)
{
    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (IsPage(context) && await IsToBeSetUpAsync(context.RequestAborted).ConfigureAwait(false))
        {
            context.Response.Redirect(AccessEndpoints.SetupPage);
            return;
        }

        await next(context).ConfigureAwait(false);
    }

    private async Task<bool> IsToBeSetUpAsync(CancellationToken cancellationToken)
    {
        try
        {
            return !await setup.IsDoneAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            return false; // nobody knows now; who is signed in has an account, and nobody else gets further than the sign-in page
        }
    }

    private static bool IsPage(HttpContext context)
    {
        if (!HttpMethods.IsGet(context.Request.Method)) return false;
        if (context.Request.Path == AccessEndpoints.SetupPage) return false;
        return context.GetEndpoint() is { } endpoint
            ? endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is not null
            : context.Request.Path == "/";
    }
}
