using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.AuditCost;

/// <summary>What is done and what it costs. Events alternate between the servers of 40 services; one entry in 5,000 is a person's.</summary>
internal sealed class Measurements(IAuditTrail trail, IAuditChain chain, EngineRecorder recorder)
{
    private const int Repeats = 200;

    private static readonly DateTimeOffset s_begin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private int _number;

    /// <summary>Writes until there are <paramref name="rows"/> audit rows, as fast as the recorder takes them.</summary>
    public async Task FillAsync(int rows)
    {
        await recorder.StartAsync(default).ConfigureAwait(false);
        _number = (int)(await chain.HeadAsync(default).ConfigureAwait(false)).Id;
        int written = rows - _number;
        long began = Stopwatch.GetTimestamp();
        while (_number < rows)
        {
            if (_number % 5_000 == 0) await PersonAsync().ConfigureAwait(false);
            else Event();
            while (recorder.Waiting > 50_000) await Task.Delay(5).ConfigureAwait(false);
        }

        await DrainedAsync().ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        if (written > 0) Say($"fill: {written} rows in {seconds:0.0} s, {written / seconds:0} rows/s, {recorder.Lost} lost");
    }

    /// <summary>The first page with no filter and with each, so many times.</summary>
    public async Task PagesAsync()
    {
        (string Name, AuditQuery Query)[] queries =
        [
            ("no filter", new AuditQuery()),
            ("from, to", new AuditQuery { From = s_begin.AddSeconds(200_000), To = s_begin.AddSeconds(300_000) }),
            ("action, frequent", new AuditQuery { Action = "take-out" }),
            ("action, rare", new AuditQuery { Action = "drain" }),
            ("actor, frequent", new AuditQuery { Actor = "engine" }),
            ("actor, rare", new AuditQuery { Actor = "alice" }),
            ("action and actor", new AuditQuery { Action = "take-out", Actor = "alice" }),
            ("object", new AuditQuery { Object = "service-7 10.0.7.7:80" }),
            ("object, none", new AuditQuery { Object = "nothing" }),
            ("correlation id, none", new AuditQuery { CorrelationId = "0af7651916cd43dd8448eb211c80319c" }),
            ("revision, old", new AuditQuery { Revision = 1 }),
            ("succeeded = false", new AuditQuery { Succeeded = false }),
            ("text, frequent", new AuditQuery { Text = "10.0.7." }),
            ("text, none", new AuditQuery { Text = "no such text" }),
            ("text and action", new AuditQuery { Text = "no such text", Action = "take-out" }),
        ];
        foreach ((string name, AuditQuery query) in queries)
        {
            Page<AuditRecord> page = await trail.QueryAsync(query, default).ConfigureAwait(false);
            double[] times = new double[Repeats];
            for (int n = 0; n < Repeats; n++)
            {
                long began = Stopwatch.GetTimestamp();
                await trail.QueryAsync(query, default).ConfigureAwait(false);
                times[n] = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            }

            Array.Sort(times);
            Say($"page: {name,-22} p50 {times[Repeats / 2],7:0.00} ms, p99 {times[Repeats * 99 / 100],7:0.00} ms, max {times[^1],7:0.00} ms, {page.Items.Count} rows{(page.NextCursor is null ? "" : ", more")}");
        }
    }

    /// <summary>The whole chain.</summary>
    public async Task VerifyAsync()
    {
        AuditVerification found = await chain.VerifyAsync(null, default).ConfigureAwait(false);
        Say($"verify: {found.Checked} rows in {found.Took.TotalSeconds:0.0} s, intact {found.Intact}, removed before {found.Removed}");
    }

    /// <summary>So many events a second for a while: what waits, and what a person's write takes meanwhile.</summary>
    public async Task SustainAsync(int perSecond, TimeSpan time)
    {
        long began = Stopwatch.GetTimestamp();
        int sent = 0, most = 0;
        Task<double> person = LongestWriteAsync(() => Stopwatch.GetElapsedTime(began) < time);
        while (Stopwatch.GetElapsedTime(began) < time)
        {
            for (int due = (int)(Stopwatch.GetElapsedTime(began).TotalSeconds * perSecond); sent < due; sent++) Event();
            most = Math.Max(most, recorder.Waiting);
            await Task.Delay(10).ConfigureAwait(false);
        }

        double longest = await person.ConfigureAwait(false);
        await DrainedAsync().ConfigureAwait(false);
        Say($"sustain: {sent} events at {perSecond}/s, most waiting {most}, lost {recorder.Lost}, caught up {Stopwatch.GetElapsedTime(began).TotalSeconds - time.TotalSeconds:0.00} s after the last, longest other write {longest:0.0} ms");
    }

    /// <summary>Removes the oldest 50,000 rows while somebody writes: how long that write waits at most.</summary>
    public async Task PruneAsync()
    {
        bool ended = false;
        Task<double> person = LongestWriteAsync(() => !Volatile.Read(ref ended));
        long began = Stopwatch.GetTimestamp();
        AuditPruning pruned = await chain.PruneAsync(s_begin.AddSeconds(50_000), default).ConfigureAwait(false);
        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        Volatile.Write(ref ended, true);
        Say($"prune: {pruned.Removed} rows in {seconds:0.0} s, longest other write meanwhile {await person.ConfigureAwait(false):0.0} ms");
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private async Task<double> LongestWriteAsync(Func<bool> goOn)
    {
        double longest = 0;
        while (goOn())
        {
            long began = Stopwatch.GetTimestamp();
            await trail.RecordAsync(new AuditEntry { Actor = new Actor(ActorKind.User, "bob", "10.0.0.2"), Action = "check", Object = "service-1 10.0.1.1:80" }, default).ConfigureAwait(false);
            longest = Math.Max(longest, Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            await Task.Delay(20).ConfigureAwait(false);
        }

        return longest;
    }

    private void Event()
    {
        int number = _number++, service = number / 2 % 40;
        string server = string.Create(CultureInfo.InvariantCulture, $"10.0.{service}.{number / 80 % 10}:80");
        bool inTable = number % 2 == 0;
        recorder.Enqueue(new RealServerTableChanged($"service-{service}", server, inTable, inTable ? 5 : 0, inTable ? "Up" : "4 of 4 attempts failed: connection refused")
        {
            At = s_begin.AddSeconds(number),
            Revision = 1 + (number / 10_000),
        }, "l1");
    }

    private Task PersonAsync()
    {
        int number = _number++;
        return trail.RecordAsync(new AuditEntry
        {
            At = s_begin.AddSeconds(number),
            Actor = new Actor(ActorKind.User, "alice", "10.0.0.1"),
            Action = "drain",
            Object = "service-7 10.0.7.7:80",
            Reason = "update",
            Revision = 1 + (number / 10_000),
            Succeeded = number % 50_000 != 0,
            CorrelationId = $"{number:x32}",
        }, default);
    }

    private async Task DrainedAsync()
    {
        // What was taken off the queue is written a moment later.
        while (recorder.Waiting > 0) await Task.Delay(5).ConfigureAwait(false);
        await Task.Delay(200).ConfigureAwait(false);
    }
}
