using System.Net.Http.Json;
using System.Text;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api.Writing;

namespace KeepaliveConsole.Web.Tests.Api;

/// <summary>One reader of JSON objects for every route: the same faults have the same answer everywhere.</summary>
public sealed class RequestBodyTests : IAsyncLifetime, IDisposable
{
    private const string Server = "/api/v1/virtual-services/10.88.0.100:80%2Ftcp/real-servers/10.88.0.101:80/actions/";

    private readonly ConsoleFactory _console = new();

    public Task InitializeAsync() => _console.ReadyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Theory]
    [InlineData("/api/v1/tokens", """{"nmae":"ci","role":"viewer"}""", "/nmae")]
    [InlineData("/api/v1/tokens", """{"name":7,"role":"viewer"}""", "/name")]
    [InlineData("/api/v1/tokens", "null", "")]
    [InlineData("/api/v1/tokens", "", "")]
    [InlineData("/api/v1/users", """{"name":"a","password":[]}""", "/password")]
    [InlineData(Server + "drain", """{"raeson":"x"}""", "/raeson")]
    [InlineData(Server + "drain", """{"forMs":"long"}""", "/forMs")]
    [InlineData(Server + "cut", """{"reason":{}}""", "/reason")]
    [InlineData("/api/v1/vrrp-instances/VI_WEB/actions/release", """{"why":"x"}""", "/why")]
    public async Task WhatCannotBeRead_IsAnsweredWithThePlace_AndTheFormThatIsRight(string route, string body, string pointer)
    {
        HttpResponseMessage answer = await _console.As(Roles.Admin).PostAsync(route, new StringContent(body, Encoding.UTF8, "application/json"));

        Assert.Equal([pointer], await answer.PointersAsync());
        Assert.Equal((400, "json"), await answer.ProblemAsync());
        Assert.Contains("The form is {", (await answer.Content.ReadFromJsonAsync<System.Text.Json.JsonElement>()).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Server + "drain")]
    [InlineData("/api/v1/vrrp-instances/VI_WEB/actions/release")]
    public async Task ActionsWithoutABody_AreCarriedOut(string route)
    {
        using HttpResponseMessage answer = await _console.As(Roles.Operator).PostAsync(route, null);
        Assert.Equal(200, (int)answer.StatusCode);
    }
}
