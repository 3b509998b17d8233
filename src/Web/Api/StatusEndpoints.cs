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
        api.MapGet("/status", StatusAsync)
            .WithName("getStatus")
            .WithSummary("Everything live in one document: engine, VRRP instances, virtual services with their real servers.")
            .Produces<StatusDocument>();
        api.MapGet("/vrrp-instances/{name}/status", OfInstance)
            .WithName("getVrrpInstanceStatus")
            .WithSummary("One VRRP instance as this node sees it.");
    }

    private static async Task StatusAsync(HttpContext context, StatusPicture pictures)
    {
        WrittenStatus status = pictures.Take();
        context.Response.Headers.ETag = status.Tag;
        context.Response.Headers.CacheControl = "no-cache";
        if (EntityTags.IsKnown(context, status.Tag.Trim('"')))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = status.Length;
        await status.CopyToAsync(context.Response.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static Results<Ok<VrrpDocument>, ProblemHttpResult> OfInstance(HttpContext context, string name, IEngineStatusFeed feed)
    {
        name = ApiPaths.Name(name);
        foreach (VrrpInstanceStatus instance in feed.Current.Vrrp)
            if (instance.Name == name) return TypedResults.Ok(VrrpDocument.From(instance));
        return Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"This node takes no part in a VRRP instance {name}.");
    }
}
