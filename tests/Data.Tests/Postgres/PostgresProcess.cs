using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace KeepaliveConsole.Data.Tests.Postgres;

/// <summary>A real PostgreSQL server on loopback and on a socket in a folder of its own, as the user postgres: it refuses to run as root.</summary>
public sealed class PostgresProcess : IAsyncDisposable
{
    public const string Password = "s3cret-of-the-server";
    private const string User = "keepalive";

    private static readonly string s_programs = Directory.GetDirectories("/usr/lib/postgresql").Select(path => Path.Combine(path, "bin"))
        .Where(path => File.Exists(Path.Combine(path, "initdb"))).Max(StringComparer.Ordinal)
        ?? throw new InvalidOperationException("PostgreSQL is not installed; ./test.sh installs the package postgresql.");

    private readonly string _folder = Directory.CreateTempSubdirectory("keepalive-pg-").FullName;
    private Process? _process;

    private PostgresProcess()
    {
    }

    public int Port { get; private set; }

    private string Data => Path.Combine(_folder, "data");

    /// <summary>Makes a cluster and starts its server.</summary>
    public static async Task<PostgresProcess> CreateAsync()
    {
        var made = new PostgresProcess();
        await made.InitializeAsync();
        await made.StartAsync();
        return made;
    }

    /// <summary>Over loopback.</summary>
    public string ConnectionString(string database, string password = Password) => ConnectionString("127.0.0.1", database, password);

    /// <summary>Over the socket, which a network namespace does not separate.</summary>
    public string SocketConnectionString(string database) => ConnectionString(_folder, database, Password);

    public void Execute(string database, string sql) => Run(ConnectionString(database), sql);

    public static object? Run(string connectionString, string sql)
    {
        using var connection = new NpgsqlConnection(connectionString + ";Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return command.ExecuteScalar();
    }

    public async Task StartAsync()
    {
        _process = Process.Start(Start(AsPostgres(), Path.Combine(s_programs, "postgres"), "-D", Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", _folder,
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
        await RunAsync([], "kill", "-QUIT", _process.Id.ToString(CultureInfo.InvariantCulture));
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task InitializeAsync()
    {
        await RunAsync([], "chown", "postgres", _folder);
        string passwords = Path.Combine(_folder, "password");
        await File.WriteAllTextAsync(passwords, Password);
        await RunAsync([], "chown", "postgres", passwords);
        await RunAsync(AsPostgres(), Path.Combine(s_programs, "initdb"), "-D", Data, "-U", User, "-A", "scram-sha-256", $"--pwfile={passwords}", "-E", "UTF8", "--locale=C", "--no-sync");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private string ConnectionString(string host, string database, string password)
        => string.Create(CultureInfo.InvariantCulture, $"Host={host};Port={Port};Database={database};Username={User};Password={password}");

    private static string[] AsPostgres() => Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] : [];

    private static ProcessStartInfo Start(string[] prefix, string program, params string[] arguments)
    {
        string[] line = [.. prefix, program, .. arguments];
        return new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" };
    }

    private static async Task RunAsync(string[] prefix, string program, params string[] arguments)
    {
        using Process process = Process.Start(Start(prefix, program, arguments))!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error}");
    }
}
