using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>Examples: of a definition from the example cluster, of anything else from its schema and the names of its members.</summary>
internal sealed class ExampleWriter(JsonSerializerOptions options, IReadOnlyDictionary<string, JsonObject> components)
{
    private const int DeepestNesting = 12;

    /// <summary>An example of a type whose schema is <paramref name="schema"/>.</summary>
    /// <param name="type">The type.</param>
    /// <param name="schema">Its schema, as <see cref="SchemaWriter.Of"/> gave it.</param>
    /// <param name="isInput">Sent by clients: what may be left out is left out, unless a text of its own says otherwise.</param>
    public JsonNode? Of(Type type, JsonObject schema, bool isInput)
    {
        if (ApiTexts.Bodies.TryGetValue(type.Name, out string? body)) return JsonNode.Parse(body);
        return ExampleCluster.Find(type) is { } found ? JsonSerializer.SerializeToNode(found, options) : OfSchema(schema, null, isInput, 0);
    }

    private JsonNode? OfSchema(JsonObject schema, string? member, bool isInput, int depth)
    {
        if (schema["$ref"] is JsonValue reference) return Named(reference.GetValue<string>().Split('/')[^1], isInput, depth);
        if (schema["oneOf"] is JsonArray choices) return OfSchema((JsonObject)choices[0]!, member, isInput, depth);
        if (schema["const"] is { } constant) return constant.DeepClone();
        if (TypeOf(schema) is not { } type) return null;
        if (member is not null && ApiTexts.MemberExample(member, type) is { } known && IsOneOf(known, schema)) return known;
        return type switch
        {
            "object" => Object(schema, isInput, depth),
            "array" when depth < DeepestNesting && schema["items"] is JsonObject item => Array(OfSchema(item, Singular(member), isInput, depth + 1)),
            "array" => new JsonArray(),
            "boolean" => true,
            "integer" => schema["default"]?.DeepClone() ?? schema["minimum"]?.DeepClone() ?? 1,
            "number" => schema["default"]?.DeepClone() ?? 1.5,
            _ => Text(schema),
        };
    }

    private static bool IsOneOf(JsonNode value, JsonObject schema) => schema["enum"] is not JsonArray words || words.Any(word => JsonNode.DeepEquals(word, value));

    private JsonNode? Named(string name, bool isInput, int depth)
    {
        JsonObject schema = components[name];
        if (schema["oneOf"] is null && Find(name) is { } found) return JsonSerializer.SerializeToNode(found, found.GetType(), options);
        return depth >= DeepestNesting ? null : OfSchema(schema, null, isInput, depth + 1);
    }

    private static object? Find(string name) => typeof(Engine.Definitions.ClusterDefinition).Assembly.GetType($"{typeof(Engine.Definitions.ClusterDefinition).Namespace}.{name}") is { IsEnum: false } type
        ? ExampleCluster.Find(type) : null;

    private JsonObject Object(JsonObject schema, bool isInput, int depth)
    {
        var example = new JsonObject();
        if (schema["properties"] is not JsonObject properties)
        {
            if (schema["additionalProperties"] is JsonObject value) example["checksum"] = OfSchema(value, null, isInput, depth + 1);
            return example;
        }

        var required = (schema["required"] as JsonArray)?.Select(each => each!.GetValue<string>()).ToHashSet() ?? [];
        foreach ((string name, JsonNode? property) in properties)
        {
            var one = (JsonObject)property!;
            if (one["writeOnly"] is not null || (isInput && !required.Contains(name) && ApiTexts.MemberExample(name, TypeOf(one) ?? "") is null)) continue;
            // What goes on inside itself ends somewhere.
            example[name] = OfSchema(one, name, isInput, depth + 1);
        }

        return example;
    }

    private static JsonNode Text(JsonObject schema) => schema["enum"] is JsonArray { Count: > 0 } words ? words[0]!.DeepClone()
        : (string?)schema["format"] switch
        {
            "date-time" => "2026-01-31T12:00:00Z",
            "ip" => "10.88.0.101",
            "uuid" => "5f0c2f0a-6b0e-4c3a-9c55-0d0a5a4f7c11",
            _ => "text",
        };

    // Of a type and null, the type.
    private static string? TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray several => several[0]!.GetValue<string>(),
        JsonValue one => one.GetValue<string>(),
        _ => null,
    };

    private static JsonArray Array(JsonNode? item) => item is null ? [] : [item];

    private static string? Singular(string? member) => member?.EndsWith('s') == true ? member[..^1] : member;
}
