using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Idempotency;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Postgres;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Data.Sqlite;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data;

/// <summary>The only door to this project.</summary>
public static class ConsoleDataServices
{
    /// <summary>
    /// Adds <see cref="IConsoleDatabase"/> (open it first), <see cref="IDefinitionStore"/>, <see cref="IRepeatedAnswers"/>, <see cref="IAuditTrail"/>, <see cref="IAuditChain"/>,
    /// <see cref="ITransitionHistory"/>, <see cref="IProbeHistory"/>, <see cref="IEventLog"/>, <see cref="EngineRecorder"/> and <see cref="ProbeRecorder"/> (also as hosted services), <see cref="IApiTokens"/>,
    /// <see cref="ISetupTokens"/>, <see cref="IDefinitionSnapshot"/>, <see cref="IBackups"/>, <see cref="IStorageReport"/>, and <see cref="ConsoleDbContext"/> (scoped, and as factory) for
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
        options.Extend?.Invoke(services, options.DataDirectory);
        services.AddSingleton<DatabaseState>();
        AddProvider(services, options);
        // These two shape the schema; whatever else a host sets up of Identity, they stay what the migrations were made with.
        services.PostConfigure<IdentityOptions>(identity =>
        {
            identity.Stores.MaxLengthForKeys = 128;
            identity.Stores.SchemaVersion = IdentitySchemaVersions.Version2;
        });
        services.AddSingleton<DatabaseGate>();
        services.AddSingleton<IDefinitionStore, DefinitionStore>();
        services.AddSingleton<IRepeatedAnswers, RepeatedAnswers>();
        services.AddSingleton<IAuditTrail, AuditTrail>();
        services.AddSingleton<IAuditChain, AuditChain>();
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
        services.AddSingleton<IEventLog, EventLog>();
        services.AddSingleton<IEventHistory, EventHistory>();
        services.AddSingleton<IBackups, SqliteBackups>();
        services.AddSingleton<RetentionJob>();
        services.AddSingleton<IStorageReport, StorageReader>();
        services.AddHostedService<DatabaseReopening>();
        services.AddHostedService<BackupSchedule>();
        services.AddHostedService<RetentionService>();
        return services;
    }

    private static void AddProvider(IServiceCollection services, ConsoleDataOptions options)
    {
        if (options.Provider == StorageProvider.PostgreSQL)
        {
            services.AddDbContextFactory<PostgresConsoleDbContext>(builder => PostgresStorage.Configure(builder, PostgresStorage.ConnectionString(options)));
            services.AddSingleton<IDbContextFactory<ConsoleDbContext>, PostgresContexts>();
            services.AddScoped<ConsoleDbContext>(provider => provider.GetRequiredService<PostgresConsoleDbContext>());
            services.AddSingleton<PostgresDialect>();
            services.AddSingleton<IStorageDialect>(provider => provider.GetRequiredService<PostgresDialect>());
            services.AddSingleton<IConsoleDatabase, PostgresDatabase>();
            return;
        }

        services.AddDbContextFactory<ConsoleDbContext>(builder => SqliteStorage.Configure(builder, options));
        services.AddSingleton<IStorageDialect, SqliteDialect>();
        services.AddSingleton<IConsoleDatabase, ConsoleDatabase>();
    }
}
