using System.Net;
using System.Text;
using System.Text.Json;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>
/// Every route of the REST interface with every principal. A route that is mapped and is not in the table fails the test: who may use it
/// has to be said here. What is not REST (pages, forms, the hub) is in <see cref="OtherRoutesTests"/>.
/// </summary>
public sealed class RoleMatrixTests(RoleMatrixTests.ReadyConsole console) : IClassFixture<RoleMatrixTests.ReadyConsole>
{
    private const string Server = "/api/v1/virtual-services/10.88.0.100:80%2Ftcp/real-servers/10.88.0.101:80/actions/";

    private static readonly string[] s_kinds =
    [
        "nodes", "vrrp-instances", "sync-groups", "track-scripts", "track-processes", "track-files", "virtual-services", "virtual-services/10.88.0.100:80%2Ftcp/real-servers",
    ];

    /// <summary>Route, method, least role, status for those who may.</summary>
    private static readonly (string Method, string Path, string Role, int Status)[] s_routes =
    [
        ("GET", "/api/v1/status", Roles.Viewer, 200),
        ("GET", "/api/v1/cluster", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/status", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/explain", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/trace", Roles.Viewer, 200),
        ("GET", "/api/v1/vrrp-instances/VI_WEB/pcapng", Roles.Operator, 200),
        ("GET", "/api/v1/split-brain", Roles.Viewer, 200),
        ("GET", "/api/v1/transitions", Roles.Viewer, 200),
        ("GET", "/api/v1/probes?realServer=10.88.0.101:80", Roles.Viewer, 200),
        ("GET", "/api/v1/audit", Roles.Viewer, 200),
        ("GET", "/api/v1/audit/1", Roles.Viewer, 200),
        ("GET", "/api/v1/audit/verify", Roles.Viewer, 200),
        ("GET", "/api/v1/audit/export?format=csv", Roles.Viewer, 200),
        ("GET", "/api/v1/revisions", Roles.Viewer, 200),
        ("GET", "/api/v1/keepalived-conf?node=l1", Roles.Viewer, 200),
        ("GET", "/api/v1/keepalived-conf?node=l1&secrets=true", Roles.Admin, 200),
        ("GET", "/api/v1/storage", Roles.Viewer, 200),
        ("GET", "/api/v1/backups", Roles.Admin, 200),
        ("POST", "/api/v1/backups", Roles.Admin, 201),
        // The fake engine knows of no server's surroundings.
        ("GET", Server.Replace("/actions/", "/setup", StringComparison.Ordinal), Roles.Viewer, 404),
        ("POST", Server + "check-setup", Roles.Operator, 404),
        // An id that is none, so that the answer is no endless stream.
        ("GET", "/api/v1/events?lastEventId=none", Roles.Viewer, 400),
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
        ("PATCH", "/api/v1/cluster?dryRun=true", Roles.Admin, 200),
        ("GET", "/api/v1/cluster/window", Roles.Viewer, 200),
        ("POST", "/api/v1/cluster/confirm", Roles.Admin, 409),
        ("POST", "/api/v1/cluster/revert", Roles.Admin, 409),
        ("GET", "/api/v1/revisions/1", Roles.Viewer, 200),
        ("GET", "/api/v1/revisions/1/diff", Roles.Viewer, 200),
        ("POST", "/api/v1/revisions/1/rollback?dryRun=true", Roles.Admin, 200),
        .. s_kinds.SelectMany(kind => new[]
        {
            ("GET", $"/api/v1/{kind}", Roles.Viewer, 200),
            ("GET", $"/api/v1/{kind}/none", Roles.Viewer, 404),
            ("PUT", $"/api/v1/{kind}/none?dryRun=true", Roles.Admin, 400),
            ("PATCH", $"/api/v1/{kind}/none?dryRun=true", Roles.Admin, 404),
            ("DELETE", $"/api/v1/{kind}/none?dryRun=true", Roles.Admin, 404),
        }),
        ("POST", "/api/v1/keepalived-conf?dryRun=true", Roles.Admin, 200),
        ("GET", "/api/v1/users", Roles.Admin, 200),
        ("POST", "/api/v1/users", Roles.Admin, 422),
        ("DELETE", "/api/v1/users/nobody", Roles.Admin, 404),
        ("PUT", "/api/v1/users/nobody/role", Roles.Admin, 404),
        ("POST", "/api/v1/users/nobody/unlock", Roles.Admin, 404),
        ("POST", "/api/v1/users/nobody/reset-totp", Roles.Admin, 404),
        ("GET", "/api/v1/tokens", Roles.Admin, 200),
        ("POST", "/api/v1/tokens", Roles.Admin, 422),
        ("DELETE", "/api/v1/tokens/999999", Roles.Admin, 404),
        ("GET", "/api/v1/account", Roles.Viewer, 200),
        // Tokens have no account: those who may are told so.
        ("POST", "/api/v1/account/password", Roles.Viewer, 409),
        ("POST", "/api/v1/account/totp", Roles.Viewer, 409),
        ("POST", "/api/v1/account/totp/confirm", Roles.Viewer, 409),
        ("POST", "/api/v1/account/totp/remove", Roles.Viewer, 409),
        ("POST", "/api/v1/account/sign-out-everywhere", Roles.Viewer, 409),
    ];

    /// <summary>Bodies of the routes that need one; of the others it is not looked at.</summary>
    private static readonly Dictionary<string, string> s_bodies = new()
    {
        ["PUT /api/v1/cluster?dryRun=true"] = "{\"nodes\":[{\"name\":\"l1\"}]}",
        ["POST /api/v1/keepalived-conf?dryRun=true"] = "vrrp_instance A {\n interface eth0\n virtual_router_id 7\n virtual_ipaddress {\n 10.1.1.1/24\n }\n}\n",
        ["PUT /api/v1/users/nobody/role"] = "{\"role\":\"viewer\"}",
    };

    /// <summary>Principals of the matrix beside the roles.</summary>
    private const string Expired = "expired token", Revoked = "revoked token";

    public static TheoryData<string, string, string?, int> Matrix()
    {
        var data = new TheoryData<string, string, string?, int>();
        string[] order = [Roles.Viewer, Roles.Operator, Roles.Admin];
        foreach ((string method, string path, string least, int status) in s_routes)
        {
            foreach (string? stranger in new[] { null, Expired, Revoked }) data.Add(method, path, stranger, 401);
            foreach (string role in order)
                data.Add(method, path, role, Array.IndexOf(order, role) >= Array.IndexOf(order, least) ? status : 403);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Route_WithRole_AnswersAsTheRoleAllows(string method, string path, string? role, int status)
    {
        using HttpClient client = role is Expired or Revoked ? console.Factory.As(null) : console.Factory.As(role);
        if (role is Expired or Revoked) client.DefaultRequestHeaders.Authorization = new("Bearer", role == Expired ? await console.ExpiredAsync() : await console.RevokedAsync());
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        bool isText = path.Contains("keepalived-conf", StringComparison.Ordinal);
        string? body = s_bodies.GetValueOrDefault($"{method} {path}") ?? (method is "PUT" or "PATCH" ? "{\"nodes\":[{\"name\":\"l1\"}]}" : method == "POST" && NeedsObject(path) ? "{}" : null);
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, isText ? "text/plain" : method == "PATCH" ? "application/merge-patch+json" : "application/json");
        if (method is "PUT" or "DELETE" or "PATCH") request.Headers.TryAddWithoutValidation("If-Match", "*");

        using HttpResponseMessage response = await client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status < 400) return;
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        JsonElement problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        string code = problem.GetProperty("code").GetString()!;
        if (status is 401 or 403)
            Assert.Equal((status, role) switch { (403, _) => "forbidden", (_, Expired) => "token-expired", (_, Revoked) => "token-revoked", _ => "unauthenticated" }, code);
        Assert.NotEqual("", problem.GetProperty("traceId").GetString());
        Assert.Equal(JsonValueKind.Array, problem.GetProperty("errors").ValueKind);
    }

    [Fact]
    public void EveryRouteOfTheInterface_IsInTheTable()
    {
        var missing = new List<string>();
        foreach (RouteEndpoint endpoint in console.Factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (!endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)) continue;
            var matcher = new TemplateMatcher(new RouteTemplate(endpoint.RoutePattern), new RouteValueDictionary());
            foreach (string method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)
            {
                bool listed = s_routes.Any(route => route.Method == method && matcher.TryMatch(route.Path.Split('?')[0], new RouteValueDictionary()));
                if (!listed) missing.Add($"{method} {endpoint.RoutePattern.RawText}");
            }
        }

        Assert.Empty(missing);
    }

