using System.Net;
using System.Net.Http.Headers;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Api.Writing;
using KeepaliveConsole.Web.Tests.Auth;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Live;

/// <summary>Streams end with the right to read them. The test looks when it says so, or waits for the look that comes every two seconds.</summary>
public sealed class OpenStreamsTests
{
    [Fact]
    public async Task RevokedToken_EndsItsStreamAndItsHubConnection_ByItself_AndNobodyElses()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        var tokens = console.Services.GetRequiredService<IApiTokens>();
        var made = (TokenCreation.Created)await tokens.CreateAsync("watcher", Roles.Viewer, null, CancellationToken.None);
        using HttpClient watcher = Client(console, made.Secret);
        await using SseClient ends = await SseClient.OpenAsync(watcher);
        await using SseClient stays = await SseClient.OpenAsync(console.As(Roles.Viewer));
        await using HubClient hub = await HubClient.ConnectAsync(console, made.Secret);
        await hub.UntilAsync("Snapshot");

        Assert.True(await tokens.RevokeAsync(made.Token.Id, CancellationToken.None));

        await ends.EndAsync();
        await hub.EndAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await watcher.GetAsync("/api/v1/events")).StatusCode);
        console.Engine.Publish(new EngineNotice("l1", "still here", EventSeverity.Info));
        Assert.Equal("engineNotice", (await stays.EventAsync()).Kind);
    }

    [Fact]
    public async Task TokenWhoseTimeIsOver_EndsItsStream()
    {
        var time = new ManualTime(FakeStatus.Noon);
        await using var console = new ConsoleFactory { Replace = services => services.AddSingleton<TimeProvider>(time) };
        await console.ReadyAsync();
        var made = (TokenCreation.Created)await console.Services.GetRequiredService<IApiTokens>().CreateAsync("short", Roles.Viewer, FakeStatus.Noon.AddMinutes(1), CancellationToken.None);
        await using SseClient stream = await SseClient.OpenAsync(Client(console, made.Secret));
        var open = console.Services.GetRequiredService<OpenStreams>();
        await open.LookAsync(CancellationToken.None);
        Assert.Equal(1, console.Services.GetRequiredService<EventStream>().Readers);

        time.Advance(TimeSpan.FromMinutes(1));
        await open.LookAsync(CancellationToken.None);

        await stream.EndAsync();
    }

    [Theory]
    [InlineData("role")]
    [InlineData("lock")]
    [InlineData("password")]
    [InlineData("remove")]
    public async Task AccountThatMayNotAnyMore_EndsItsStreams_WithinSeconds(string change)
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        await console.AddUserAsync("anna", Roles.Operator);
        using var browser = new Browser(console);
        Assert.Equal((302, "/"), await browser.SignInAsync("anna", ConsoleFactory.Password));
        await using SseClient stream = await SseClient.OpenAsync(browser.Client);
        var open = console.Services.GetRequiredService<OpenStreams>();
        await open.LookAsync(CancellationToken.None);
        Assert.Equal(1, console.Services.GetRequiredService<EventStream>().Readers);

        if (change == "role") Assert.Equal(200, (int)(await console.As(Roles.Admin).WriteAsync("PUT", "/users/anna/role", """{"role":"viewer"}""", null)).StatusCode);
        else await ChangeAsync(console, change);

        await stream.EndAsync();
    }

    private static async Task ChangeAsync(ConsoleFactory console, string change)
    {
        await using AsyncServiceScope scope = console.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>();
        ConsoleUser account = (await users.FindByNameAsync("anna"))!;
        IdentityResult done = change switch
        {
            "lock" => await users.SetLockoutEndDateAsync(account, DateTimeOffset.UtcNow.AddMinutes(5)),
            "password" => await users.ChangePasswordAsync(account, ConsoleFactory.Password, "another long word 8"),
            _ => await users.DeleteAsync(account),
        };
        Assert.True(done.Succeeded, string.Join(' ', done.Errors.Select(error => error.Description)));
    }

    private static HttpClient Client(ConsoleFactory console, string secret)
    {
        HttpClient client = console.As(null);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        return client;
    }
}
