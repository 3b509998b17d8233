using System.Reflection;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Tests.Auth;
using KeepaliveConsole.Web.Tests.Live;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>What is not REST: pages, forms, the hub, and what programs read without signing in. Each is in the table or the test fails.</summary>
public sealed class OtherRoutesTests(RoleMatrixTests.ReadyConsole console) : IClassFixture<RoleMatrixTests.ReadyConsole>
{
    private const string Open = "open", Person = "person";

    /// <summary>Route → who may: everybody, anybody signed in, or a role by policy.</summary>
    private static readonly Dictionary<string, string> s_routes = new()
    {
        ["/livez"] = Open,
        ["/readyz"] = Open,
        ["/healthz"] = Open,
        ["/metrics"] = Open,
        ["/auth/setup"] = Open,
        ["/auth/sign-in"] = Open,
        ["/auth/code"] = Open,
        ["/auth/sign-out"] = Open,
        ["/auth/oidc/start"] = Open,
        ["/auth/oidc/callback"] = Open,
        ["/auth/account/password"] = Roles.Viewer,
        ["/auth/account/totp"] = Roles.Viewer,
        ["/auth/account/totp/confirm"] = Roles.Viewer,
        ["/auth/account/totp/remove"] = Roles.Viewer,
        ["/auth/account/sign-out-everywhere"] = Roles.Viewer,
        ["/hubs/live"] = Roles.Viewer,
        ["/hubs/live/negotiate"] = Roles.Viewer,
        ["/setup"] = Open,
        ["/sign-in"] = Open,
        ["/sign-in/code"] = Open,
        ["/error"] = Open,
        ["/docs"] = Open,
        ["/openapi/v1.json"] = Open,
        ["/not-found"] = Open,
        ["/"] = Person,
        ["/account"] = Person,
        ["/audit"] = Person,
        ["/changes"] = Person,
        ["/changes/edit"] = Person,
        ["/events"] = Person,
        ["/import"] = Person,
        ["/instances"] = Person,
        ["/maintenance"] = Person,
        ["/inspector"] = Person,
        ["/real-servers"] = Person,
        ["/real-servers/detail"] = Person,
        ["/settings"] = Person,
        ["/status"] = Person,
        ["/topology"] = Person,
        ["/welcome"] = Person,
    };

    [Fact]
    public void EveryRouteOutsideTheInterface_IsInTheTable_AndAsksForWhatTheTableSays()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (RouteEndpoint endpoint in console.Factory.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            string route = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
            if (IsFile(endpoint) || route.StartsWith("/api/", StringComparison.Ordinal) || route.StartsWith("/_", StringComparison.Ordinal)) continue;
            found[route] = Least(endpoint);
        }

        Assert.Equal(s_routes.OrderBy(route => route.Key, StringComparer.Ordinal).Select(route => $"{route.Key} {route.Value}"), found.Select(route => $"{route.Key} {route.Value}"));
    }

    [Fact]
    public async Task Pages_SendWhoIsNotSignedInToTheForm_AndLetEveryRoleIn()
    {
        foreach (string page in s_routes.Where(route => route.Value == Person).Select(route => route.Key))
        {
            using HttpClient nobody = console.Factory.As(null);
            HttpResponseMessage refused = await nobody.GetAsync(page);
            Assert.Equal((302, "/sign-in"), ((int)refused.StatusCode, refused.Headers.Location!.AbsolutePath));
        }
    }

    [Fact]
    public async Task Forms_OfTheAccount_NeedASession()
    {
        foreach (string form in s_routes.Where(route => route.Key.StartsWith("/auth/account", StringComparison.Ordinal)).Select(route => route.Key))
        {
            using HttpClient nobody = console.Factory.As(null);
            HttpResponseMessage refused = await nobody.PostAsync(form, null);
            Assert.Equal((302, "/sign-in"), ((int)refused.StatusCode, refused.Headers.Location!.AbsolutePath));
        }
    }

    [Fact]
    public async Task Forms_WithoutTheirAntiforgeryToken_AreNotAccepted()
    {
        using var browser = new Browser(console.Factory);
        await browser.SignInAsync("root", ConsoleFactory.Password);
        foreach (string form in s_routes.Keys.Where(route => route.StartsWith("/auth/", StringComparison.Ordinal) && !route.Contains("oidc", StringComparison.Ordinal)))
        {
            HttpResponseMessage refused = await browser.Client.PostAsync(form, new FormUrlEncodedContent([new("user", "root"), new("password", ConsoleFactory.Password)]));
            Assert.EndsWith("?error=expired", refused.Headers.Location!.OriginalString, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("expired")]
    [InlineData("revoked")]
    public async Task Hub_IsShutToStrangers(string? stranger)
    {
        using HttpClient client = console.Factory.As(null);
        if (stranger is not null) client.DefaultRequestHeaders.Authorization = new("Bearer", stranger == "expired" ? await console.ExpiredAsync() : await console.RevokedAsync());
        Assert.Equal(401, (int)(await client.PostAsync("/hubs/live/negotiate?negotiateVersion=1", null)).StatusCode);
    }

    [Fact]
    public async Task Hub_MethodsOfTheTable_AnswerEveryRole()
    {
        string[] methods = [.. typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            .Where(method => method.GetBaseDefinition().DeclaringType != typeof(Hub)).Select(method => method.Name)];
        Assert.Equal(["GetSnapshot"], methods);
        foreach (string role in Roles.All)
        {
            await using HubClient hub = await HubClient.ConnectAsync(console.Factory, console.Factory.TokenOf(role));
            Assert.Equal("l1", (await hub.GetSnapshotAsync()).GetProperty("status").GetProperty("node").GetString());
        }
    }

    private static bool IsFile(RouteEndpoint endpoint) => endpoint.RoutePattern.RawText!.Contains("{**path:file}", StringComparison.Ordinal)
        || (endpoint.Metadata.GetMetadata<ComponentTypeMetadata>() is null && endpoint.Metadata.Any(each => each.GetType().Name == "StaticAssetDescriptor"));

    private static string Least(RouteEndpoint endpoint)
    {
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null) return Open;
        string? policy = endpoint.Metadata.OfType<IAuthorizeData>().Select(each => each.Policy).FirstOrDefault(each => each is not null);
        return policy ?? (endpoint.Metadata.GetMetadata<IAuthorizeData>() is null ? "nobody asked" : Person);
    }
}
