using System.Text;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>/split-brain</c>, and what explains an instance: <c>explain</c>, <c>trace</c>, <c>pcapng</c>.</summary>
internal static class VrrpEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/split-brain", (IEngineStatusFeed feed) => TypedResults.Ok(SplitBrainListDocument.From(feed.Current)))
            .WithName("getSplitBrain")
            .WithSummary("Every instance of this node, whether two masters are known of it, and what helps.");
        RouteGroupBuilder instance = api.MapGroup("/vrrp-instances/{name}");
        instance.MapGet("/explain", Explain).WithName("explainVrrpInstance").WithSummary("Why this node is Master of the instance, or is not, and what would change it.");
        instance.MapGet("/trace", Trace).WithName("getVrrpInstanceTrace").WithSummary("What the election got and did lately, as text that a test can play again.")
            .Produces<byte[]>(StatusCodes.Status200OK, "text/plain");
        // The frames hold passwords as they travel, so seeing is not enough.
        instance.MapGet("/pcapng", Capture).RequireAuthorization(Roles.Operator)
            .WithName("getVrrpInstanceCapture").WithSummary("The last adverts sent and received, for Wireshark.").WithDescription("Needs the role operator.")
            .Produces<byte[]>(StatusCodes.Status200OK, "application/x-pcapng");
    }

    private static Results<Ok<ExplanationDocument>, ProblemHttpResult> Explain(HttpContext context, string name, IEngineStatusFeed feed, TimeProvider time)
    {
        name = ApiPaths.Name(name);
        foreach (VrrpInstanceStatus instance in feed.Current.Vrrp)
            if (instance.Name == name) return TypedResults.Ok(ExplanationDocument.From(Explanation.Of(instance, time.GetUtcNow())));
        return Unknown(context, name);
    }

    private static Results<FileContentHttpResult, ProblemHttpResult> Trace(HttpContext context, string name, IEngineCommands engine)
    {
        name = ApiPaths.Name(name);
        return engine.Trace(name) is { } text
            ? TypedResults.File(Encoding.UTF8.GetBytes(text), "text/plain; charset=utf-8", FileName(name) + ".txt")
            : Unknown(context, name);
    }

    private static async Task<Results<FileContentHttpResult, ProblemHttpResult>> Capture(HttpContext context, string name, IEngineCommands engine, IAuditTrail audit, CancellationToken cancellationToken)
    {
        name = ApiPaths.Name(name);
        if (engine.Capture(name) is not { } bytes) return Unknown(context, name);
        await audit.RecordAsync(new AuditEntry { Actor = Actors.Of(context.User), Action = "capture-download", Object = name }, cancellationToken).ConfigureAwait(false);
        return TypedResults.File(bytes, "application/x-pcapng", FileName(name) + ".pcapng");
    }

    private static ProblemHttpResult Unknown(HttpContext context, string name)
        => Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"This node takes no part in a VRRP instance {name}.");

    // A name may hold what a file name must not.
    private static string FileName(string name) => string.Concat(name.Select(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '.' ? each : '_'));
}
