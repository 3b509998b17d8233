using KeepaliveConsole.Web.Cli.Remote;
using Microsoft.AspNetCore.Http;

namespace KeepaliveConsole.Web.Tests.Cli.Remote;

public sealed class EventsCommandTests
{
    [Fact]
    public async Task ALostStream_IsTakenUpAgainAtTheLastEvent()
    {
        int connections = 0;
        await using ScriptedConsole server = await ScriptedConsole.StartAsync(async (_, context) =>
        {
            int number = Interlocked.Increment(ref connections);
            await BeginAsync(context, "retry: 10\nevent: heartbeat\ndata: {\"at\":\"x\"}\n\n");
            await BeginAsync(context, $"id: {number}\nevent: vrrpTransitioned\ndata: {{\"at\":\"2026-01-31T12:00:0{number}Z\",\"sentence\":\"Event {number}.\"}}\n\n");
        });
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        int exit = await new EventsCommand(server.Settings, server.Console, new EventsWish(true, [], "0", 3)).RunAsync(patience.Token);
        Assert.Equal(0, exit);
        Assert.Equal("2026-01-31T12:00:01Z vrrpTransitioned Event 1.\n2026-01-31T12:00:02Z vrrpTransitioned Event 2.\n2026-01-31T12:00:03Z vrrpTransitioned Event 3.\n", server.Output.ToString());
        Assert.Equal(["0", "1", "2"], server.Requests.Select(asked => asked.LastEventId));
    }

    [Fact]
    public async Task OnlyTheKindsAskedFor_AreAskedForAndPrinted_AndAGapIsAlwaysTold()
    {
        await using ScriptedConsole server = await ScriptedConsole.StartAsync(async (_, context) =>
        {
            await BeginAsync(context, "event: gap\ndata: {\"sentence\":\"Some are lost.\"}\n\nid: 1\nevent: a\ndata: {}\n\nid: 2\nevent: b\ndata: {\"sentence\":\"B.\"}\n\n");
        });
        Assert.Equal(0, await new EventsCommand(server.Settings with { Json = true }, server.Console, new EventsWish(false, ["b", "c"], null, null)).RunAsync(CancellationToken.None));
        Assert.Equal("/api/v1/events?kind=b%2Cc", server.Requests.Single().Path);
        Assert.Equal("{\"id\":null,\"event\":\"gap\",\"data\":{\"sentence\":\"Some are lost.\"}}\n{\"id\":\"2\",\"event\":\"b\",\"data\":{\"sentence\":\"B.\"}}\n", server.Output.ToString());
    }

    [Fact]
    public async Task Follow_EndsWhenTheTokenIsRefused()
    {
        int connections = 0;
        await using ScriptedConsole server = await ScriptedConsole.StartAsync((_, context) => Interlocked.Increment(ref connections) == 1
            ? BeginAsync(context, "retry: 10\nevent: heartbeat\ndata: {}\n\n")
            : ScriptedConsole.JsonAsync(context, "{}", 401));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Assert.Equal(3, await new EventsCommand(server.Settings, server.Console, new EventsWish(true, [], null, null)).RunAsync(patience.Token));
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task AConsoleThatWasNeverThere_IsAFailure_NotAReasonToWait()
    {
        var error = new StringWriter();
        var settings = new RemoteSettings(new Uri($"http://127.0.0.1:{ConsoleProcess.FreePort()}/"), null, false);
        Assert.Equal(1, await new EventsCommand(settings, new RemoteConsole(TextWriter.Null, error, false, false), new EventsWish(true, [], null, null)).RunAsync(CancellationToken.None));
        Assert.Contains("nobody answers there", error.ToString(), StringComparison.Ordinal);
    }

    private static async Task BeginAsync(HttpContext context, string text)
    {
        if (!context.Response.HasStarted) context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
    }
}
