using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>What a health check says.</summary>
/// <param name="Status"><c>healthy</c>, <c>degraded</c> (works, with less than wanted) or <c>unhealthy</c>.</param>
/// <param name="Checks">Each part: null = fine, otherwise why not.</param>
internal sealed record HealthDocument(string Status, IReadOnlyDictionary<string, string?> Checks);

/// <summary><c>/livez</c>, <c>/readyz</c> and <c>/healthz</c>: no login, never cached, nothing about the cluster.</summary>
internal static class HealthEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteGroupBuilder health = routes.MapGroup("").AllowAnonymous();
        health.MapGet("/livez", Live).WithName("getLive").WithSummary("Does the process answer?").Produces<string>(StatusCodes.Status200OK, "text/plain");
        health.MapGet("/readyz", ReadyAsync).WithName("getReady").WithSummary("Can it take requests now? 503 when the store cannot be read.").Produces<string>(StatusCodes.Status200OK, "text/plain");
        health.MapGet("/healthz", SummaryAsync).WithName("getHealth").WithSummary("Each part and what is wrong with it.").Produces<HealthDocument>();
    }

    // The picture is built from the engine's own state: an answer means that both the web host and the status feed live.
    private static ContentHttpResult Live(HttpContext context, IEngineStatusFeed feed)
    {
        NoStore(context);
        _ = feed.Current;
        return TypedResults.Text("ok\n");
    }

    private static async Task<Results<ContentHttpResult, JsonHttpResult<HealthDocument>>> ReadyAsync(HttpContext context, IDefinitionStore store, CancellationToken cancellationToken)
    {
        NoStore(context);
        string? storage = await StorageAsync(store, cancellationToken).ConfigureAwait(false);
        if (storage is null) return TypedResults.Text("ok\n");
        return Unhealthy(new Dictionary<string, string?> { ["storage"] = storage });
    }

    private static async Task<JsonHttpResult<HealthDocument>> SummaryAsync(HttpContext context, IEngineStatusFeed feed, IDefinitionStore store, CancellationToken cancellationToken)
    {
        NoStore(context);
        EngineHealth engine = feed.Current.Engine;
        var checks = new Dictionary<string, string?>
        {
            ["storage"] = await StorageAsync(store, cancellationToken).ConfigureAwait(false),
            ["vrrp"] = engine.VrrpNotPermitted,
            ["loadBalancer"] = engine.LoadBalancerProblem,
        };
        if (checks["storage"] is not null) return Unhealthy(checks);
        bool less = checks.Values.Any(problem => problem is not null);
        return TypedResults.Json(new HealthDocument(less ? "degraded" : "healthy", checks), ApiJson.Options);
    }

    private static JsonHttpResult<HealthDocument> Unhealthy(Dictionary<string, string?> checks)
        => TypedResults.Json(new HealthDocument("unhealthy", checks), ApiJson.Options, statusCode: StatusCodes.Status503ServiceUnavailable);

    private static async Task<string?> StorageAsync(IDefinitionStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.ListRevisionsAsync(1, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            // Without a login nobody learns paths; the log has the whole sentence.
            return "the database cannot be read";
        }
    }

    private static void NoStore(HttpContext context) => context.Response.Headers.CacheControl = "no-store";
}
