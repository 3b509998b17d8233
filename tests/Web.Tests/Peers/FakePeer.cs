using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Settings;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Web.Tests.Peers;

/// <summary>Something that listens on loopback where a peer's console is said to be, and answers as a test wants.</summary>
internal sealed class FakePeer : IAsyncDisposable
{
    public const string Token = "kc_of-the-other-node";

    private readonly WebApplication _app;

    private FakePeer(WebApplication app) => _app = app;

    /// <summary>What was asked, with which credentials.</summary>
    public ConcurrentQueue<(string Path, string Authorization)> Requests { get; } = new();

    /// <summary>What it answers.</summary>
    public RequestDelegate Answer { get; set; } = _ => Task.CompletedTask;

    public string Url { get; private set; } = "";

    /// <summary>How a console is told of it.</summary>
    public PeerSettings Settings => new() { Url = Url, Token = Token };

    /// <summary>Listens, encrypted when there is a certificate.</summary>
    public static async Task<FakePeer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listener =>
        {
            if (certificate is not null) listener.UseHttps(certificate);
        }));
        builder.Logging.ClearProviders();
        WebApplication app = builder.Build();
        var peer = new FakePeer(app) { Answer = answer };
        app.Run(async context =>
        {
            peer.Requests.Enqueue((context.Request.Path.Value ?? "", context.Request.Headers.Authorization.ToString()));
            await peer.Answer(context);
        });
        await app.StartAsync();
        peer.Url = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return peer;
    }

    /// <summary>The status of a node, as its console writes it.</summary>
    public static RequestDelegate Status(EngineStatus status) => async context =>
    {
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(await StatusBytes.OfAsync(status), context.RequestAborted);
    };

    /// <summary>A status code with a text.</summary>
    public static RequestDelegate Says(int status, string text) => async context =>
    {
        context.Response.StatusCode = status;
        if (text.Length > 0) await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text), context.RequestAborted);
    };

    /// <summary>Begins to answer, or not even that, and then says no more.</summary>
    public static RequestDelegate FallsSilent(string? begin) => async context =>
    {
        if (begin is not null)
        {
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(begin), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }

        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    };

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
