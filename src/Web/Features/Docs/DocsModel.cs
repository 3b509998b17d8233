using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace KeepaliveConsole.Web.Features.Docs;

/// <summary>A group of routes.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Operations">Its routes.</param>
public sealed record DocsGroup(string Name, IReadOnlyList<DocsOperation> Operations);

/// <summary>One route with one method.</summary>
/// <param name="Id">Its anchor.</param>
/// <param name="Method">GET, PUT …</param>
/// <param name="Path">With names in braces.</param>
/// <param name="Summary">One sentence.</param>
/// <param name="Description">More; null = nothing.</param>
/// <param name="IsOpen">Without login?</param>
/// <param name="Parameters">Path, query and headers.</param>
/// <param name="Bodies">What is sent, by media type.</param>
/// <param name="Responses">What comes back.</param>
/// <param name="Curl">A line to try it with.</param>
public sealed record DocsOperation(string Id, string Method, string Path, string Summary, string? Description, bool IsOpen, IReadOnlyList<DocsParameter> Parameters,
    IReadOnlyList<DocsContent> Bodies, IReadOnlyList<DocsResponse> Responses, string Curl);

/// <summary>A parameter.</summary>
public sealed record DocsParameter(string Name, string Place, bool Required, string Text, JsonObject Schema);

/// <summary>A body of one media type; its example is text.</summary>
public sealed record DocsContent(string Media, JsonObject? Schema, string? Example);

/// <summary>An answer.</summary>
public sealed record DocsResponse(string Status, string Text, IReadOnlyList<DocsContent> Contents);

/// <summary>A named schema.</summary>
public sealed record DocsSchema(string Name, string? Text, JsonObject Json, IReadOnlyList<DocsMember> Members);

/// <summary>A member of a schema.</summary>
public sealed record DocsMember(string Name, bool Required, string? Text, string? Default, JsonObject Schema);

/// <summary>What the page shows, from the description of the interface. Pure.</summary>
/// <param name="Groups">Routes by group.</param>
/// <param name="Schemas">Named schemas, by name.</param>
public sealed record DocsModel(IReadOnlyList<DocsGroup> Groups, IReadOnlyList<DocsSchema> Schemas)
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads a document.</summary>
    public static DocsModel From(JsonObject document)
    {
        ArgumentNullException.ThrowIfNull(document);
        var operations = new List<(string Tag, DocsOperation Operation)>();
        foreach ((string path, JsonNode? item) in document["paths"]!.AsObject())
            foreach ((string method, JsonNode? operation) in item!.AsObject())
                operations.Add(((string)operation!["tags"]![0]!, Operation(path, method.ToUpperInvariant(), operation.AsObject())));
        return new([.. operations.GroupBy(each => each.Tag).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => new DocsGroup(group.Key, [.. group.Select(each => each.Operation)]))],
            [.. document["components"]!["schemas"]!.AsObject().Select(pair => Schema(pair.Key, pair.Value!.AsObject()))]);
    }

    private static DocsOperation Operation(string path, string method, JsonObject operation)
    {
        DocsParameter[] parameters = [.. operation["parameters"]?.AsArray().Select(each => Parameter(each!.AsObject())) ?? []];
        DocsContent[] bodies = Contents(operation["requestBody"]?["content"]);
        bool isOpen = operation["security"]!.AsArray().Count == 0;
        return new((string)operation["operationId"]!, method, path, (string?)operation["summary"] ?? "", (string?)operation["description"], isOpen, parameters, bodies,
            [.. operation["responses"]!.AsObject().Select(pair => new DocsResponse(pair.Key, (string?)pair.Value!["description"] ?? "", Contents(pair.Value["content"])))],
            Curl(path, method, isOpen, operation, bodies));
    }

    private static DocsParameter Parameter(JsonObject parameter) => new((string)parameter["name"]!, (string)parameter["in"]!, (bool?)parameter["required"] == true,
        (string?)parameter["description"] ?? "", parameter["schema"]!.AsObject());

    private static DocsContent[] Contents(JsonNode? content) => [.. content?.AsObject().Select(pair => new DocsContent(pair.Key, pair.Value!["schema"]?.AsObject(), Text(pair.Value["example"]))) ?? []];

    private static DocsSchema Schema(string name, JsonObject schema)
    {
        HashSet<string> required = [.. schema["required"]?.AsArray().Select(each => (string)each!) ?? []];
        return new(name, (string?)schema["description"], schema, [.. schema["properties"]?.AsObject().Select(pair =>
            new DocsMember(pair.Key, required.Contains(pair.Key), (string?)pair.Value!["description"], pair.Value["default"]?.ToJsonString(s_readable), pair.Value.AsObject())) ?? []]);
    }

    private static string? Text(JsonNode? example) => example is null ? null : example.GetValueKind() == JsonValueKind.String ? (string)example! : example.ToJsonString(s_readable);

    private static string Curl(string path, string method, bool isOpen, JsonObject operation, DocsContent[] bodies)
    {
        var line = new StringBuilder("curl");
        if (method != "GET") line.Append(" -X ").Append(method);
        if (!isOpen) line.Append(" -H \"Authorization: Bearer $TOKEN\"");
        var query = new StringBuilder();
        foreach (JsonNode? each in operation["parameters"]?.AsArray() ?? [])
        {
            string name = (string)each!["name"]!;
            string? example = Text(each["example"]);
            string place = (string)each["in"]!;
            if (place == "path") path = path.Replace($"{{{name}}}", Uri.EscapeDataString(example ?? name).Replace("%3A", ":", StringComparison.Ordinal), StringComparison.Ordinal);
            else if (place == "header" && example is not null) line.Append(" -H '").Append(name).Append(": ").Append(example).Append('\'');
            else if (place == "query" && (bool?)each["required"] == true && example is not null) query.Append(query.Length == 0 ? '?' : '&').Append(name).Append('=').Append(Uri.EscapeDataString(example));
        }

        if (bodies.Length > 0)
        {
            line.Append(" -H 'Content-Type: ").Append(bodies[0].Media).Append('\'');
            string? compact = bodies[0].Example is { Length: < 120 } text ? text.Replace("\n", " ", StringComparison.Ordinal).Replace("  ", "", StringComparison.Ordinal) : null;
            line.Append(compact is null || compact.Contains('\'', StringComparison.Ordinal) ? " --data-binary @FILE" : $" -d '{compact}'");
        }

        if (bodies.Length == 0 && operation["responses"]?["200"]?["content"]?["text/event-stream"] is not null) line.Append(" -N");
        return line.Append(" 'https://CONSOLE").Append(path).Append(query).Append('\'').ToString();
    }
}
