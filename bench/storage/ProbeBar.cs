using System.Diagnostics;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Retention;
using KeepaliveConsole.Engine.Events;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.StorageBars;

/// <summary>Millions of rollups: what each filter of <c>GET /probes</c> takes, and the look at what is kept.</summary>
internal static class ProbeBar
{
    private const int PerSeries = 2000;
    private const int Minutes = 1440;
    private const int Hours = 500;
    private const long Now = 1_800_000_000 / 86_400 * 86_400;
    private static readonly TimeSpan s_bar = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs; 0 = every p99 is within 100 ms.</summary>
    public static async Task<int> RunAsync(IServiceProvider services, int rows)
    {
        int series = rows / PerSeries;
        var filling = Stopwatch.StartNew();
        Fill(services.GetRequiredService<ConsoleDataOptions>().DatabasePath, series);
        Console.WriteLine($"{series * PerSeries} rows of {series} checks, filled in {filling.Elapsed.TotalSeconds:F0} s");
        var history = services.GetRequiredService<IProbeHistory>();
        DateTimeOffset now = DateTimeOffset.FromUnixTimeSeconds(Now);
        bool good = true;
        foreach ((string name, ProbeSpan span, TimeSpan length, bool named) in ((string, ProbeSpan, TimeSpan, bool)[])
        [
            ("an hour of minutes", ProbeSpan.Minute, TimeSpan.FromHours(1), false),
            ("a day of minutes", ProbeSpan.Minute, TimeSpan.FromDays(1), false),
            ("a day of minutes, service named", ProbeSpan.Minute, TimeSpan.FromDays(1), true),
            ("20 days of hours", ProbeSpan.Hour, TimeSpan.FromDays(20), false),
            ("60 days", ProbeSpan.Day, TimeSpan.FromDays(60), false),
            ("a time without any", ProbeSpan.Minute, TimeSpan.FromTicks(1), false),
        ])
        {
            good &= await MeasureAsync(name, async () =>
            {
                int server = Random.Shared.Next(series / 2);
                IReadOnlyList<ProbeSummary> points = await history.QueryAsync(new ProbeQuery
                {
                    Server = Server(server), Service = named ? "web0" : null, Node = "l1", From = now - length, To = now, Span = span,
                }, CancellationToken.None);
                return points.Count;
            });
        }

        var report = services.GetRequiredService<IStorageReport>();
        good &= await MeasureAsync("GET /storage", async () => (await report.ReadAsync(CancellationToken.None)).Tables.Count);
        return good ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(string name, Func<Task<int>> ask)
    {
        var times = new List<TimeSpan>();
        int points = 0;
        TimeSpan processor = default;
        for (int round = -20; round < 300; round++)
        {
            if (round == 0) processor = Environment.CpuUsage.TotalTime;
            long began = Stopwatch.GetTimestamp();
            points = Math.Max(points, await ask());
            if (round >= 0) times.Add(Stopwatch.GetElapsedTime(began));
        }

        processor = Environment.CpuUsage.TotalTime - processor;
        times.Sort();
        TimeSpan p99 = times[(times.Count * 99 / 100) - 1];
        Console.WriteLine($"{name,-34} {points,5} points  p50 {times[times.Count / 2].TotalMilliseconds,7:F2} ms  p99 {p99.TotalMilliseconds,7:F2} ms  longest {times[^1].TotalMilliseconds,7:F2} ms  processor {processor.TotalMilliseconds / times.Count,6:F2} ms each");
        return p99 <= s_bar;
    }

    // Two services have each server, so that a question without a service finds two checks.
    private static string Server(int number) => $"10.{number / 62_500 % 250}.{number / 250 % 250}.{number % 250}:80";

    private static void Fill(string path, int series)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        if (Count(connection) == series) return; // asked again
        Run(connection, "PRAGMA synchronous=OFF; PRAGMA cache_size=-1000000; DELETE FROM ProbeRollups; DELETE FROM ProbeSeries");
        using SqliteTransaction all = connection.BeginTransaction();
        using (SqliteCommand name = connection.CreateCommand())
        {
            name.CommandText = "INSERT INTO ProbeSeries (Id, Node, Service, Server, CheckIndex) VALUES ($id, 'l1', $service, $server, 0)";
            for (int number = 0; number < series; number++)
            {
                name.Parameters.Clear();
                name.Parameters.AddWithValue("$id", number + 1);
                name.Parameters.AddWithValue("$service", $"web{number % 2}");
                name.Parameters.AddWithValue("$server", Server(number / 2));
                name.ExecuteNonQuery();
            }
        }

        // One moment of all checks after the other, as they come: the points of one check lie far from each other.
        Run(connection, $"""
            WITH RECURSIVE place(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM place WHERE n + 1 < {PerSeries})
            INSERT INTO ProbeRollups (SeriesId, Seconds, At, Count, Passed, Refused, TimedOut, WholeSum, WholeShortest, WholeLongest, ConnectCount, ConnectSum, ConnectLongest,
                TlsCount, TlsSum, TlsLongest, FirstByteCount, FirstByteSum, FirstByteLongest)
            SELECT Id, CASE WHEN n < {Minutes} THEN 60 WHEN n < {Minutes + Hours} THEN 3600 ELSE 86400 END,
                {Now} - CASE WHEN n < {Minutes} THEN ({Minutes} - n) * 60 WHEN n < {Minutes + Hours} THEN ({Minutes + Hours} - n) * 3600 ELSE ({PerSeries} - n) * 86400 END,
                60, 59, 1, 0, 60000, 500, 4000, 60, 30000, 900, 0, 0, 0, 60, 20000, 700
            FROM place CROSS JOIN ProbeSeries
            """);
        all.Commit();
        // A console writes some rows at a time and moves them over as it goes; this was one write.
        Run(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static long Count(SqliteConnection connection)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM ProbeSeries";
        return (long)command.ExecuteScalar()!;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of this program.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.CommandTimeout = 0;
        command.ExecuteNonQuery();
    }
}
