using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary><c>/openapi/v1.json</c>. Open to all, as <c>/docs</c> is: it says what the program can do, which its sources say too, and nothing of this cluster.</summary>
internal static class OpenApiEndpoints
{
    /// <summary>Where the document lies.</summary>
    public const string Path = "/openapi/v1.json";

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(Path, Answer).AllowAnonymous().ExcludeFromDescription();

    private static FileContentHttpResult Answer(HttpContext context, ApiDocument document)
    {
        context.Response.Headers.CacheControl = "no-cache";
        return TypedResults.File(document.Bytes, "application/json; charset=utf-8", entityTag: new EntityTagHeaderValue(document.Tag));
    }
}
