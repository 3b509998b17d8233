using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Operations;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Radzen;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Puts the browser console into the process.</summary>
public static class ConsolePages
{
    /// <summary>Where the page for a failure is; it needs no database.</summary>
    private const string ErrorPage = "/error";

    /// <summary>Where the page for an unknown address is.</summary>
    private const string NotFoundPage = "/not-found";

    /// <summary>
    /// Largest message a browser may send over its circuit: 2 MiB, enough for a pasted keepalived.conf of
    /// <see cref="Features.Import.ImportLimits.MostCharacters"/> characters. The framework's 32 KiB would end the circuit.
    /// </summary>
    public const long LargestCircuitMessageBytes = 2 * 1024 * 1024;

    /// <summary>
    /// Browsers that went away without a word and are waited for, for the framework's three minutes: 20, where it would keep 100. Each may hold a list of
    /// ten thousand servers.
    /// </summary>
    public const int MostAwaited = 20;

    /// <summary>Adds components, live data and themes. Needs an <c>IEngineStatusFeed</c>, the stores and <c>IClusterOperations</c> from elsewhere.</summary>
    public static IServiceCollection AddConsolePages(this IServiceCollection services)
    {
        services.AddRazorComponents()
            .AddInteractiveServerComponents(options => options.DisconnectedCircuitMaxRetained = MostAwaited)
            .AddHubOptions(options => options.MaximumReceiveMessageSize = LargestCircuitMessageBytes);
        services.AddRadzenComponents();
        services.AddCascadingAuthenticationState();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<EventTail>();
        services.AddHostedService(provider => provider.GetRequiredService<EventTail>());
        services.AddScoped<LiveStatus>();
        services.AddScoped<ViewerClock>();
        services.AddScoped<ConsoleText>();
        services.AddSingleton<Features.Changes.DraftStore>();
        services.AddHostedService<Features.Changes.DraftFile>();
        return services;
    }

    /// <summary>
    /// Pages instead of bare status codes for browsers: <c>/not-found</c> and <c>/error</c>, without stack traces. Call it before an explicit
    /// <c>UseRouting</c>, so that the request for the page is routed again. Programs (<c>/api</c>, <c>/hubs</c>, or a request that does not accept HTML) are left alone.
    /// </summary>
    public static WebApplication UseConsoleErrorPages(this WebApplication app)
    {
        app.UseWhen(IsForBrowser, browser =>
        {
            browser.UseExceptionHandler(new ExceptionHandlerOptions
            {
                ExceptionHandlingPath = ErrorPage,
                CreateScopeForErrors = true,
                SuppressDiagnosticsCallback = failed => StorageFailure.IsOne(failed.Exception),
            });
            browser.UseStatusCodePagesWithReExecute(NotFoundPage, createScopeForStatusCodePages: true);
        });
        return app;
    }

    /// <summary>
    /// Maps static files (open to all) and the pages (signed-in people only, but for sign-in, set-up and the error pages).
    /// The caller has put authentication, authorization and antiforgery into the pipeline.
    /// </summary>
    public static WebApplication MapConsolePages(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>().AddInteractiveServerRenderMode().RequireAuthorization();
        return app;
    }

    /// <summary>Is a page the answer, also when something goes wrong?</summary>
    internal static bool IsForBrowser(HttpContext context)
    {
        PathString path = context.Request.Path;
        return !path.StartsWithSegments("/api") && !path.StartsWithSegments("/hubs") && !path.StartsWithSegments("/_blazor")
            && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
    }
}
