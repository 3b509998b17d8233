using System.Globalization;
using System.Net.ServerSentEvents;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
using Microsoft.AspNetCore.Mvc.Infrastructure;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace KeepaliveConsole.Web.Api.OpenApi;

/// <summary>Describes one route, from what the route says of itself.</summary>
internal sealed partial class OperationWriter(SchemaWriter schemas, ExampleWriter examples, XmlTexts texts)
{
    private const string Json = "application/json";
    private const string ProblemMedia = "application/problem+json";

    /// <summary>The path as the document writes it: names in braces without constraints.</summary>
    public static string PathOf(ApiDescription route) => Plain(route.RelativePath ?? "");

    /// <summary>A route's pattern as the document writes it.</summary>
    public static string Plain(string pattern) => "/" + Constraint().Replace(pattern.TrimStart('/'), "{$1}");

    /// <summary>The type of the body that clients send; null = none.</summary>
    public static Type? BodyOf(ApiDescription route) => route.ParameterDescriptions.FirstOrDefault(each => each.Source == BindingSource.Body)?.Type is { } type && type != typeof(void) ? type : null;

    /// <summary>The operation.</summary>
    public JsonObject Write(ApiDescription route)
    {
        string path = PathOf(route);
        string method = route.HttpMethod!;
        IList<object> metadata = route.ActionDescriptor.EndpointMetadata;
        string below = path.StartsWith(ApiPaths.Base, StringComparison.Ordinal) ? path[ApiPaths.Base.Length..] : path;
        var operation = new JsonObject
        {
            ["operationId"] = metadata.OfType<IEndpointNameMetadata>().LastOrDefault()?.EndpointName ?? IdOf(method, below),
            ["tags"] = new JsonArray(ApiTexts.TagOf(below)),
        };
        if (metadata.OfType<IEndpointSummaryMetadata>().LastOrDefault()?.Summary is { } summary) operation["summary"] = summary;
        if (metadata.OfType<IEndpointDescriptionMetadata>().LastOrDefault()?.Description is { } description) operation["description"] = description;
        JsonArray parameters = Parameters(route, method, below);
        if (parameters.Count > 0) operation["parameters"] = parameters;
        JsonObject? body = RequestBody(route, metadata);
        if (body is not null) operation["requestBody"] = body;
        bool isOpen = metadata.OfType<IAllowAnonymous>().Any();
        operation["responses"] = Responses(route, method, path, below, body is not null, isOpen);
        operation["security"] = isOpen ? new JsonArray() : new JsonArray(new JsonObject { ["bearer"] = new JsonArray() }, new JsonObject { ["cookie"] = new JsonArray() });
        return operation;
    }

    private static string IdOf(string method, string path) => method.ToLowerInvariant()
        + string.Concat(Word().Matches(path).Select(word => char.ToUpperInvariant(word.Value[0]) + word.Value[1..]));

    private JsonArray Parameters(ApiDescription route, string method, string path)
    {
        var parameters = new JsonArray();
        foreach (ApiParameterDescription parameter in route.ParameterDescriptions)
        {
            string? place = parameter.Source == BindingSource.Path ? "path" : parameter.Source == BindingSource.Query ? "query" : parameter.Source == BindingSource.Header ? "header" : null;
            if (place is null) continue;
            ParameterInfo? declared = (parameter.ParameterDescriptor as IParameterInfoParameterDescriptor)?.ParameterInfo;
            Type type = declared?.ParameterType ?? parameter.Type;
            // A group of parameters is a record, whose comments tell of each.
            string? text = declared?.Member is PropertyInfo member ? texts.Of(member) : null;
            parameters.Add(Parameter(path, parameter.Name, place, place == "path" || parameter.IsRequired, schemas.Of(type == typeof(void) ? typeof(string) : type), text));
        }

        foreach (Match name in PathName().Matches(path))
            if (!parameters.Any(each => (string?)each!["name"] == name.Groups[1].Value)) parameters.Add(Parameter(path, name.Groups[1].Value, "path", true, Text()));
        if (ApiTexts.NeedsMatch(method, path))
        {
            AddHeader("If-Match");
            AddHeader("If-None-Match");
        }
        else if (method == "GET" && ApiTexts.HasTag(path))
        {
            AddHeader("If-None-Match");
        }

        if (path.Length > 0 && method is not ("GET" or "HEAD") && ApiTexts.IsRepeatable(path)) AddHeader("Idempotency-Key");
        return parameters;

        void AddHeader(string name)
        {
            if (!parameters.Any(each => (string?)each!["name"] == name)) parameters.Add(Parameter(path, name, "header", false, Text()));
        }
    }

    private static JsonObject Text() => new() { ["type"] = "string" };

