using System.Text.RegularExpressions;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Data.Entities;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Postgres;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Snapshots;
using KeepaliveConsole.Data.Tests.Postgres;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace KeepaliveConsole.Data.Tests;

/// <summary>The real services on a real file, as a console has them.</summary>
internal sealed partial class TestStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestStore(ConsoleDataOptions options)
    {
        Options = options;
        _services = new ServiceCollection()
            .AddLogging(logging => logging.AddProvider(Log))
            .AddSingleton<TimeProvider>(Clock)
            .AddConsoleData(options)
            .BuildServiceProvider();
    }

    public ConsoleDataOptions Options { get; }

    public ManualClock Clock { get; } = new(ManualClock.Noon);

    public CollectedLog Log { get; } = new();

    public IConsoleDatabase Database => Get<IConsoleDatabase>();

    public IDefinitionStore Definitions => Get<IDefinitionStore>();

    public IAuditTrail Audit => Get<IAuditTrail>();

    public IAuditChain Chain => Get<IAuditChain>();

    public ITransitionHistory Transitions => Get<ITransitionHistory>();

    public IEventLog Events => Get<IEventLog>();

    public IEventHistory EventHistory => Get<IEventHistory>();

    public ProbeHistory Probes => Get<ProbeHistory>();

    public ProbeRecorder ProbeRecorder => Get<ProbeRecorder>();

    public EngineRecorder Recorder => Get<EngineRecorder>();

    public IApiTokens Tokens => Get<IApiTokens>();

    public ISetupTokens Setup => Get<ISetupTokens>();

    public IDefinitionSnapshot Snapshot => Get<IDefinitionSnapshot>();

    public IDbContextFactory<ConsoleDbContext> Contexts => Get<IDbContextFactory<ConsoleDbContext>>();

    public IBackups Backups => Get<IBackups>();

    public BackupSchedule BackupSchedule => _services.GetServices<IHostedService>().OfType<BackupSchedule>().Single();

    public DatabaseReopening Reopening => _services.GetServices<IHostedService>().OfType<DatabaseReopening>().Single();

    public RetentionJob Retention => Get<RetentionJob>();

    public IStorageReport Report => Get<IStorageReport>();

    public DatabaseGate Gate => Get<DatabaseGate>();

    /// <summary>Opens a store on <paramref name="directory"/>; the test fails when that fails.</summary>
    public static async Task<TestStore> OpenAsync(string directory, DatabaseAccess access = DatabaseAccess.Exclusive, int queue = 65_536,
        BackupOptions? backups = null, RetentionOptions? retention = null)
    {
        var store = new TestStore(new ConsoleDataOptions
        {
            DataDirectory = directory,
            Provider = PostgresServer.InUse is null ? StorageProvider.Sqlite : StorageProvider.PostgreSQL,
            ConnectionString = PostgresServer.InUse?.DatabaseOf(directory),
            Access = access,
            EventQueueCapacity = queue,
            Backups = backups ?? new(),
            Retention = retention ?? new(),
            BusyTimeout = TimeSpan.FromMilliseconds(50),
        });
        DatabaseOpening opening = await store.Database.OpenAsync(CancellationToken.None);
        Assert.IsType<DatabaseOpening.Opened>(opening);
        return store;
    }

    /// <summary>A transition, an event and an idempotency key for each of so many days, the last at noon.</summary>
    public Task FillHistoryAsync(int days) => Gate.WriteAsync(context =>
    {
        for (int day = days - 1; day >= 0; day--)
        {
            DateTimeOffset at = ManualClock.Noon.AddDays(-day);
            context.Add(new TransitionRow { At = at, Node = "l1", Instance = "VI_WEB", Sentence = "x", SentenceZh = "x" });
            context.Add(new EventRow { At = at, Node = "l1", Kind = "transition", Json = "{}" });
            context.Add(new IdempotencyRow { KeyHash = $"{day}", RequestHash = "x", Body = "", At = at });
        }

        return context.SaveChangesAsync();
    }, CancellationToken.None);

    /// <summary>Runs a statement past all services, as another program would.</summary>
    public static void Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>The first column of the first row, past all services.</summary>
    public static object? Ask(string path, string sql)
    {
        // The server folds names that are not quoted; all of ours have capitals.
        if (PostgresServer.InUse is { } server)
            return PostgresProcess.Run(server.DatabaseOf(Path.GetDirectoryName(path)!), OurNames().Replace(sql, "\"$0\"").Replace("group_concat(", "string_agg(", StringComparison.Ordinal));
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    /// <summary>Which database on which server, as sentences name it.</summary>
    public string ServerPlace => Get<PostgresDialect>().Place;

    /// <summary>Another console writes, until this is disposed.</summary>
    public IDisposable WriteElsewhere()
    {
        if (Options.Provider == StorageProvider.Sqlite)
        {
            var file = new SqliteConnection($"Data Source={Options.DatabasePath};Pooling=False");
            file.Open();
            file.BeginTransaction();
            return file;
        }

        var server = new NpgsqlConnection(Options.ConnectionString + ";Pooling=false");
        server.Open();
        using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({PostgresDialect.WriteLock})", server);
        take.ExecuteNonQuery();
        return server;
    }

    /// <summary>From here on the database itself refuses transitions with this detail.</summary>
    public void RefuseTransitionsWith(string detail)
    {
        if (Options.Provider == StorageProvider.Sqlite)
            Execute(Options.DatabasePath, $"CREATE TRIGGER Refuse BEFORE INSERT ON Transitions WHEN NEW.Detail = '{detail}' BEGIN SELECT RAISE(ABORT, 'refused'); END");
        else
            PostgresProcess.Run(Options.ConnectionString!, $"ALTER TABLE \"Transitions\" ADD CONSTRAINT \"Refuse\" CHECK (\"Detail\" <> '{detail}')");
    }

    [GeneratedRegex("\\b[A-Z][a-z]+[A-Za-z]*\\b")]
    private static partial Regex OurNames();

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
