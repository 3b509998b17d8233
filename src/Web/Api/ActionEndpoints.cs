using System.Security.Claims;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>What operators do with real servers and instances. The operations decide who may; here one only has to be signed in.</summary>
internal static class ActionEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder server = api.MapGroup("/virtual-services/{service}/real-servers/{server}/actions");
        MapAdmin(server, "drain", AdminState.Drain);
        MapAdmin(server, "maintenance", AdminState.Maintenance);
        MapAdmin(server, "enable", AdminState.Enabled);
        server.MapPost("/check", async (HttpContext context, string service, string server, IClusterOperations operations, CancellationToken ct) =>
            Answer(context, await operations.CheckNowAsync(context.User, ApiPaths.Name(service), ApiPaths.Name(server), ct).ConfigureAwait(false)));
        server.MapPost("/cut", async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, string service, string server, IClusterOperations operations, CancellationToken ct) =>
        {
            (string? reason, ProblemHttpResult? bad) = await ReasonAsync(context, ct).ConfigureAwait(false);
            if (bad is not null) return bad;
            return Answer(context, await operations.CutAsync(context.User, ApiPaths.Name(service), ApiPaths.Name(server), reason, ct).ConfigureAwait(false));
        });
        MapInstance(api.MapGroup("/vrrp-instances/{name}/actions"));
    }

    private static void MapInstance(RouteGroupBuilder instance)
    {
        instance.MapPost("/announce", async (HttpContext context, string name, IVrrpOperations operations, CancellationToken ct) =>
            Answer(context, await operations.AnnounceAsync(context.User, ApiPaths.Name(name), ct).ConfigureAwait(false)));
        instance.MapPost("/yield", async (HttpContext context, string name, IVrrpOperations operations, CancellationToken ct) =>
            Answer(context, await operations.YieldAsync(context.User, ApiPaths.Name(name), ct).ConfigureAwait(false)));
        MapParticipation(instance, "/release", (operations, user, name, reason, ct) => operations.ReleaseAsync(user, name, reason, ct));
        MapParticipation(instance, "/resume", (operations, user, name, reason, ct) => operations.ResumeAsync(user, name, reason, ct));
    }

    private static void MapParticipation(RouteGroupBuilder group, string path, Func<IVrrpOperations, ClaimsPrincipal, string, string?, CancellationToken, Task<OperationResult>> change)
        => group.MapPost(path, async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, string name, IVrrpOperations operations, CancellationToken ct) =>
        {
            (string? reason, ProblemHttpResult? bad) = await ReasonAsync(context, ct).ConfigureAwait(false);
            if (bad is not null) return bad;
            return Answer(context, await change(operations, context.User, ApiPaths.Name(name), reason, ct).ConfigureAwait(false));
        });

    private static void MapAdmin(RouteGroupBuilder group, string action, AdminState state)
        => group.MapPost("/" + action, async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, ClaimsPrincipal user, TimeProvider time, string service, string server, IClusterOperations operations, CancellationToken ct) =>
        {
            (AdminRequest? asked, ProblemHttpResult? bad) = await AdminRequest.ReadAsync(context, time.GetUtcNow(), ct).ConfigureAwait(false);
            if (bad is not null) return bad;
            var wish = new AdminWish(state, asked?.Reason, asked?.Until);
            return Answer(context, await operations.SetAdminStateAsync(user, ApiPaths.Name(service), ApiPaths.Name(server), wish, ct).ConfigureAwait(false));
        });

    // The body is optional: {"reason": "why"}.
    private static async Task<(string? Reason, ProblemHttpResult? Bad)> ReasonAsync(HttpContext context, CancellationToken cancellationToken)
    {
        string body = await RequestText.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        if (string.IsNullOrWhiteSpace(body)) return (null, null);
        try
        {
            return (JsonSerializer.Deserialize<ActionRequest>(body, ApiJson.Options)?.Reason, null);
        }
        catch (JsonException)
        {
            return (null, Problems.Answer(context, StatusCodes.Status400BadRequest, "json", "The body is not JSON of the form {\"reason\": \"why\"}; leave it out when there is no reason."));
        }
    }

    private static Results<Ok<WriteDocument>, ProblemHttpResult> Answer(HttpContext context, OperationResult result)
        => result.Status is OperationStatus.Done or OperationStatus.Unchanged ? TypedResults.Ok(WriteDocument.From(result, dryRun: false)) : Problems.From(context, result);

    private sealed record ActionRequest(string? Reason);
}
