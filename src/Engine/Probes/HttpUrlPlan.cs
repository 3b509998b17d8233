using System.Net;
using System.Runtime.CompilerServices;
using System.Text;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// What is worth keeping from one probe of a url to the next: the request as bytes, the compiled expression, the path into
/// JSON. Any thread.
/// </summary>
internal sealed class HttpUrlPlan
{
    private static readonly ConditionalWeakTable<HttpUrlDefinition, HttpUrlPlan> s_plans = [];

    private volatile Written? _written;

    private HttpUrlPlan(HttpUrlDefinition url)
    {
        Url = url;
        ExpectedBody = url.ExpectedBody is { } text ? Encoding.UTF8.GetBytes(text) : null;
        if (url.Pattern is { } pattern) Pattern = BodyPattern.Of(pattern, out string? patternProblem) is { } compiled ? compiled : Refused<BodyPattern>(patternProblem);
        if (url.Json is { } json) Json = JsonPath.Of(json.Path, out string? jsonProblem) is { } path ? path : Refused<JsonPath>(jsonProblem);
    }

    /// <summary>What is wanted.</summary>
    public HttpUrlDefinition Url { get; }

    /// <summary>Text the body must contain, as UTF-8; null = any.</summary>
    public byte[]? ExpectedBody { get; }

    /// <summary>The expression the body must match; null = not asked.</summary>
    public BodyPattern? Pattern { get; private set; }

    /// <summary>Where in the body, read as JSON, the value is; null = not asked.</summary>
    public JsonPath? Json { get; private set; }

    /// <summary>Why it cannot be asked as it is defined; null = it can.</summary>
    public string? Problem { get; private set; }

    /// <summary>Does the body matter, so that it must be kept?</summary>
    public bool NeedsBody => ExpectedBody is not null || Url.Digest is not null || Pattern is not null || Json is not null;

    /// <summary>May judging the body take longer than reading it?</summary>
    public bool IsSlowToJudge => Pattern is not null || Json is not null;

    /// <summary>The plan for <paramref name="url"/>; the same one as long as the definition is in use.</summary>
    public static HttpUrlPlan Of(HttpUrlDefinition url) => s_plans.GetValue(url, static key => new HttpUrlPlan(key));

    /// <summary>The request; null when path or host hold a character that would end the line or a field of it.</summary>
    public byte[]? Request(HttpCheckDefinition check, ProbeRequest request)
    {
        if (_written is { } known && ReferenceEquals(known.Check, check) && known.Port == request.Port && known.Address.Equals(request.Address)) return known.Bytes;
        byte[]? bytes = HttpRequestText.Write(check, Url, request);
        _written = new Written(check, request.Address, request.Port, bytes);
        return bytes;
    }

    private T? Refused<T>(string? problem)
        where T : class
    {
        Problem = problem;
        return null;
    }

    private sealed record Written(HttpCheckDefinition Check, IPAddress Address, int Port, byte[]? Bytes);
}
