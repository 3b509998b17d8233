using KeepaliveConsole.Data;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Settings;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Puts the process together: settings, store, engine, access, API, pages.</summary>
internal static class ConsoleHost
{
    /// <summary>Folder in the data directory for the keys that protect cookies and forms.</summary>
    public const string KeysFolder = "keys";

    /// <summary>Builds the host; nothing runs yet and no file was touched.</summary>
    /// <param name="configuration">Settings as <c>--Section:Key=value</c>; the last one wins.</param>
    /// <param name="early">An engine that runs already; null = the host makes one.</param>
    public static WebApplication Build(IReadOnlyList<string> configuration, EarlyEngine? early)
    {
        WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            // Settings are read again on SIGHUP, when the operator says so, not while a file is half written.
            Args = ["--hostBuilder:reloadConfigOnChange=false", .. configuration],
            ContentRootPath = AppPaths.ContentRoot(),
        });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ClusterEndpoints.LargestBody;
            // A listening socket handed over by the service manager (LISTEN_FDS) is used in place of Urls.
            kestrel.UseSystemd();
        });
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ";
        });
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = TimeSpan.FromSeconds(5);
            // A failed service of the console must not take the director down with it.
            host.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
        });
        AddConsole(builder.Services, builder.Configuration, early);

        WebApplication app = builder.Build();
        early?.Loggers.Attach(app.Services.GetRequiredService<ILoggerFactory>());
        Use(app);
        Map(app);
        return app;
    }

    private static void AddConsole(IServiceCollection services, ConfigurationManager configuration, EarlyEngine? early)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.Configure<AccessSettings>(configuration.GetSection(AccessSettings.Section));
        services.Configure<StorageSettings>(configuration.GetSection(StorageSettings.Section));
        var data = new ConsoleDataOptions { DataDirectory = DataDirectory(configuration) };
        services.AddConsoleData(data, early?.Hold);
        // After the store: services stop in reverse order, so the recorder writes the engine's last words.
        services.AddSingleton<RecorderFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<RecorderFeed>());
        services.AddHostedService<ProbeFeed>();
        services.AddConsoleEngine(configuration, data.DataDirectory, early);
        services.AddDataProtection()
            .SetApplicationName("keepalive-console")
            .PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(data.DataDirectory, KeysFolder)));

        services.AddSingleton<DefinitionApplier>();
        services.AddSingleton<ConfUpload>();
        services.AddSingleton<ClusterOperations>();
        services.AddSingleton<IClusterOperations>(provider => provider.GetRequiredService<ClusterOperations>());
        services.AddSingleton<IVrrpOperations>(provider => provider.GetRequiredService<ClusterOperations>());
        services.AddHostedService<RevisionFollower>();

        services.AddConsoleAccess();
        services.AddConsoleApi();
        services.AddSignalR().AddJsonProtocol(json => ApiJson.Configure(json.PayloadSerializerOptions));
        services.AddSingleton<LiveBroadcaster>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveBroadcaster>());
        services.AddConsolePages();
    }

    private static void Use(WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseConsoleErrorPages();
        app.UseApiErrors();
        app.UseMiddleware<CrossOriginGuard>();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseMiddleware<SetupGate>();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    private static void Map(WebApplication app)
    {
        app.MapConsoleApi();
        AccessEndpoints.Map(app);
        app.MapHub<LiveHub>("/hubs/live");
        app.MapConsolePages();
    }

    /// <summary>The data directory the settings name, as a whole path.</summary>
    public static string DataDirectory(IConfiguration configuration)
    {
        string? wanted = configuration.GetSection(StorageSettings.Section).Get<StorageSettings>()?.Directory;
        return Path.GetFullPath(string.IsNullOrWhiteSpace(wanted) ? AppPaths.DefaultData() : wanted);
    }
}
