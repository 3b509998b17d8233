using System.Net;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>Every route with every role.</summary>
public sealed class RoleMatrixTests(RoleMatrixTests.ReadyConsole console) : IClassFixture<RoleMatrixTests.ReadyConsole>
{
    private const string Server = "/api/v1/virtual-services/10.88.0.100:80%2Ftcp/real-servers/10.88.0.101:80/actions/";

    /// <summary>Route, method, least role, status for those who may.</summary>
    private static readonly (string Method, string Path, string Role, int Status)[] s_routes =
    [
        ("GET", "/api/v1/status", Roles.Viewer, 200),
        ("GET", "/api/v1/cluster", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/status", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/explain", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/trace", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/pcapng", Roles.Operator, 200),
        ("GET", "/api/v1/split-brain", Roles.Viewer, 200),
        ("GET", "/api/v1/virtual-services", Roles.Viewer, 200),
        ("GET", "/api/v1/transitions", Roles.Viewer, 200),
        ("GET", "/api/v1/probes?realServer=10.88.0.101:80", Roles.Viewer, 200),
        ("GET", "/api/v1/audit", Roles.Viewer, 200),
        ("GET", "/api/v1/revisions", Roles.Viewer, 200),
        ("POST", Server + "drain", Roles.Operator, 200),
        ("POST", Server + "maintenance", Roles.Operator, 200),
        ("POST", Server + "enable", Roles.Operator, 200),
        ("POST", Server + "check", Roles.Operator, 200),
        ("POST", Server + "cut", Roles.Operator, 200),
        ("POST", "/api/v1/vrrp-instances/VI_WEB/actions/announce", Roles.Operator, 200),
        ("POST", "/api/v1/vrrp-instances/VI_WEB/actions/yield", Roles.Operator, 200),
        ("POST", "/api/v1/vrrp-instances/VI_WEB/actions/release", Roles.Operator, 200),
        ("POST", "/api/v1/vrrp-instances/VI_WEB/actions/resume", Roles.Operator, 200),
        ("PUT", "/api/v1/cluster?dryRun=true", Roles.Admin, 200),
    ];

    public static TheoryData<string, string, string?, int> Matrix()
    {
        var data = new TheoryData<string, string, string?, int>();
        string[] order = [Roles.Viewer, Roles.Operator, Roles.Admin];
        foreach ((string method, string path, string least, int status) in s_routes)
        {
            data.Add(method, path, null, 401);
            foreach (string role in order)
                data.Add(method, path, role, Array.IndexOf(order, role) >= Array.IndexOf(order, least) ? status : 403);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Route_WithRole_AnswersAsTheRoleAllows(string method, string path, string? role, int status)
    {
        using HttpClient client = console.Factory.As(role);
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "PUT")
        {
            request.Content = new StringContent("{\"nodes\":[{\"name\":\"l1\"}]}", Encoding.UTF8, "application/json");
            request.Headers.TryAddWithoutValidation("If-Match", "*");
        }

        using HttpResponseMessage response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status < 400) return;
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal(status == 401 ? "unauthenticated" : "forbidden", problem.GetProperty("code").GetString());
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("errors").ValueKind);
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/readyz")]
    [InlineData("/healthz")]
    [InlineData("/metrics")]
    public async Task OpenRoute_WithoutLogin_Answers(string path)
    {
        using HttpClient client = console.Factory.As(null);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(path)).StatusCode);
    }

    [Fact]
    public void EveryEndpoint_SaysWhoMay()
    {
        var endpoints = console.Factory.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        // Static files that are open to all; in development a fallback looks for ones that were added since the build.
        string[] silent = [.. endpoints
            .Where(endpoint => endpoint.DisplayName != "Fallback {**path:file}")
            .Where(endpoint => endpoint.Metadata.GetMetadata<IAuthorizeData>() is null && endpoint.Metadata.GetMetadata<IAllowAnonymous>() is null)
            .Select(endpoint => endpoint.DisplayName ?? "")];
        Assert.True(endpoints.Count > 20);
        Assert.Empty(silent);
    }

    [Fact]
    public async Task UnknownToken_Answers401()
    {
        using HttpClient client = console.Factory.As(null);
        client.DefaultRequestHeaders.Authorization = new("Bearer", "kc_nobody");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("/api/v1/status")).StatusCode);
    }

    [Fact]
    public async Task UnknownRoute_Answers404AsProblem()
    {
        using HttpClient client = console.Factory.As(Roles.Admin);
        HttpResponseMessage response = await client.GetAsync("/api/v1/nothing");
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("\"code\":\"not-found\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    public sealed class ReadyConsole : IAsyncLifetime
    {
        public ConsoleFactory Factory { get; } = new();

        public Task InitializeAsync() => Factory.ReadyAsync();

        public async Task DisposeAsync() => await Factory.DisposeAsync();
    }
}
