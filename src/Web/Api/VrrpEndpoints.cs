using System.Text;
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
        api.MapGet("/split-brain", (IEngineStatusFeed feed) => TypedResults.Ok(SplitBrainListDocument.From(feed.Current)));
        RouteGroupBuilder instance = api.MapGroup("/vrrp-instances/{name}");
        instance.MapGet("/explain", Explain);
        instance.MapGet("/trace", Trace);
        // The frames hold passwords as they travel, so seeing is not enough.
        instance.MapGet("/pcapng", Capture).RequireAuthorization(Roles.Operator);
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

    private static Results<FileContentHttpResult, ProblemHttpResult> Capture(HttpContext context, string name, IEngineCommands engine)
    {
        name = ApiPaths.Name(name);
        return engine.Capture(name) is { } bytes
            ? TypedResults.File(bytes, "application/x-pcapng", FileName(name) + ".pcapng")
            : Unknown(context, name);
    }

    private static ProblemHttpResult Unknown(HttpContext context, string name)
        => Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"This node takes no part in a VRRP instance {name}.");

    // A name may hold what a file name must not.
    private static string FileName(string name) => string.Concat(name.Select(each => char.IsAsciiLetterOrDigit(each) || each is '-' or '_' or '.' ? each : '_'));
}
