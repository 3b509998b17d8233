using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>The optional body of drain, maintenance and enable: <c>{"reason": "why", "forMs": 3600000}</c> or <c>{"until": "2026-01-31T12:00:00Z"}</c>.</summary>
/// <param name="Reason">Why; null = not said.</param>
/// <param name="Until">When it ends by itself; null = never.</param>
/// <param name="ForMs">How long from now, 1 ms to 366 days; null = by <paramref name="Until"/>.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AdminRequest(string? Reason, DateTimeOffset? Until, long? ForMs)
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    /// <summary>Reads it, with its end as a time; no body = nothing said.</summary>
    public static async Task<(AdminRequest? Request, ProblemHttpResult? Bad)> ReadAsync(HttpContext context, DateTimeOffset now, CancellationToken cancellationToken)
    {
        (AdminRequest? request, ProblemHttpResult? bad) = await RequestBody.ReadOptionalAsync<AdminRequest>(context, "{\"reason\": \"…\", \"forMs\": 3600000}", cancellationToken).ConfigureAwait(false);
        if (request is null) return (null, bad);
        if (request.ForMs is not null && request.Until is not null) return Refuse("/forMs", "Give either forMs or until, not both.");
        if (request.ForMs is { } span && (span < 1 || span > s_longest.TotalMilliseconds)) return Refuse("/forMs", "forMs must be 1 ms to 366 days; leave it out for no end.");
        DateTimeOffset? until = request.ForMs is { } length ? now + TimeSpan.FromMilliseconds(length) : request.Until;
        if (until <= now) return Refuse("/until", "until must lie in the future; leave it out for no end.");
        return (request with { Until = until?.ToUniversalTime() }, null);

        (AdminRequest?, ProblemHttpResult?) Refuse(string pointer, string sentence) =>
            (null, Problems.Answer(context, StatusCodes.Status400BadRequest, "rule", "The request cannot be carried out; nothing was changed.", [new(pointer, "admin.until", sentence)]));
    }
}
