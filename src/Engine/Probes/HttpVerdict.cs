using System.Security.Cryptography;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Compares an answer with what a url of an HTTP check wants.</summary>
internal static class HttpVerdict
{
    private static readonly StatusCodeRange s_defaultStatusCodes = new(200, 299);

    /// <summary>Is the status one of the accepted?</summary>
    public static bool AcceptsStatus(HttpUrlDefinition url, int status)
    {
        if (url.StatusCodes.Count == 0) return s_defaultStatusCodes.Contains(status);
        foreach (StatusCodeRange range in url.StatusCodes.Span)
            if (range.Contains(status)) return true;
        return false;
    }

    /// <summary>Outcome and words for a status that is not accepted.</summary>
    public static ProbeVerdict BadStatus(HttpUrlDefinition url, HttpResponse response)
    {
        string wanted = url.StatusCodes.Count == 0 ? s_defaultStatusCodes.ToString() : string.Join(", ", url.StatusCodes);
        return new(ProbeOutcome.UnexpectedStatus, $"status {response.StatusCode}, wanted {wanted}");
    }

    /// <summary>Outcome and words for an answer that ended as <paramref name="progress"/> says.</summary>
    public static ProbeVerdict Of(HttpUrlPlan plan, HttpResponse response, HttpProgress progress) => progress switch
    {
        HttpProgress.Complete => Whole(plan, response),
        HttpProgress.CutShort => new(ProbeOutcome.Closed, Sentence.Verbatim(response.Problem)),
        // Nobody asked what is in the body: a large one is no fault of the server.
        HttpProgress.TooLarge when !plan.NeedsBody => new(ProbeOutcome.Passed, $"{Status(response)}, more than 1 MB"),
        HttpProgress.TooLarge => new(ProbeOutcome.ProtocolError, $"body larger than 1 MB"),
        _ => new(ProbeOutcome.ProtocolError, Sentence.Verbatim(response.Problem)),
    };

    private static ProbeVerdict Whole(HttpUrlPlan plan, HttpResponse response)
    {
        if (Unwanted(plan, response.Body) is { } problem) return new(ProbeOutcome.UnexpectedBody, Sentence.Verbatim(problem));
        return new(ProbeOutcome.Passed, response.BodyLength == 1 ? $"{Status(response)}, 1 byte" : (Sentence)$"{Status(response)}, {response.BodyLength} bytes");
    }

    // What is wrong with the body; null = nothing.
    private static string? Unwanted(HttpUrlPlan plan, ReadOnlyMemory<byte> body)
    {
        if (plan.ExpectedBody is { } text && body.Span.IndexOf(text) < 0) return Sentence.Text($"body lacks \"{plan.Url.ExpectedBody}\"");
        if (plan.Url.Digest is { } wanted)
        {
            string actual = Digest(body.Span);
            if (!actual.Equals(wanted, StringComparison.OrdinalIgnoreCase)) return Sentence.Text($"digest of the body is {actual}, wanted {wanted.ToLowerInvariant()}");
        }

        return plan.Pattern?.Judge(body.Span) ?? plan.Json?.Judge(body, plan.Url.Json!.Path, plan.Url.Json.Value);
    }

    private static string Status(HttpResponse response) => $"{response.StatusCode} {response.ReasonPhrase}".TrimEnd();

#pragma warning disable CA5351, CA1308 // keepalived's digest is MD5 in lower case: it tells pages apart and protects nothing.
    private static string Digest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351, CA1308
}
