using KeepaliveConsole.Data;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Api.Writing;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Auth.Limits;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Mail;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Windows;
using KeepaliveConsole.Web.Peers;
using KeepaliveConsole.Web.Settings;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Puts the process together: settings, store, engine, access, API, pages.</summary>
internal static class ConsoleHost
{
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
        ConsoleDataOptions data = StorageSettings.Read(configuration);
        services.AddConsoleData(data, early?.Hold);
        // After the store: services stop in reverse order, so the recorder writes the engine's last words.
        services.AddSingleton<RecorderFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<RecorderFeed>());
        services.AddHostedService<ProbeFeed>();
        services.AddConsoleEngine(configuration, data.DataDirectory, early);

        services.AddSingleton<DefinitionApplier>();
        services.AddSingleton<ConfUpload>();
        services.AddSingleton<IPermissions, Permissions>();
        services.AddSingleton<ClusterOperations>();
        services.AddSingleton<IClusterOperations>(provider => provider.GetRequiredService<ClusterOperations>());
        services.AddSingleton<IServerSetupOperations>(provider => provider.GetRequiredService<ClusterOperations>());
        services.AddSingleton<IVrrpOperations>(provider => provider.GetRequiredService<ClusterOperations>());
        services.AddSingleton<IDefinitionOperations>(provider => provider.GetRequiredService<ClusterOperations>());
        services.AddSingleton<IStorageOperations, StorageOperations>();
        services.AddHostedService<RevisionFollower>();
        services.AddSingleton<SignsOfLife>();
        services.AddSingleton<WindowNews>();
        services.AddSingleton<CommitWindowKeeper>();
        services.AddHostedService(provider => provider.GetRequiredService<CommitWindowKeeper>());

        services.AddConsoleAudit(configuration);
        services.AddConsoleMail();
        services.AddConsolePeers();
        services.AddConsoleAccess();
        services.AddConsoleApi();
        services.AddSignalR().AddJsonProtocol(json => ApiJson.Configure(json.PayloadSerializerOptions));
        services.AddSingleton<LiveBroadcaster>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveBroadcaster>());
        services.AddSingleton<OpenStreams>();
        services.AddHostedService(provider => provider.GetRequiredService<OpenStreams>());
        services.AddSingleton<EventStream>();
        services.AddHostedService(provider => provider.GetRequiredService<EventStream>());
        services.AddConsolePages();
    }

    private static void Use(WebApplication app)
    {
        TrustedProxies.Use(app);
        app.UseMiddleware<SecurityHeaders>();
        app.UseConsoleErrorPages();
        app.UseApiErrors();
        app.UseMiddleware<CrossOriginGuard>();
        app.UseRouting();
        app.UseMiddleware<SetupGate>();
        app.UseAuthentication();
        // After authentication: the limit is per user and token, so that one of them cannot use up another's.
        app.UseMiddleware<RequestLimits>();
        app.UseAuthorization();
        app.UseAntiforgery();
        app.UseMiddleware<LifeSigns>();
        app.UseMiddleware<IdempotencyKeys>();
    }

    private static void Map(WebApplication app)
    {
        app.MapConsoleApi();
        AccessEndpoints.Map(app);
        app.MapHub<LiveHub>("/hubs/live");
        app.MapConsolePages();
    }
}
