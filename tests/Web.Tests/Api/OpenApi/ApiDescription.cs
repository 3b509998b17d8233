using System.Text.Json.Nodes;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Api.OpenApi;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api.OpenApi;

/// <summary>One operation of the document, ready to be called.</summary>
/// <param name="Method">GET, PUT …</param>
/// <param name="Path">With names in braces.</param>
/// <param name="Json">What the document says of it.</param>
internal sealed record DescribedOperation(string Method, string Path, JsonObject Json)
{
    public string Id => (string)Json["operationId"]!;

    public bool IsStream => Json["responses"]!["200"]?["content"]?["text/event-stream"] is not null;

    public IEnumerable<JsonObject> Parameters => Json["parameters"]?.AsArray().Select(each => each!.AsObject()) ?? [];

    /// <summary>Media type and example of the body; null = none.</summary>
    public (string Media, JsonNode? Example)? Body => Json["requestBody"]?["content"]?.AsObject().Select(pair => ((string, JsonNode?)?)(pair.Key, pair.Value!["example"])).FirstOrDefault();

    public static IReadOnlyList<DescribedOperation> All(JsonObject document) =>
        [.. document["paths"]!.AsObject().SelectMany(path => path.Value!.AsObject().Select(method => new DescribedOperation(method.Key.ToUpperInvariant(), path.Key, method.Value!.AsObject())))];

    /// <summary>Path and query with the examples; <paramref name="other"/> gives the raw text of some parameters, null = leave it out.</summary>
    public string Address(IReadOnlyDictionary<string, string?>? other = null)
    {
        string address = Path;
        var query = new List<string>();
        foreach (JsonObject parameter in Parameters)
        {
            string name = (string)parameter["name"]!;
            string place = (string)parameter["in"]!;
            string? value = other is not null && other.TryGetValue(name, out string? given) ? given : Escaped(parameter["example"]);
            if (place == "path") address = address.Replace($"{{{name}}}", value ?? "none", StringComparison.Ordinal);
            else if (place == "query" && value is not null) query.Add($"{name}={value}");
        }

        return query.Count == 0 ? address : address + "?" + string.Join('&', query);
    }

    /// <summary>The headers that have an example.</summary>
    public void AddHeaders(HttpRequestMessage request)
    {
        foreach (JsonObject parameter in Parameters)
            if ((string)parameter["in"]! == "header" && parameter["example"] is { } example) request.Headers.TryAddWithoutValidation((string)parameter["name"]!, (string)example!);
    }

    private static string? Escaped(JsonNode? example) => example is null ? null : Uri.EscapeDataString(example.ToString());
}

/// <summary>A console that knows the cluster of the examples.</summary>
public sealed class DescribedConsole : IAsyncLifetime
{
    public ConsoleFactory Factory { get; } = new();

    internal JsonObject Document { get; private set; } = [];

    public async Task InitializeAsync()
    {
        // Thousands of requests come from one address, many with a wrong token on purpose.
        Factory.Set("Access:TokenFailuresPerMinute", "1000000");
        Factory.Set("Access:RequestsPerMinute", "1000000");
        await Factory.ReadyAsync(ExampleCluster.Definition);
        // The first token is the one that examples revoke.
        Factory.TokenOf("viewer");
        Document = Factory.Services.GetRequiredService<ApiDocument>().Json;
    }

    /// <summary>Puts the example's definition back into force.</summary>
    public Task ResetAsync() => Factory.Services.GetRequiredService<IDefinitionStore>().SaveAsync(new DefinitionChange
    {
        Edit = _ => ExampleCluster.Definition,
        Actor = Actor.Cli,
        Action = "import",
        Object = "cluster",
    }, CancellationToken.None);

    public async Task DisposeAsync() => await Factory.DisposeAsync();
}
