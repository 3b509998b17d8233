using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Definitions;
using Microsoft.AspNetCore.Mvc.ApiExplorer;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>
/// The interface's description, OpenAPI 3.1: every route that is mapped, with what it takes and answers. Made at the first question from the
/// routes themselves and kept: routes do not change while the console runs.
/// </summary>
/// <remarks>
/// Written here and not by the framework's generator: that one describes neither the codec of definitions (units in names, addresses, lists
/// by value, kinds of checks) nor problems.
/// </remarks>
internal sealed class ApiDocument(IApiDescriptionGroupCollectionProvider routes)
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, NewLine = "\n", Encoder = ApiJson.Options.Encoder };
    private static readonly string[] s_watching = ["/livez", "/readyz", "/healthz", "/metrics"];

    private readonly Lazy<JsonObject> _document = new(() => Write(routes));
    private readonly Lock _gate = new();
    private byte[]? _bytes;
    private string? _tag;

    /// <summary>The document; not to be changed.</summary>
    public JsonObject Json => _document.Value;

    /// <summary>The document as text, indented, in UTF-8.</summary>
    public byte[] Bytes
    {
        get
        {
            lock (_gate) return _bytes ??= Encoding.UTF8.GetBytes(Json.ToJsonString(s_readable) + "\n");
        }
    }

    /// <summary>Its strong ETag, with quotes.</summary>
    public string Tag => _tag ??= $"\"{Convert.ToHexStringLower(SHA256.HashData(Bytes)[..16])}\"";

    /// <summary>The routes it describes.</summary>
    public static IEnumerable<ApiDescription> Described(IApiDescriptionGroupCollectionProvider routes) => routes.ApiDescriptionGroups.Items.SelectMany(group => group.Items)
        .Where(route => route.HttpMethod is not null && OperationWriter.PathOf(route) is { } path
            && (path.StartsWith(ApiPaths.Base + "/", StringComparison.Ordinal) || s_watching.Contains(path)));

    private static JsonObject Write(IApiDescriptionGroupCollectionProvider provider)
    {
        ApiDescription[] routes = [.. Described(provider).OrderBy(OperationWriter.PathOf, StringComparer.Ordinal).ThenBy(route => route.HttpMethod, StringComparer.Ordinal)];
        var texts = new XmlTexts(typeof(ClusterDefinition).Assembly, typeof(IEventLog).Assembly, typeof(ApiDocument).Assembly);
        var schemas = new SchemaWriter(ApiJson.Options, texts);
        foreach (ApiDescription route in routes)
            if (OperationWriter.BodyOf(route) is { } body) schemas.AddInput(body);

        var operations = new OperationWriter(schemas, new ExampleWriter(ApiJson.Options, schemas.Components), texts);
        var paths = new JsonObject();
        foreach (ApiDescription route in routes)
        {
            string path = OperationWriter.PathOf(route);
            if (paths[path] is not JsonObject item) paths[path] = item = [];
            item[route.HttpMethod!.ToLowerInvariant()] = operations.Write(route);
        }

        var components = new JsonObject(schemas.Components.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))) { ["Problem"] = Problem() };
        return new JsonObject
        {
            ["openapi"] = "3.1.1",
            ["info"] = new JsonObject
            {
                ["title"] = "KeepaliveConsole",
                ["version"] = "v1",
                ["description"] = "JSON in camelCase, times in RFC 3339 UTC, durations in milliseconds with the suffix Ms. Errors are problem documents (RFC 9457) with code, traceId and errors[] by pointer. "
                    + "Reads of definitions carry a strong ETag; a change says by If-Match what it was made from.",
            },
            ["paths"] = paths,
            ["components"] = new JsonObject
            {
                ["schemas"] = components,
                ["securitySchemes"] = new JsonObject
                {
                    ["bearer"] = new JsonObject { ["type"] = "http", ["scheme"] = "bearer", ["description"] = "A token: keepalive-console token create --name NAME --role viewer|operator|admin." },
                    ["cookie"] = new JsonObject { ["type"] = "apiKey", ["in"] = "cookie", ["name"] = "kc-session", ["description"] = "The console's own session, after signing in; the name ends in -NODE." },
                },
            },
        };
    }

    private static JsonObject Problem() => new()
    {
        ["type"] = "object",
        ["description"] = "What went wrong (RFC 9457).",
        ["properties"] = new JsonObject
        {
            ["type"] = new JsonObject { ["type"] = "string", ["description"] = "A web address that explains the status." },
            ["title"] = new JsonObject { ["type"] = "string", ["description"] = "The status in words." },
            ["status"] = new JsonObject { ["type"] = "integer", ["minimum"] = 400, ["maximum"] = 599, ["description"] = "The HTTP status." },
            ["detail"] = new JsonObject { ["type"] = "string", ["description"] = "What went wrong, why, and the way out." },
            ["instance"] = new JsonObject { ["type"] = "string", ["description"] = "What it happened to." },
            ["code"] = new JsonObject { ["type"] = "string", ["description"] = "Stable short name for programs." },
            ["traceId"] = new JsonObject { ["type"] = "string", ["description"] = "Names this request in logs and in the audit trail." },
            ["errors"] = new JsonObject
            {
                ["type"] = "array",
                ["description"] = "One entry for each field or parameter at fault; empty when none is.",
                ["items"] = new JsonObject
                {
                    ["type"] = "object",
                    ["properties"] = new JsonObject
                    {
                        ["pointer"] = new JsonObject { ["type"] = "string", ["description"] = "JSON pointer to the field of the body, such as /vrrpInstances/0/name; or the name of the parameter or header; or FILE:LINE:COL in a text." },
                        ["code"] = new JsonObject { ["type"] = "string", ["description"] = "Stable short name." },
                        ["message"] = new JsonObject { ["type"] = "string", ["description"] = "What, why and the way out." },
                    },
                    ["required"] = new JsonArray("pointer", "code", "message"),
                },
            },
        },
        ["required"] = new JsonArray("title", "status", "code", "traceId", "errors"),
    };
}
