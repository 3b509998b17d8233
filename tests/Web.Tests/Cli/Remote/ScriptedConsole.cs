using System.Collections.Concurrent;
using KeepaliveConsole.Web.Cli.Remote;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Web.Tests.Cli.Remote;

/// <summary>A server on loopback that answers as a test says, and remembers what it was asked.</summary>
internal sealed class ScriptedConsole : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedConsole(WebApplication app) => _app = app;

    public ConcurrentQueue<Asked> Requests { get; } = new();

    public StringWriter Output { get; } = new();

    public StringWriter Error { get; } = new();

    public RemoteConsole Console => new(Output, Error, IsColoured: false, IsLive: false);

    public RemoteSettings Settings => new(new Uri(_app.Urls.First() + "/"), "kc-token", Json: false);

    public static async Task<ScriptedConsole> StartAsync(Func<Asked, HttpContext, Task> answer)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        var console = new ScriptedConsole(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var asked = new Asked(context.Request.Method, context.Request.Path + context.Request.QueryString.Value, await reader.ReadToEndAsync(),
                context.Request.Headers.IfMatch.ToString(), context.Request.Headers.Authorization.ToString(), context.Request.Headers["Last-Event-ID"].ToString());
            console.Requests.Enqueue(asked);
            await answer(asked, context);
        });
        await app.StartAsync();
        return console;
    }

    public static Task JsonAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 400 ? "application/json" : "application/problem+json";
        return context.Response.WriteAsync(json);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    /// <summary>One request.</summary>
    internal sealed record Asked(string Method, string Path, string Body, string IfMatch, string Authorization, string LastEventId);
}
