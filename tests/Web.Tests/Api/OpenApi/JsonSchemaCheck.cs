using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Tests.Api.OpenApi;

/// <summary>
/// Checks JSON against the schemas of the interface's description: the keywords that the document uses, no others. A keyword it does not know is an
/// error of the document, and so is a member that no schema tells of.
/// </summary>
internal sealed class JsonSchemaCheck(JsonObject document)
{
    private static readonly HashSet<string> s_known =
    [
        "$ref", "type", "properties", "required", "additionalProperties", "items", "enum", "const", "oneOf", "discriminator", "minimum", "maximum", "multipleOf", "format",
        "description", "default", "deprecated", "writeOnly", "contentEncoding",
    ];

    /// <summary>What is wrong, with where; empty = nothing.</summary>
    public List<string> Check(JsonNode? value, JsonObject schema)
    {
        var faults = new List<string>();
        Check(value, schema, "", faults);
        return faults;
    }

    private void Check(JsonNode? value, JsonObject schema, string at, List<string> faults)
    {
        foreach ((string keyword, _) in schema)
            if (!s_known.Contains(keyword)) faults.Add($"{at}: the schema has the keyword {keyword}");
        if (schema["$ref"] is JsonValue reference)
        {
            string name = reference.GetValue<string>().Split('/')[^1];
            if (document["components"]!["schemas"]![name] is JsonObject named) Check(value, named, at, faults);
            else faults.Add($"{at}: there is no schema {name}");
            return;
        }

        if (schema["oneOf"] is JsonArray choices && choices.All(choice => Check(value, (JsonObject)choice!).Count > 0))
            faults.Add($"{at}: {Short(value)} is none of {choices.Count}: {string.Join(" | ", choices.Select(choice => string.Join(", ", Check(value, (JsonObject)choice!).Take(2))))}");
        if (schema["const"] is { } constant && !JsonNode.DeepEquals(constant, value)) faults.Add($"{at}: {Short(value)} is not {constant}");
        if (schema["enum"] is JsonArray words && !words.Any(word => JsonNode.DeepEquals(word, value))) faults.Add($"{at}: {Short(value)} is not one of the words");
        if (schema["type"] is { } type && !IsOf(value, type)) faults.Add($"{at}: {Short(value)} is not {type.ToJsonString()}");
        switch (value)
        {
            case JsonObject members:
                Members(members, schema, at, faults);
                break;
            case JsonArray items when schema["items"] is JsonObject item:
                for (int i = 0; i < items.Count; i++) Check(items[i], item, $"{at}/{i}", faults);
                break;
            case JsonValue when value.GetValueKind() == JsonValueKind.Number:
                Number(Value(value), schema, at, faults);
                break;
            case JsonValue when value.GetValueKind() == JsonValueKind.String && (string?)schema["format"] == "date-time":
                string time = value.GetValue<string>();
                if (!time.EndsWith('Z') || !DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _)) faults.Add($"{at}: {time} is no time in UTC");
                break;
        }
    }

    private void Members(JsonObject members, JsonObject schema, string at, List<string> faults)
    {
        var properties = schema["properties"] as JsonObject;
        foreach (JsonNode? required in schema["required"] as JsonArray ?? [])
            if (!members.ContainsKey((string)required!)) faults.Add($"{at}: {required} is missing");
        foreach ((string name, JsonNode? member) in members)
        {
            if (properties?[name] is JsonObject property) Check(member, property, $"{at}/{name}", faults);
            else if (schema["additionalProperties"] is JsonObject any) Check(member, any, $"{at}/{name}", faults);
            else if (properties is not null) faults.Add($"{at}: no schema tells of {name}");
        }
    }

    private static void Number(double number, JsonObject schema, string at, List<string> faults)
    {
        if (schema["minimum"] is { } least && number < Value(least)) faults.Add($"{at}: {number} is below {least}");
        if (schema["maximum"] is { } most && number > Value(most)) faults.Add($"{at}: {number} is above {most}");
    }

    private static double Value(JsonNode number) => double.Parse(number.ToJsonString(), CultureInfo.InvariantCulture);

    private static bool IsOf(JsonNode? value, JsonNode type) => type is JsonArray several ? several.Any(one => IsOf(value, one!)) : (string?)type switch
    {
        "null" => value is null,
        "object" => value is JsonObject,
        "array" => value is JsonArray,
        "string" => value?.GetValueKind() == JsonValueKind.String,
        "boolean" => value?.GetValueKind() is JsonValueKind.True or JsonValueKind.False,
        "number" => value?.GetValueKind() == JsonValueKind.Number,
        "integer" => value?.GetValueKind() == JsonValueKind.Number && double.IsInteger(Value(value)),
        _ => false,
    };

    private static string Short(JsonNode? value)
    {
        string text = value?.ToJsonString() ?? "null";
        return text.Length > 80 ? text[..80] + "…" : text;
    }
}
