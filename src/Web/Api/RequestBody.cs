using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api;

/// <summary>Reads a JSON object of a request; what cannot be read is answered with a pointer to the field.</summary>
internal static class RequestBody
{
    private static readonly JsonSerializerOptions s_strict = Strict();

    /// <summary>The object, or the answer that says what is wrong. Members it does not know are refused.</summary>
    /// <param name="context">The request.</param>
    /// <param name="form">How the object looks, for the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task<(T? Body, ProblemHttpResult? Bad)> ReadAsync<T>(HttpContext context, string form, CancellationToken cancellationToken)
        where T : class
    {
        if (!context.Request.HasJsonContentType())
            return (null, Problems.Answer(context, StatusCodes.Status415UnsupportedMediaType, "media-type", $"Send JSON (Content-Type: application/json) of the form {form}."));
        (T? body, ProblemHttpResult? bad) = Parse<T>(context, await RequestText.ReadAsync(context, cancellationToken).ConfigureAwait(false), form);
        return body is null && bad is null ? (null, InputFaults.Answer(context, new JsonException(), form)) : (body, bad);
    }

    /// <summary>The object of a request that may also come without one; null and no answer = nothing was said.</summary>
    /// <inheritdoc cref="ReadAsync" />
    public static async Task<(T? Body, ProblemHttpResult? Bad)> ReadOptionalAsync<T>(HttpContext context, string form, CancellationToken cancellationToken)
        where T : class
    {
        string text = await RequestText.ReadAsync(context, cancellationToken).ConfigureAwait(false);
        return string.IsNullOrWhiteSpace(text) ? (null, null) : Parse<T>(context, text, form);
    }

    private static (T? Body, ProblemHttpResult? Bad) Parse<T>(HttpContext context, string text, string form)
        where T : class
    {
        try
        {
            return (JsonSerializer.Deserialize<T>(text, s_strict), null);
        }
        catch (JsonException fault)
        {
            return (null, InputFaults.Answer(context, fault, form));
        }
    }

    private static JsonSerializerOptions Strict()
    {
        var options = new JsonSerializerOptions(ApiJson.Options) { UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow };
        options.MakeReadOnly();
        return options;
    }
}
