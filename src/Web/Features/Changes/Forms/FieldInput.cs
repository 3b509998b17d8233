using System.Globalization;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Features.Changes.Forms;

/// <summary>Text of a field to JSON and back.</summary>
internal static class FieldInput
{
    /// <summary>What was typed as JSON; null = the field is empty. A number that is none stays text, so that the reader can say so.</summary>
    public static JsonNode? Read(FieldKind kind, string? typed)
    {
        string text = typed ?? "";
        if (kind != FieldKind.Secret) text = text.Trim();
        if (text.Length == 0) return null;
        if (kind != FieldKind.Number) return JsonValue.Create(text);
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            ? JsonValue.Create(number) : JsonValue.Create(text);
    }

    /// <summary>What a field shows.</summary>
    public static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue => value.ToString(),
        _ => value.ToJsonString(),
    };

    /// <summary>The words of a value with several.</summary>
    public static HashSet<string> Words(JsonNode? value) => [.. Text(value).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)];

    /// <summary>A line that says which item of a list it is.</summary>
    public static string Summary(JsonNode? item)
    {
        if (item is not JsonObject members) return Text(item);
        string[] parts = [.. s_names.Select(name => members[name]).OfType<JsonValue>().Select(value => value.ToString()).Where(text => text.Length > 0)];
        if (parts.Length > 0) return string.Join(" ", parts);
        return string.Join(" ", members.Where(member => member.Value is JsonValue).Take(3).Select(member => Text(member.Value)));
    }

    // Members that say which one is meant, as the differences of definitions use them.
    private static readonly string[] s_names = ["name", "kind", "address", "prefixLength", "port", "node", "interface", "target", "path", "destination"];
}
