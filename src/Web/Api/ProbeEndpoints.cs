using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api.Documents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>GET /probes</c>: single probes of the last ten minutes from memory, minutes, hours and days from the database.</summary>
internal static class ProbeEndpoints
{
    // As many points as a chart of a screen's width can show, and no more than a day of minutes.
    private const int MostPoints = 1500;

    private static readonly TimeSpan s_rawSpan = TimeSpan.FromMinutes(10);

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/probes", ProbesAsync)
        .WithName("listProbes").WithSummary("The checks of a real server over time: single probes of the last ten minutes, then minutes, hours and days.");

    private static async Task<Results<Ok<ProbesDocument>, ProblemHttpResult>> ProbesAsync(HttpContext context, IEngineStatusFeed feed, IEngineHistory live,
        IProbeHistory stored, TimeProvider time, string? realServer, string? service, DateTimeOffset? from, DateTimeOffset? to, string? step, CancellationToken cancellationToken)
    {
        DateTimeOffset end = to ?? time.GetUtcNow();
        DateTimeOffset begin = from ?? end - s_rawSpan;
        string span = step ?? StepFor(end - begin);
        if (Wrong(realServer, begin, end, span) is { } wrong)
            return Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", wrong.Message, [wrong]);

        EngineStatus status = feed.Current;
        string server = realServer!;
        (string Service, int Checks)[] known = [.. status.VirtualServices.Where(one => service is null || one.Name == service)
            .SelectMany(one => one.RealServers.Where(real => real.Address == server).Select(real => (one.Name, real.ChecksTotal)))];
        IReadOnlyList<ProbeSeriesDocument> series = span == "raw"
            ? Raw(live, known, server, begin, end)
            : await StoredAsync(stored, new ProbeQuery { Server = server, Service = service, Node = status.Node, From = begin, To = end, Span = SpanOf(span) }, cancellationToken).ConfigureAwait(false);
        if (known.Length == 0 && series.Count == 0)
            return Problems.Answer(context, StatusCodes.Status404NotFound, "not-found", $"There is no real server {server}{(service is null ? "" : $" in {service}")}, and no history of one.");
        return TypedResults.Ok(new ProbesDocument(server, span, begin, end, series));
    }

    private static List<ProbeSeriesDocument> Raw(IEngineHistory live, (string Service, int Checks)[] known, string server, DateTimeOffset begin, DateTimeOffset end)
    {
        var series = new List<ProbeSeriesDocument>();
        foreach ((string service, int checks) in known)
        {
            for (int check = 0; check < checks; check++)
            {
                if (live.Probes(service, server, check, begin) is { } probes)
                    series.Add(new ProbeSeriesDocument(service, check, null, [.. probes.Where(probe => probe.At < end).Select(SingleProbeDocument.Of)]));
            }
        }

        return series;
    }

    private static async Task<IReadOnlyList<ProbeSeriesDocument>> StoredAsync(IProbeHistory stored, ProbeQuery query, CancellationToken cancellationToken)
    {
        IReadOnlyList<ProbeSummary> points = await stored.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return [.. points.GroupBy(point => (point.Service, point.CheckIndex))
            .Select(one => new ProbeSeriesDocument(one.Key.Service, one.Key.CheckIndex, [.. one.Select(ProbePointDocument.Of)], null))];
    }

    private static ProblemEntry? Wrong(string? realServer, DateTimeOffset begin, DateTimeOffset end, string step)
    {
        if (string.IsNullOrEmpty(realServer)) return new("realServer", "realServer.missing", "Say which real server: ?realServer=10.88.0.101:80.");
        if (begin >= end) return new("from", "from.after-to", "from must be before to.");
        if (step is not ("raw" or "minute" or "hour" or "day")) return new("step", "step.unknown", "step is raw, minute, hour or day.");
        if (step != "raw" && (end - begin).TotalSeconds / (int)SpanOf(step) > MostPoints)
            return new("step", "step.too-fine", $"From {begin:O} to {end:O} there are more than {MostPoints} points of one {step}; ask for a longer step or a shorter time.");
        return null;
    }

    private static string StepFor(TimeSpan length) => length <= s_rawSpan ? "raw"
        : length <= TimeSpan.FromDays(1) ? "minute"
        : length <= TimeSpan.FromDays(30) ? "hour" : "day";

    private static ProbeSpan SpanOf(string step) => step switch
    {
        "minute" => ProbeSpan.Minute,
        "hour" => ProbeSpan.Hour,
        _ => ProbeSpan.Day,
    };
}
