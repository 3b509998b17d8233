using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>Compares an answer with what a url of an HTTP check wants.</summary>
internal static class HttpVerdict
{
    private static readonly StatusCodeRange s_defaultStatusCodes = new(200, 299);

    /// <summary>Does the body matter, so that it must be kept?</summary>
    public static bool NeedsBody(HttpUrlDefinition url) => url.ExpectedBody is not null || url.Digest is not null;

    /// <summary>Is the status one of the accepted?</summary>
    public static bool AcceptsStatus(HttpUrlDefinition url, int status)
    {
        if (url.StatusCodes.Count == 0) return s_defaultStatusCodes.Contains(status);
        foreach (StatusCodeRange range in url.StatusCodes.Span)
            if (range.Contains(status)) return true;
        return false;
    }

    /// <summary>Outcome and words for a status that is not accepted.</summary>
    public static (ProbeOutcome Outcome, string Message) BadStatus(HttpUrlDefinition url, HttpResponse response)
    {
        string wanted = url.StatusCodes.Count == 0 ? s_defaultStatusCodes.ToString() : string.Join(", ", url.StatusCodes);
        return (ProbeOutcome.UnexpectedStatus, $"status {response.StatusCode}, wanted {wanted}");
    }

    /// <summary>Outcome and words for an answer that ended as <paramref name="progress"/> says.</summary>
    public static (ProbeOutcome Outcome, string Message) Of(HttpUrlDefinition url, HttpResponse response, HttpProgress progress) => progress switch
    {
        HttpProgress.Complete => Whole(url, response),
        HttpProgress.CutShort => (ProbeOutcome.Closed, response.Problem),
        // Nobody asked what is in the body: a large one is no fault of the server.
        HttpProgress.TooLarge when !NeedsBody(url) => (ProbeOutcome.Passed, $"{Status(response)}, more than 1 MB"),
        HttpProgress.TooLarge => (ProbeOutcome.ProtocolError, "body larger than 1 MB"),
        _ => (ProbeOutcome.ProtocolError, response.Problem),
    };

    private static (ProbeOutcome Outcome, string Message) Whole(HttpUrlDefinition url, HttpResponse response)
    {
        if (url.ExpectedBody is { } text && response.Body.IndexOf(Encoding.UTF8.GetBytes(text)) < 0)
            return (ProbeOutcome.UnexpectedBody, $"body lacks \"{text}\"");
        if (url.Digest is { } wanted)
        {
            string actual = Digest(response.Body);
            if (!actual.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                return (ProbeOutcome.UnexpectedBody, $"digest of the body is {actual}, wanted {wanted.ToLowerInvariant()}");
        }

        string unit = response.BodyLength == 1 ? "byte" : "bytes";
        return (ProbeOutcome.Passed, string.Create(CultureInfo.InvariantCulture, $"{Status(response)}, {response.BodyLength} {unit}"));
    }

    private static string Status(HttpResponse response) => $"{response.StatusCode} {response.ReasonPhrase}".TrimEnd();

#pragma warning disable CA5351, CA1308 // keepalived's digest is MD5 in lower case: it tells pages apart and protects nothing.
    private static string Digest(ReadOnlySpan<byte> body) => Convert.ToHexStringLower(MD5.HashData(body));
#pragma warning restore CA5351, CA1308
}
