using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Tests.Definitions;
using KeepaliveConsole.Web.Api.OpenApi;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api.OpenApi;

/// <summary>The description of the interface against the running console.</summary>
public sealed class OpenApiContractTests(DescribedConsole console) : IClassFixture<DescribedConsole>
{
    // What an example cannot do on a console alone with a fake engine, and what it is answered instead.
    private static readonly Dictionary<string, int> s_refused = new()
    {
        // The fake engine knows of no server's surroundings.
        ["getServerSetup"] = 404,
        ["checkServerSetup"] = 404,
        // Nothing is on trial.
        ["confirmChange"] = 409,
        ["revertChange"] = 409,
        // Others name them.
        ["deleteNode"] = 422,
        ["deleteVrrpInstance"] = 422,
        // Only what takes a server out can end by itself.
        ["enableRealServer"] = 422,
        // The account of the example's name is gone by then, and a token has none.
        ["putUserRole"] = 404,
        ["unlockUser"] = 404,
        ["resetUserTotp"] = 404,
        ["changePassword"] = 409,
        ["beginTotp"] = 409,
        ["confirmTotp"] = 409,
        ["removeTotp"] = 409,
        ["signOutEverywhere"] = 409,
    };

    [Fact]
    public async Task Document_IsServedToAnyone_WithATag()
    {
        using HttpClient nobody = console.Factory.As(null);
        using HttpResponseMessage response = await nobody.GetAsync("/openapi/v1.json");
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        var document = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("3.1.1", (string?)document["openapi"]);
        Assert.Equal("bearer", (string?)document["components"]!["securitySchemes"]!["bearer"]!["scheme"]);

        using var again = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        again.Headers.IfNoneMatch.Add(response.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await nobody.SendAsync(again)).StatusCode);
    }

    [Fact]
    public void EveryRouteOfTheInterface_IsInTheDocument()
    {
        string[] mapped = [.. console.Factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.TrimStart('/').StartsWith("api/", StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Select(method =>
                $"{method} {OperationWriter.Plain(endpoint.RoutePattern.RawText!)}"))
            .Order(StringComparer.Ordinal)];
        string[] described = [.. DescribedOperation.All(console.Document).Where(each => each.Path.StartsWith("/api/", StringComparison.Ordinal)).Select(each => $"{each.Method} {each.Path}").Order(StringComparer.Ordinal)];

        Assert.True(mapped.Length >= 24);
        Assert.Equal(mapped, described);
    }

    [Fact]
    public void EveryOperation_SaysWhatItIs_AndWhatItsParametersAre()
    {
        var silent = new List<string>();
        HashSet<string> ids = [];
        foreach (DescribedOperation operation in DescribedOperation.All(console.Document))
        {
            if (!ids.Add(operation.Id)) silent.Add($"{operation.Id} is there twice");
            if (operation.Json["summary"] is null) silent.Add($"{operation.Method} {operation.Path} has no summary: add .WithName(…).WithSummary(…)");
            foreach (JsonObject parameter in operation.Parameters)
                if (parameter["description"] is null) silent.Add($"{operation.Id}: parameter {parameter["name"]} has no text: add it to ApiTexts");
            foreach ((string status, JsonNode? response) in operation.Json["responses"]!.AsObject())
                if ((string?)response!["description"] is null or "") silent.Add($"{operation.Id}: {status} has no text");
        }

        Assert.True(silent.Count == 0, string.Join("\n", silent));
    }

    [Fact]
    public void EveryExample_KeepsItsSchema()
    {
        var check = new JsonSchemaCheck(console.Document);
        var faults = new List<string>();
        foreach (DescribedOperation operation in DescribedOperation.All(console.Document))
        {
            foreach (JsonObject parameter in operation.Parameters)
                if (parameter["example"] is { } example) faults.AddRange(check.Check(example, parameter["schema"]!.AsObject()).Select(fault => $"{operation.Id} {parameter["name"]} {fault}"));
            IEnumerable<JsonNode?> contents = operation.Json["responses"]!.AsObject().Select(pair => pair.Value!["content"]).Append(operation.Json["requestBody"]?["content"]);
            foreach ((string media, JsonNode? content) in contents.OfType<JsonObject>().SelectMany(each => each))
                if (content!["example"] is { } example && media != "text/plain") faults.AddRange(check.Check(example, content["schema"]!.AsObject()).Select(fault => $"{operation.Id} {media} {fault}"));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public async Task EveryOperation_CalledWithItsExample_AnswersAsTheDocumentSays()
    {
        var check = new JsonSchemaCheck(console.Document);
        var faults = new List<string>();
        using HttpClient admin = console.Factory.As(Roles.Admin);
        foreach (DescribedOperation operation in DescribedOperation.All(console.Document))
        {
            if (operation.Method != "GET") await console.ResetAsync();
            using var request = new HttpRequestMessage(new HttpMethod(operation.Method), operation.Address());
            operation.AddHeaders(request);
            if (operation.Body is { } body)
            {
                string text = body.Example is JsonValue value && value.TryGetValue(out string? plain) ? plain : body.Example?.ToJsonString() ?? "";
                request.Content = new StringContent(text, Encoding.UTF8);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.Media);
            }

            using HttpResponseMessage response = await admin.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            faults.AddRange((await FaultsAsync(operation, response, check)).Select(fault => $"{operation.Method} {request.RequestUri}: {fault}"));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    [Fact]
    public async Task Definitions_KeepTheSchemaOfTheDocument()
    {
        var check = new JsonSchemaCheck(console.Document);
        var schema = new JsonObject { ["$ref"] = "#/components/schemas/ClusterDefinition" };
        foreach (ClusterDefinition definition in new[] { SampleCluster.Full, SampleCluster.Small, ExampleCluster.Definition, ClusterDefinition.Empty })
            Assert.Empty(check.Check(JsonNode.Parse(DefinitionJson.WriteMasked(definition)), schema));

        using HttpClient viewer = console.Factory.As(Roles.Viewer);
        Assert.Empty(check.Check(JsonNode.Parse(await viewer.GetStringAsync("/api/v1/cluster")), schema));
    }

    [Theory]
    [InlineData("""{"nodes":[{"name":7}]}""", "/nodes/0/name")]
    [InlineData("""{"nodes":[{"nmae":"l1"}]}""", "/nodes/0")]
    [InlineData("""{"vrrpInstances":[{"name":"a","virtualRouterId":256}]}""", "/vrrpInstances/0/virtualRouterId")]
    [InlineData("""{"nodes":[{"name":"l1","startupDelay":5}]}""", "/nodes/0")]
    public void WhatTheCodecRefuses_TheSchemaRefusesToo(string json, string at)
    {
        Assert.False(DefinitionJson.TryRead(json, out _, out _));
        List<string> faults = new JsonSchemaCheck(console.Document).Check(JsonNode.Parse(json), new JsonObject { ["$ref"] = "#/components/schemas/ClusterDefinition" });
        Assert.Contains(faults, fault => fault.StartsWith(at + ":", StringComparison.Ordinal));
    }

    [Fact]
    public void CommittedCopy_IsTheDocument()
    {
        string file = Path.Combine(RepositoryRoot(), "docs", "api", "openapi.json");
        byte[] document = console.Factory.Services.GetRequiredService<ApiDocument>().Bytes;
        if (Environment.GetEnvironmentVariable("KEEPALIVE_ACCEPT_OPENAPI") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, document);
        }

        Assert.True(File.Exists(file), $"{file} is missing; KEEPALIVE_ACCEPT_OPENAPI=1 writes it");
        Assert.True(File.ReadAllBytes(file).AsSpan().SequenceEqual(document), "The interface changed: look whether clients still work, then run this test with KEEPALIVE_ACCEPT_OPENAPI=1 and commit docs/api/openapi.json.");
    }

    private static async Task<List<string>> FaultsAsync(DescribedOperation operation, HttpResponseMessage response, JsonSchemaCheck check)
    {
        int status = (int)response.StatusCode;
        int wanted = s_refused.GetValueOrDefault(operation.Id, 0);
        bool isExpected = wanted == 0 ? status is >= 200 and < 300 : status == wanted;
        if (!isExpected) return [$"{status}: {await response.Content.ReadAsStringAsync()}"];
        var faults = new List<string>();
        if (operation.Json["responses"]![status.ToString(System.Globalization.CultureInfo.InvariantCulture)] is not JsonObject declared) return [$"{status} is not declared"];
        bool tagIsDeclared = declared["headers"]?["ETag"] is not null;
        if (response.Headers.ETag is not null && !tagIsDeclared) faults.Add("an ETag that is not declared");
        if (response.Headers.ETag is null && tagIsDeclared && operation.Method == "GET") faults.Add("no ETag although one is declared");
        if (operation.IsStream) return faults;
        string body = await response.Content.ReadAsStringAsync();
        string? media = response.Content.Headers.ContentType?.MediaType;
        if (media is null)
        {
            if (body.Length > 0 || declared["content"] is not null) faults.Add($"no media type, {body.Length} characters");
            return faults;
        }

        if (declared["content"]?[media]?["schema"] is not JsonObject schema) return [.. faults, $"{media} is not declared"];
        if (media.EndsWith("json", StringComparison.Ordinal)) faults.AddRange(check.Check(JsonNode.Parse(body), schema));
        return faults;
    }

    private static string RepositoryRoot()
    {
        string? directory = AppContext.BaseDirectory;
        while (directory is not null && !File.Exists(Path.Combine(directory, "KeepaliveConsole.sln"))) directory = Path.GetDirectoryName(directory);
        return directory ?? throw new InvalidOperationException("not in a checkout");
    }
}
