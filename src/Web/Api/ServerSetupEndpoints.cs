using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>What a real server needs for direct routing and tunnels, and whether it has it.</summary>
internal static class ServerSetupEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/virtual-services/{service}/real-servers/{server}/setup", Get).WithName("getServerSetup")
            .WithSummary("What the real server needs for the way packets reach it: commands, each with its reason");
        api.MapPost("/virtual-services/{service}/real-servers/{server}/actions/check-setup", CheckAsync).WithName("checkServerSetup")
            .WithSummary("The same, and what is seen of the server from this director: does it answer for the virtual address, does it take connections to it?");
    }

    private static Results<Ok<RealServerSetup>, ProblemHttpResult> Get(HttpContext context, IEngineCommands engine, string service, string server)
        => engine.Setup(ApiPaths.Name(service), ApiPaths.Name(server)) is { } setup
            ? TypedResults.Ok(setup)
            : Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"There is no real server {ApiPaths.Name(server)} in the virtual service {ApiPaths.Name(service)}.");

    private static async Task<Results<Ok<RealServerSetup>, ProblemHttpResult>> CheckAsync(HttpContext context, IServerSetupOperations operations, string service, string server, CancellationToken cancellationToken)
    {
        (OperationResult result, RealServerSetup? setup) = await operations.CheckServerSetupAsync(context.User, ApiPaths.Name(service), ApiPaths.Name(server), cancellationToken).ConfigureAwait(false);
        return setup is null ? Problems.From(context, result) : TypedResults.Ok(setup);
    }
}