    [Fact]
    public void EveryRouteOfTheTable_IsInItOnce()
        => Assert.Empty(s_routes.GroupBy(route => (route.Method, route.Path)).Where(same => same.Count() > 1).Select(same => same.Key));

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

    private static bool NeedsObject(string path) => path.EndsWith("/users", StringComparison.Ordinal) || path.EndsWith("/tokens", StringComparison.Ordinal)
        || path.Contains("/account/", StringComparison.Ordinal);

    public sealed class ReadyConsole : IAsyncLifetime
    {
        private string? _expired, _revoked;

        public ConsoleFactory Factory { get; } = new();

        public async Task InitializeAsync()
        {
            // Strangers are refused hundreds of times here, all from one address.
            Factory.Set("Access:TokenFailuresPerMinute", "100000");
            await Factory.ReadyAsync();
        }

        /// <summary>An administrator's token whose time is over.</summary>
        public async Task<string> ExpiredAsync()
        {
            if (_expired is not null) return _expired;
            var tokens = Factory.Services.GetRequiredService<IApiTokens>();
            var made = (TokenCreation.Created)await tokens.CreateAsync("expired", Roles.Admin, DateTimeOffset.UtcNow.AddMilliseconds(50), default);
            // The clock of the store is the real one here; there is nothing to wait for but the end itself.
            while ((await tokens.CheckAsync(made.Secret, default)).Standing != TokenStanding.Expired) await Task.Yield();
            return _expired = made.Secret;
        }

        /// <summary>An administrator's token that was revoked.</summary>
        public async Task<string> RevokedAsync()
        {
            if (_revoked is not null) return _revoked;
            var tokens = Factory.Services.GetRequiredService<IApiTokens>();
            var made = (TokenCreation.Created)await tokens.CreateAsync("revoked", Roles.Admin, null, default);
            await tokens.RevokeAsync(made.Token.Id, default);
            return _revoked = made.Secret;
        }

        public async Task DisposeAsync() => await Factory.DisposeAsync();
    }
}
