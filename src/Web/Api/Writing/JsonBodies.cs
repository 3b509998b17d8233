using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace KeepaliveConsole.Web.Api.Writing;

/// <summary>Reads documents and patches, bounded and strict, with a pointer to what is wrong.</summary>
internal static class JsonBodies
{
    /// <summary>The document of a PUT.</summary>
    public static async Task<(T? Document, ProblemHttpResult? Bad)> ReadAsync<T>(HttpContext context, CancellationToken cancellationToken)
        where T : class
    {
        if (!context.Request.HasJsonContentType() || context.Request.ContentType!.StartsWith(MergePatch.MediaType, StringComparison.OrdinalIgnoreCase))
            return (null, Problems.Answer(context, StatusCodes.Status415UnsupportedMediaType, "media-type", "Send the definition as application/json."));
        (string? json, ProblemHttpResult? bad) = await TextAsync(context, cancellationToken).ConfigureAwait(false);
        if (bad is not null) return (null, bad);
        return DefinitionJson.TryReadPart(json!, out T? document, out JsonFault? fault) ? (document, null) : (null, Unreadable(context, fault!.Pointer, fault.Message));
    }

    /// <summary>The patch of a PATCH.</summary>
    public static async Task<(JsonObject? Patch, ProblemHttpResult? Bad)> ReadPatchAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (context.Request.ContentType?.StartsWith(MergePatch.MediaType, StringComparison.OrdinalIgnoreCase) != true)
        {
            context.Response.Headers["Accept-Patch"] = MergePatch.MediaType;
            return (null, Problems.Answer(context, StatusCodes.Status415UnsupportedMediaType, "media-type", $"Send the patch as {MergePatch.MediaType} (RFC 7396)."));
        }

        (string? json, ProblemHttpResult? bad) = await TextAsync(context, cancellationToken).ConfigureAwait(false);
        if (bad is not null) return (null, bad);
        return MergePatch.TryRead(json!, out JsonObject? patch, out string? problem) ? (patch, null) : (null, Unreadable(context, "", problem!));
    }

    /// <summary>An object with a patch.</summary>
    /// <param name="current">The object as it is.</param>
    /// <param name="patch">The patch.</param>
    /// <param name="refusal">Why the outcome is no such object; null = it is one.</param>
    public static T? Patched<T>(T current, JsonObject patch, out OperationResult? refusal)
        where T : class
    {
        JsonNode? merged = MergePatch.Apply(JsonSerializer.SerializeToNode(current, DefinitionJson.Options), patch);
        refusal = DefinitionJson.TryReadPart(merged!.ToJsonString(), out T? patched, out JsonFault? fault) ? null
            : new OperationResult(OperationStatus.Refused, $"The patched definition cannot be read; nothing was changed.",
                Problems: [new(Engine.Definitions.Rules.ProblemSeverity.Error, fault!.Pointer, "json", fault.Text)]);
        return patched;
    }

    /// <summary>The answer to a text that is not such a document.</summary>
    private static ProblemHttpResult Unreadable(HttpContext context, string pointer, string message)
        => Problems.Answer(context, StatusCodes.Status400BadRequest, "json", "The definition cannot be read; nothing was changed.", [new(pointer, "json", message)]);

    private static async Task<(string? Text, ProblemHttpResult? Bad)> TextAsync(HttpContext context, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await context.Request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            if (body.Length + read > ClusterEndpoints.LargestBody)
                return (null, Problems.Answer(context, StatusCodes.Status413PayloadTooLarge, "too-large", $"A definition has at most {ClusterEndpoints.LargestBody / 1024 / 1024} MiB."));
            body.Write(buffer, 0, read);
        }

        ReadOnlySpan<byte> bytes = body.GetBuffer().AsSpan(0, (int)body.Length);
        return (Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes), null);
    }
}
