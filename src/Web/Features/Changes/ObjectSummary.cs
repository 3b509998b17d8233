using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>A line about an object in a list: its first plain values and how long its lists are.</summary>
internal static class ObjectSummary
{
    private const int MostParts = 6;

    /// <summary>The line; empty without an object.</summary>
    public static string Of(JsonObject? value)
    {
        if (value is null) return "";
        var parts = new List<string>();
        foreach ((string member, JsonNode? held) in value)
        {
            string? part = held switch
            {
                JsonArray { Count: > 0 } list => $"{member}: {list.Count}",
                JsonValue plain when member != "name" && plain.ToString() is not ("false" or "0" or "") and var shown => $"{member} {shown}",
                _ => null,
            };
            if (part is not null) parts.Add(part);
        }

        // Lists say most about an object, such as how many real servers it has.
        return string.Join(" · ", parts.OrderByDescending(part => part.Contains(": ", StringComparison.Ordinal)).Take(MostParts));
    }
}
