using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Api.Metrics;

/// <summary><c>/metrics</c>.</summary>
internal static class MetricsEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        RouteHandlerBuilder metrics = routes.MapGet("/metrics", (IEngineStatusFeed feed, ConsoleMetrics console) => TypedResults.Text(EngineMetrics.Write(feed, console), MetricsText.ContentType))
            .WithName("getMetrics")
            .WithSummary("Metrics in Prometheus' text format.")
            .Produces<string>(StatusCodes.Status200OK, "text/plain");
        bool isProtected = routes.ServiceProvider.GetRequiredService<IOptions<AccessSettings>>().Value.ProtectMetrics;
        if (isProtected) metrics.RequireAuthorization(Roles.Viewer);
        else metrics.AllowAnonymous();
    }
}
