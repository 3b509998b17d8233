using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>/status</c> and <c>/vrrp-instances/{name}/status</c>.</summary>
internal static class StatusEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/status", (IEngineStatusFeed feed) => TypedResults.Ok(StatusDocument.From(feed.Current)));
        api.MapGet("/vrrp-instances/{name}/status", OfInstance);
    }

    private static Results<Ok<VrrpDocument>, ProblemHttpResult> OfInstance(HttpContext context, string name, IEngineStatusFeed feed)
    {
        name = ApiPaths.Name(name);
        foreach (VrrpInstanceStatus instance in feed.Current.Vrrp)
            if (instance.Name == name) return TypedResults.Ok(VrrpDocument.From(instance));
        return Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"This node takes no part in a VRRP instance {name}.");
    }
}
