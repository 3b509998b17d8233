using System.Globalization;
using System.Reflection;
using KeepaliveConsole.Data.Audit;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace KeepaliveConsole.Web.Api;

/// <summary>Filters of <c>/audit</c> and its export; all must match. Read as text, so that a wrong one is answered by name.</summary>
internal sealed record AuditParameters
{
    /// <summary>Longest value in characters.</summary>
    public const int Longest = 512;

    /// <summary>Only from this time on (RFC 3339).</summary>
    [FromQuery(Name = "from")]
    public string? From { get; init; }

    /// <summary>Only before this time.</summary>
    [FromQuery(Name = "to")]
    public string? To { get; init; }

    /// <summary>Only this actor, exact.</summary>
    [FromQuery(Name = "actor")]
    public string? Actor { get; init; }

    /// <summary>Only this action, exact.</summary>
    [FromQuery(Name = "action")]
    public string? Action { get; init; }

    /// <summary>Only about this object, exact.</summary>
    [FromQuery(Name = "object")]
    public string? Object { get; init; }

    /// <summary>Object, actor, action or reason contains this, without regard to case.</summary>
    [FromQuery(Name = "text")]
    public string? Text { get; init; }

    /// <summary>Only of this request, the <c>traceId</c> of a problem.</summary>
    [FromQuery(Name = "correlationId")]
    public string? CorrelationId { get; init; }

    /// <summary>Only under this revision of the definition.</summary>
    [FromQuery(Name = "revision")]
    public string? Revision { get; init; }

    /// <summary><c>true</c> = what worked, <c>false</c> = what was refused or failed.</summary>
    [FromQuery(Name = "succeeded")]
    public string? Succeeded { get; init; }

    /// <summary>The query, or what is wrong with which parameter.</summary>
    public (AuditQuery Query, ProblemHttpResult? Bad) Read(HttpContext context, int? limit = null, string? cursor = null)
    {
        var errors = new List<ProblemEntry>();
        (string Name, string? Value)[] texts = [("actor", Actor), ("action", Action), ("object", Object), ("text", Text), ("correlationId", CorrelationId)];
        foreach ((string name, string? value) in texts)
            if (value?.Length > Longest) errors.Add(new(name, $"{name}.long", $"{name} has at most {Longest} characters."));
        var query = new AuditQuery
        {
            From = Time("from", From, errors),
            To = Time("to", To, errors),
            Actor = Filled(Actor),
            Action = Filled(Action),
            Object = Filled(Object),
            Text = Filled(Text),
            CorrelationId = Filled(CorrelationId),
            Revision = Number(errors),
            Succeeded = Outcome(errors),
            Limit = limit ?? PageRequest.DefaultLimit,
            Cursor = cursor,
        };
        if (query.From >= query.To) errors.Add(new("to", "to.range", "to must be later than from."));
        return (query, errors.Count == 0 ? null : Problems.Answer(context, StatusCodes.Status400BadRequest, "bad-request", errors[0].Message, errors));
    }

    /// <summary>What was asked for, for the record: the filters that are set, as JSON.</summary>
    public string Describe(string format)
    {
        var said = new Dictionary<string, string> { ["format"] = format };
        foreach (PropertyInfo property in typeof(AuditParameters).GetProperties())
            if (property.GetValue(this) is string { Length: > 0 } value) said[char.ToLowerInvariant(property.Name[0]) + property.Name[1..]] = value;
        return System.Text.Json.JsonSerializer.Serialize(said, ApiJson.Options);
    }

    private static string? Filled(string? value) => string.IsNullOrEmpty(value) ? null : value;

    private static DateTimeOffset? Time(string name, string? value, List<ProblemEntry> errors)
    {
        if (string.IsNullOrEmpty(value)) return null;
        if (DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time)) return time;
        errors.Add(new(name, $"{name}.time", $"{name} is a time such as 2026-01-31T12:00:00Z."));
        return null;
    }

    private long? Number(List<ProblemEntry> errors)
    {
        if (string.IsNullOrEmpty(Revision)) return null;
        if (long.TryParse(Revision, NumberStyles.None, CultureInfo.InvariantCulture, out long number)) return number;
        errors.Add(new("revision", "revision.number", "revision is a whole number, 0 and up."));
        return null;
    }

    private bool? Outcome(List<ProblemEntry> errors)
    {
        if (string.IsNullOrEmpty(Succeeded)) return null;
        if (bool.TryParse(Succeeded, out bool succeeded)) return succeeded;
        errors.Add(new("succeeded", "succeeded.boolean", "succeeded is true or false."));
        return null;
    }
}
