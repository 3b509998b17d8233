using System.Globalization;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Web.Live;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KeepaliveConsole.Web.Api;

/// <summary><c>GET /events</c>: the stored events as server-sent events.</summary>
internal static class EventEndpoints
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/events", EventsAsync)
        .WithName("streamEvents")
        .WithSummary("Events as they are stored, as server-sent events; resumes after Last-Event-ID.")
        .Produces<StreamedEvent>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task<Results<ServerSentEventsResult<string>, ProblemHttpResult>> EventsAsync(HttpContext context, EventStream stream,
        [FromHeader(Name = "Last-Event-ID")] string? lastEventIdHeader, string? lastEventId, string? kind, string? instance, string? service, CancellationToken cancellationToken)
    {
        // A browser sends the header when it reconnects by itself; then the address still has the id it began with.
        string? text = string.IsNullOrEmpty(lastEventIdHeader) ? lastEventId : lastEventIdHeader;
        long? after = null;
        if (!string.IsNullOrEmpty(text))
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id))
                return Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", "The last event's id is a whole number, as the stream gave it.",
                    [new(string.IsNullOrEmpty(lastEventIdHeader) ? "lastEventId" : "Last-Event-ID", "event.id", "Send the id of an event of this stream, or none.")]);
            after = id;
        }

        string[] kinds = kind?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
        var request = new EventStreamRequest(after, kinds, instance, service);
        EventStreamStart start = await stream.BeginAsync(request, cancellationToken).ConfigureAwait(false);
        context.Response.Headers["X-Accel-Buffering"] = "no";
        return TypedResults.ServerSentEvents(stream.ReadAsync(request, start, context.User, cancellationToken));
    }
}
