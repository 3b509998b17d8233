using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Snapshots;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Data.Tests;

/// <summary>The real services on a real file, as a console has them.</summary>
internal sealed class TestStore : IAsyncDisposable
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

    public ITransitionHistory Transitions => Get<ITransitionHistory>();

    public ProbeHistory Probes => Get<ProbeHistory>();

    public ProbeRecorder ProbeRecorder => Get<ProbeRecorder>();

    public EngineRecorder Recorder => Get<EngineRecorder>();

    public IApiTokens Tokens => Get<IApiTokens>();

    public ISetupTokens Setup => Get<ISetupTokens>();

    public IDefinitionSnapshot Snapshot => Get<IDefinitionSnapshot>();

    public DatabaseGate Gate => Get<DatabaseGate>();

    /// <summary>Opens a store on <paramref name="directory"/>; the test fails when that fails.</summary>
    public static async Task<TestStore> OpenAsync(string directory, DatabaseAccess access = DatabaseAccess.Exclusive, int queue = 65_536)
    {
        var store = new TestStore(new ConsoleDataOptions
        {
            DataDirectory = directory,
            Access = access,
            EventQueueCapacity = queue,
            BusyTimeout = TimeSpan.FromMilliseconds(50),
        });
        DatabaseOpening opening = await store.Database.OpenAsync(CancellationToken.None);
        Assert.IsType<DatabaseOpening.Opened>(opening);
        return store;
    }

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
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();
}