    private static JsonObject Parameter(string path, string name, string place, bool required, JsonObject schema, string? ownText = null)
    {
        ParameterText text = ApiTexts.Parameter(path, name);
        if (text.Least is { } least) schema["minimum"] = least;
        if (text.Most is { } most) schema["maximum"] = most;
        if (text.Words is { } words) schema["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]);
        var parameter = new JsonObject { ["name"] = name, ["in"] = place };
        if (required) parameter["required"] = true;
        if ((text.Text ?? ownText) is { } description) parameter["description"] = description;
        parameter["schema"] = schema;
        if (text.Example is not null) parameter["example"] = OfType(text.Example, schema);
        return parameter;
    }

    // The same name is a number in one route and a text in another.
    private static JsonNode OfType(JsonNode example, JsonObject schema)
        => (string?)(schema["type"] as JsonValue) == "integer" && example.GetValueKind() == System.Text.Json.JsonValueKind.String && long.TryParse(example.GetValue<string>(), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number : example.DeepClone();

    private JsonObject? RequestBody(ApiDescription route, IList<object> metadata)
    {
        if (BodyOf(route) is not { } type) return null;
        IAcceptsMetadata? accepts = metadata.OfType<IAcceptsMetadata>().LastOrDefault();
        var content = new JsonObject();
        foreach (string media in accepts?.ContentTypes ?? [Json])
        {
            JsonObject schema = schemas.Of(type);
            var one = new JsonObject { ["schema"] = schema };
            if (ApiTexts.MediaExample(media) is { } fixedExample) one["example"] = fixedExample;
            else if (media.EndsWith("json", StringComparison.Ordinal) && examples.Of(type, schema, isInput: true) is { } example) one["example"] = example;
            content[media] = one;
        }

        return new JsonObject { ["required"] = accepts?.IsOptional != true, ["content"] = content };
    }

    private JsonObject Responses(ApiDescription route, string method, string path, string below, bool hasBody, bool isOpen)
    {
        var responses = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (ApiResponseType response in route.SupportedResponseTypes.Where(response => response.StatusCode < 400))
            responses[response.StatusCode.ToString(CultureInfo.InvariantCulture)] = Response(route, response);
        if (responses.Count == 0) responses["200"] = new JsonObject { ["description"] = "Done." };
        if (path.StartsWith(ApiPaths.Base, StringComparison.Ordinal))
        {
            bool hasTag = method == "GET" ? ApiTexts.HasTag(below) : ApiTexts.LeavesTag(method, below);
            if (method == "GET" && hasTag) responses["304"] = new JsonObject { ["description"] = "The client's copy (If-None-Match) is still right." };
            foreach (JsonObject good in responses.Where(pair => hasTag && pair.Key is ("200" or "201")).Select(pair => pair.Value))
                good["headers"] = new JsonObject { ["ETag"] = new JsonObject { ["description"] = "Names this state; send it as If-Match or If-None-Match.", ["schema"] = Text() } };
            foreach (int status in Errors(method, below, hasBody, isOpen)) responses[status.ToString(CultureInfo.InvariantCulture)] = Problem(status);
            responses["default"] = Problem(0);
        }

        return new JsonObject(responses.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value)));
    }

    private static IEnumerable<int> Errors(string method, string path, bool hasBody, bool isOpen)
    {
        yield return 400;
        if (!isOpen) yield return 401;
        if (!isOpen) yield return 403;
        if (path.Contains('{', StringComparison.Ordinal)) yield return 404;
        if (method is not "GET") yield return 409;
        if (ApiTexts.LeavesTag(method, path)) yield return 412;
        if (hasBody) yield return 413;
        if (hasBody) yield return 415;
        if (method is not "GET") yield return 422;
        if (ApiTexts.NeedsMatch(method, path)) yield return 428;
        yield return 503;
    }

    private static JsonObject Problem(int status) => new()
    {
        ["description"] = ApiTexts.Meaning(status),
        ["content"] = new JsonObject { [ProblemMedia] = new JsonObject { ["schema"] = new JsonObject { ["$ref"] = "#/components/schemas/Problem" } } },
    };

    private JsonObject Response(ApiDescription route, ApiResponseType response)
    {
        var written = new JsonObject { ["description"] = response.Description ?? "Done." };
        Type? type = response.Type;
        // A stream says its data's type beside the framework's wrapper; both stand in the metadata.
        if (type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(SseItem<>))
            type = route.ActionDescriptor.EndpointMetadata.OfType<IProducesResponseTypeMetadata>().Select(each => each.Type).FirstOrDefault(each => each is { IsGenericType: false }) ?? typeof(string);
        if (type is null || type == typeof(void)) return written;
        var content = new JsonObject();
        foreach (string media in response.ApiResponseFormats.Select(format => format.MediaType).DefaultIfEmpty(Json))
        {
            JsonObject schema = schemas.Of(type);
            var one = new JsonObject { ["schema"] = schema };
            if (examples.Of(type, schema, isInput: false) is { } example && media is Json or "text/event-stream") one["example"] = example;
            content[media] = one;
        }

        written["content"] = content;
        return written;
    }

    [GeneratedRegex("\\{\\**([A-Za-z0-9_]+)[^}]*\\}")]
    private static partial Regex Constraint();

    [GeneratedRegex("\\{([A-Za-z0-9_]+)\\}")]
    private static partial Regex PathName();

    [GeneratedRegex("[A-Za-z0-9]+")]
    private static partial Regex Word();
}
