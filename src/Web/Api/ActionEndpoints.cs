using System.Security.Claims;
using System.Text.Json.Serialization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>What operators do with real servers and instances. The operations decide who may; here one only has to be signed in.</summary>
internal static class ActionEndpoints
{
    private const string OperatorOnly = "Needs the role operator.";

    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        RouteGroupBuilder server = api.MapGroup("/virtual-services/{service}/real-servers/{server}/actions");
        MapAdmin(server, "drain", AdminState.Drain, "Takes no new connections; established ones go on.");
        MapAdmin(server, "maintenance", AdminState.Maintenance, "Takes the real server out of the table.");
        MapAdmin(server, "enable", AdminState.Enabled, "Lets the real server serve again.");
        server.MapPost("/check", async (HttpContext context, string service, string server, IClusterOperations operations, CancellationToken ct) =>
            Answer(context, await operations.CheckNowAsync(context.User, ApiPaths.Name(service), ApiPaths.Name(server), ct).ConfigureAwait(false)))
            .WithName("checkRealServer").WithSummary("Runs the checks of the real server now.").WithDescription(OperatorOnly);
        server.MapPost("/cut", async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, string service, string server, IClusterOperations operations, CancellationToken ct) =>
        {
            (string? reason, ProblemHttpResult? bad) = await ReasonAsync(context, ct).ConfigureAwait(false);
            if (bad is not null) return bad;
            return Answer(context, await operations.CutAsync(context.User, ApiPaths.Name(service), ApiPaths.Name(server), reason, ct).ConfigureAwait(false));
        }).WithName("cutRealServer").WithSummary("Ends the established connections of the real server.").WithDescription(OperatorOnly).Accepts<ActionRequest>(isOptional: true, "application/json");
        MapInstance(api.MapGroup("/vrrp-instances/{name}/actions"));
    }

    private static void MapInstance(RouteGroupBuilder instance)
    {
        instance.MapPost("/announce", async (HttpContext context, string name, IVrrpOperations operations, CancellationToken ct) =>
            Answer(context, await operations.AnnounceAsync(context.User, ApiPaths.Name(name), ct).ConfigureAwait(false)))
            .WithName("announceVrrpInstance").WithSummary("Announces the addresses again (ARP, neighbour advertisement).").WithDescription(OperatorOnly);
        MapReasoned(instance, "yield", "Gives the addresses up once, to whoever takes over.", (operations, user, name, reason, ct) => operations.YieldAsync(user, name, reason, ct));
        MapReasoned(instance, "release", "Gives the addresses up and stays out of the election until it is resumed.", (operations, user, name, reason, ct) => operations.ReleaseAsync(user, name, reason, ct));
        MapReasoned(instance, "resume", "Takes part in the election again.", (operations, user, name, reason, ct) => operations.ResumeAsync(user, name, reason, ct));
    }

    private static void MapReasoned(RouteGroupBuilder group, string action, string summary, Func<IVrrpOperations, ClaimsPrincipal, string, string?, CancellationToken, Task<OperationResult>> change)
        => group.MapPost("/" + action, async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, string name, IVrrpOperations operations, CancellationToken ct) =>
        {
            (string? reason, ProblemHttpResult? bad) = await ReasonAsync(context, ct).ConfigureAwait(false);
            if (bad is not null) return bad;
            return Answer(context, await change(operations, context.User, ApiPaths.Name(name), reason, ct).ConfigureAwait(false));
        }).WithName(action + "VrrpInstance").WithSummary(summary).WithDescription(OperatorOnly).Accepts<ActionRequest>(isOptional: true, "application/json");

    private static void MapAdmin(RouteGroupBuilder group, string action, AdminState state, string summary)
        => group.MapPost("/" + action, async Task<Results<Ok<WriteDocument>, ProblemHttpResult>> (HttpContext context, ClaimsPrincipal user, TimeProvider time, string service, string server, IClusterOperations operations, CancellationToken ct) =>
        {
            (AdminRequest? asked, ProblemHttpResult? bad) = await AdminRequest.ReadAsync(context, time.GetUtcNow(), ct).ConfigureAwait(false);
            if (bad is not null) return bad;
            var wish = new AdminWish(state, asked?.Reason, asked?.Until);
            return Answer(context, await operations.SetAdminStateAsync(user, [new RealServerName(ApiPaths.Name(service), ApiPaths.Name(server))], wish, ct).ConfigureAwait(false));
        }).WithName(action + "RealServer").WithSummary(summary).WithDescription(OperatorOnly).Accepts<AdminRequest>(isOptional: true, "application/json");

    // The body is optional: {"reason": "why"}.
    private static async Task<(string? Reason, ProblemHttpResult? Bad)> ReasonAsync(HttpContext context, CancellationToken cancellationToken)
    {
        (ActionRequest? asked, ProblemHttpResult? bad) = await RequestBody.ReadOptionalAsync<ActionRequest>(context, "{\"reason\": \"…\"}", cancellationToken).ConfigureAwait(false);
        return (asked?.Reason, bad);
    }

    private static Results<Ok<WriteDocument>, ProblemHttpResult> Answer(HttpContext context, OperationResult result)
        => result.Status is OperationStatus.Done or OperationStatus.Unchanged ? TypedResults.Ok(WriteDocument.From(result, dryRun: false)) : Problems.From(context, result);

    [JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
    private sealed record ActionRequest(string? Reason);
}
