using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using KeepaliveConsole.Data.Opening;
using Npgsql;

namespace KeepaliveConsole.Data.Tests.Postgres;

/// <summary>A real PostgreSQL server on loopback, in a folder of its own, as the user postgres: it refuses to run as root.</summary>
public sealed class PostgresServer : IAsyncLifetime
{
    public const string Collection = "PostgreSQL";
    public const string Password = "s3cret-of-the-server";
    private const string User = "keepalive";
    private const string Template = "migrated";

    private static readonly AsyncLocal<PostgresServer?> s_inUse = new();
    private static readonly string s_programs = Directory.GetDirectories("/usr/lib/postgresql").Select(path => Path.Combine(path, "bin"))
        .Where(path => File.Exists(Path.Combine(path, "initdb"))).Max(StringComparer.Ordinal)
        ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test.sh installs the package postgresql.");

    private readonly Dictionary<string, string> _databases = [];
    private string _folder = "";
    private Process? _process;
    private int _made;

    /// <summary>The server that the current test keeps its stores on; null = SQLite.</summary>
    public static PostgresServer? InUse => s_inUse.Value;

    public int Port { get; private set; }

    /// <summary>From here on the current test's stores are on this server.</summary>
    public void Use() => s_inUse.Value = this;

    public string ConnectionString(string database, string password = Password)
        => string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={Port};Database={database};Username={User};Password={password}");

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

    public void Execute(string database, string sql) => Run(ConnectionString(database), sql);

    public static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public async Task InitializeAsync()
    {
        _folder = Directory.CreateTempSubdirectory("keepalive-pg-").FullName;
        await RunAsync("chown", "postgres", _folder);
        string passwords = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwords, Password);
        await RunAsync("chown", "postgres", passwords);
        await RunAsync(AsPostgres(), "initdb", "-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={passwords}", "-E", "UTF8", "--locale=C", "--no-sync");
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            Port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        await StartAsync();
        Execute("postgres", $"CREATE DATABASE {Template}");
        using var folder = new TempFolder();
        await using (var store = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data, Provider = StorageProvider.PostgreSQL, ConnectionString = ConnectionString(Template) }))
            Assert.Equal(new DatabaseOpening.Opened(store.ServerPlace, true, null), await store.Database.OpenAsync(default));
        NpgsqlConnection.ClearAllPools();
    }

    public async Task StartAsync()
    {
        _process = Process.Start(Start(AsPostgres(), "postgres", "-D", Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _folder,
            "-c", "fsync=off", "-c", "max_connections=60", "-c", "log_destination=stderr"))!;
        _process.OutputDataReceived += (_, _) => { };
        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        for (var waited = Stopwatch.StartNew(); ;)
        {
            try
            {
                Execute("postgres", "SELECT 1");
                return;
            }
            catch (NpgsqlException) when (waited.Elapsed < TimeSpan.FromSeconds(60) && !_process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    /// <summary>Ends it at once, as a crash would: connections are cut, nothing is said to them in order.</summary>
    public async Task StopAsync()
    {
        if (_process is null) return;
        await RunAsync("kill", "-QUIT", _process.Id.ToString(CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async Task DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private static string[] AsPostgres() => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];

    private static ProcessStartInfo Start(string[] prefix, string program, params string[] arguments)
    {
        string[] line = [.. prefix, Path.Combine(s_programs, program), .. arguments];
        return new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
    }

    private static async Task RunAsync(string[] prefix, string program, params string[] arguments)
    {
        using Process process = Process.Start(Start(prefix, program, arguments))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program}: {error}");
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}

/// <summary>One server for all tests that want one, one test after another.</summary>
[CollectionDefinition(PostgresServer.Collection)]
public sealed class PostgresServerCollection : ICollectionFixture<PostgresServer>;
