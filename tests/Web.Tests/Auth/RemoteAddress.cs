using System.Net;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Auth;

/// <summary>Gives requests of the in-memory server the address they would have on a network.</summary>
internal sealed class RemoteAddress : IStartupFilter
{
    private const string Header = "Test-Remote-Address";

    public static void AddTo(IServiceCollection services) => services.AddSingleton<IStartupFilter, RemoteAddress>();

    public static Browser From(ConsoleFactory console, string address)
    {
        var browser = new Browser(console);
        browser.Client.DefaultRequestHeaders.Add(Header, address);
        return browser;
    }

    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.Use((context, rest) =>
        {
            if (context.Request.Headers[Header].ToString() is { Length: > 0 } address) context.Connection.RemoteIpAddress = IPAddress.Parse(address);
            return rest(context);
        });
        next(app);
    };
}
