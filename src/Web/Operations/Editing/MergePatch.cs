using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Operations.Editing;

/// <summary>JSON merge patch (RFC 7396): members of the patch replace those of the target, null removes one, arrays are replaced whole.</summary>
internal static class MergePatch
{
    /// <summary>Media type of a patch.</summary>
    public const string MediaType = "application/merge-patch+json";

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a patch; it must be an object.</summary>
    /// <param name="json">The text.</param>
    /// <param name="patch">What it says; null when it cannot be read.</param>
    /// <param name="problem">Why it cannot be read; null when it can.</param>
    public static bool TryRead(string json, out JsonObject? patch, out string? problem)
    {
        patch = null;
        problem = null;
        try
        {
            patch = JsonNode.Parse(json, documentOptions: s_strict) as JsonObject;
            if (patch is null) problem = "$: a merge patch must be an object with the members that change";
        }
        catch (JsonException exception)
        {
            problem = $"$: {exception.Message}";
        }

        return problem is null;
    }

    /// <summary>The target with the patch; the patch stays as it is.</summary>
    public static JsonNode? Apply(JsonNode? target, JsonNode? patch)
    {
        if (patch is not JsonObject changes) return patch?.DeepClone();
        JsonObject result = target as JsonObject ?? [];
        foreach ((string member, JsonNode? value) in changes)
        {
            if (value is null)
            {
                result.Remove(member);
                continue;
            }

            JsonNode? before = result[member];
            result.Remove(member);
            result[member] = Apply(before, value);
        }

        return result;
    }
}
