using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data;

/// <summary>The only door to this project.</summary>
public static class ConsoleDataServices
{
    /// <summary>
    /// Adds <see cref="IConsoleDatabase"/> (open it first), <see cref="IDefinitionStore"/>, <see cref="IAuditTrail"/>,
    /// <see cref="ITransitionHistory"/>, <see cref="IProbeHistory"/>, <see cref="EngineRecorder"/> and <see cref="ProbeRecorder"/> (also as hosted services), <see cref="IApiTokens"/>,
    /// <see cref="ISetupTokens"/>, <see cref="IDefinitionSnapshot"/>, and <see cref="ConsoleDbContext"/> (scoped, and as factory) for
    /// Identity's stores. Call before the engine is added, so that the recorder stops after it.
    /// </summary>
    /// <param name="services">The container.</param>
    /// <param name="options">Where and how data is kept.</param>
    /// <param name="held">The data directory, when this process holds it already; stays the caller's.</param>
    public static IServiceCollection AddConsoleData(this IServiceCollection services, ConsoleDataOptions options, DirectoryHold? held = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        if (held is not null) services.AddSingleton(held);
        services.AddDbContextFactory<ConsoleDbContext>(builder => SqliteStorage.Configure(builder, options));
        // These two shape the schema; whatever else a host sets up of Identity, they stay what the migrations were made with.
        services.PostConfigure<IdentityOptions>(identity =>
        {
            identity.Stores.MaxLengthForKeys = 128;
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version2;
        });
        services.AddSingleton<DatabaseGate>();
        services.AddSingleton<IConsoleDatabase, ConsoleDatabase>();
        services.AddSingleton<IDefinitionStore, DefinitionStore>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<ITransitionHistory, TransitionHistory>();
        services.AddSingleton<ProbeHistory>();
        services.AddSingleton<IProbeHistory>(provider => provider.GetRequiredService<ProbeHistory>());
        services.AddSingleton(provider => new ProbeRecorder(provider.GetRequiredService<ProbeHistory>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ProbeRecorder>>()));
        services.AddHostedService(provider => provider.GetRequiredService<ProbeRecorder>());
        services.AddSingleton<IApiTokens, ApiTokens>();
        services.AddSingleton<ISetupTokens, SetupTokens>();
        services.AddSingleton<IDefinitionSnapshot, DefinitionSnapshotFile>();
        services.AddSingleton(provider => new EngineRecorder(provider.GetRequiredService<DatabaseGate>(), options,
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<EngineRecorder>>()));
        services.AddHostedService(provider => provider.GetRequiredService<EngineRecorder>());
        return services;
    }
}
