using System.Globalization;
using KeepaliveConsole.Data.Opening;
using Npgsql;

namespace KeepaliveConsole.Data.Tests.Postgres;

/// <summary>The server that tests keep their stores on, with a database made ready to be copied.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string Collection = "PostgreSQL";
    private const string Template = "migrated";

    private static readonly AsyncLocal<PostgresServer?> s_inUse = new();

    private readonly Dictionary<string, string> _databases = [];
    private PostgresProcess? _process;
    private int _made;

    /// <summary>The server that the current test keeps its stores on; null = SQLite.</summary>
    public static PostgresServer? InUse => s_inUse.Value;

    public int Port => Process.Port;

    private PostgresProcess Process => _process ?? throw new InvalidOperationException("The server was not made yet.");

    /// <summary>From here on the current test's stores are on this server.</summary>
    public void Use() => s_inUse.Value = this;

    public string ConnectionString(string database, string password = PostgresProcess.Password) => Process.ConnectionString(database, password);

    /// <summary>The database that belongs to a data directory; made with the schema of this version at first.</summary>
    public string DatabaseOf(string directory)
    {
        lock (_databases)
        {
            if (_databases.TryGetValue(directory, out string? known)) return known;
            string name = string.Create(CultureInfo.InvariantCulture, $"store{++_made}");
            Execute("postgres", $"CREATE DATABASE {name} TEMPLATE {Template}");
            return _databases[directory] = ConnectionString(name);
        }
    }

    /// <summary>A database with nothing in it.</summary>
    public string Empty(string options = "")
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"empty{Interlocked.Increment(ref _made)}");
        Execute("postgres", $"CREATE DATABASE {name} {options}");
        return ConnectionString(name);
    }

    public void Execute(string database, string sql) => Process.Execute(database, sql);

    public async Task InitializeAsync()
    {
        _process = await PostgresProcess.CreateAsync();
        Execute("postgres", $"CREATE DATABASE {Template}");
        using var folder = new TempFolder();
        await using (var store = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data, Provider = StorageProvider.PostgreSQL, ConnectionString = ConnectionString(Template) }))
            Assert.Equal(new DatabaseOpening.Opened(store.ServerPlace, true, null), await store.Database.OpenAsync(default));
        NpgsqlConnection.ClearAllPools();
    }

    public Task StartAsync() => Process.StartAsync();

    /// <inheritdoc cref="PostgresProcess.StopAsync" />
    public Task StopAsync() => Process.StopAsync();

    public async Task DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
    }
}

/// <summary>One server for all tests that want one, one test after another.</summary>
[CollectionDefinition(PostgresServer.Collection)]
public sealed class PostgresServerCollection : ICollectionFixture<PostgresServer>;
