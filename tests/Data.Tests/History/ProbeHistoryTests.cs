using System.Diagnostics;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Tests.History;

public abstract class ProbeHistoryTests
{
    private static readonly DateTimeOffset s_noon = ManualClock.Noon;

    [Fact]
    public async Task Minute_ComesBackAsItWasWritten()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        ProbeSummary minute = Minute(s_noon, count: 3, passed: 1) with
        {
            Refused = 1,
            TimedOut = 1,
            Whole = new(3, Ms(36), Ms(2), Ms(30)),
            Connect = new(2, Ms(3), default, Ms(2)),
            Tls = new(1, Ms(4), default, Ms(4)),
            FirstByte = new(1, Ms(9), default, Ms(9)),
        };

        await store.Probes.WriteAsync("l1", [minute], default);

        Assert.Equal([minute], await QueryAsync(store, ProbeSpan.Minute));
        Assert.Empty(await store.Probes.QueryAsync(Query(ProbeSpan.Minute) with { Node = "l2" }, default));
        Assert.Empty(await store.Probes.QueryAsync(Query(ProbeSpan.Minute) with { Service = "other" }, default));
        Assert.Empty(await store.Probes.QueryAsync(Query(ProbeSpan.Minute) with { From = s_noon.AddMinutes(1) }, default));
    }

    [Fact]
    public async Task HourThatIsOver_IsSummedUpOnce_AndTheDayFromItsHours()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int minute = 0; minute < 120; minute++)
            await store.Probes.WriteAsync("l1", [Minute(s_noon.AddMinutes(minute), 60, minute < 30 ? 0 : 60) with { Whole = new(60, Ms(60 * (minute + 1)), Ms(1), Ms(minute + 1)) }], default);

        await store.Probes.RollUpAsync(s_noon.AddMinutes(119), default);
        await store.Probes.RollUpAsync(s_noon.AddMinutes(119), default);

        ProbeSummary hour = Assert.Single(await QueryAsync(store, ProbeSpan.Hour));
        Assert.Equal((s_noon, 3600, 1800), (hour.From, hour.Count, hour.Passed));
        // 60 x (1 + 2 + ... + 60) ms
        Assert.Equal(new PhaseSummary(3600, Ms(109_800), Ms(1), Ms(60)), hour.Whole);

        await store.Probes.RollUpAsync(s_noon.AddHours(13), default);
        Assert.Equal(2, (await QueryAsync(store, ProbeSpan.Hour)).Count);
        ProbeSummary day = Assert.Single(await QueryAsync(store, ProbeSpan.Day));
        Assert.Equal((new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero), 7200, 5400), (day.From, day.Count, day.Passed));
    }

    [Fact]
    public async Task OldRows_Go_AndTheirSeriesWithThem()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Probes.WriteAsync("l1", [Minute(s_noon, 60, 60)], default);

        await store.Probes.RollUpAsync(s_noon.AddDays(1).AddMinutes(1), default);
        Assert.Empty(await QueryAsync(store, ProbeSpan.Minute));
        Assert.Single(await QueryAsync(store, ProbeSpan.Hour));

        await store.Probes.RollUpAsync(s_noon.AddDays(31), default);
        Assert.Empty(await QueryAsync(store, ProbeSpan.Hour));
        Assert.Single(await QueryAsync(store, ProbeSpan.Day));

        await store.Probes.RollUpAsync(s_noon.AddDays(367), default);
        Assert.Equal(0L, TestStore.Ask(store.Options.DatabasePath, "SELECT (SELECT count(*) FROM ProbeRollups) + (SELECT count(*) FROM ProbeSeries)"));

        // What was forgotten can begin anew.
        await store.Probes.WriteAsync("l1", [Minute(s_noon, 1, 1)], default);
        Assert.Single(await QueryAsync(store, ProbeSpan.Minute));
    }

    [Fact]
    public async Task MinuteThatIsThereAlready_IsLeftAsItWas()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Probes.WriteAsync("l1", [Minute(s_noon, 60, 60)], default);

        await store.Probes.WriteAsync("l1", [Minute(s_noon, 2, 0), Minute(s_noon.AddMinutes(1), 5, 5)], default);

        Assert.Equal([60, 5], (await QueryAsync(store, ProbeSpan.Minute)).Select(point => point.Count));
    }

    [Fact]
    public async Task TenThousandChecks_AreWrittenWithinTheirMinute()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        ProbeSummary[] minutes = [.. Enumerable.Range(0, 10_000).Select(number => Minute(s_noon, 60, 60) with { Server = $"10.0.{number / 250}.{number % 250}:80" })];
        var taken = Stopwatch.StartNew();

        await store.Probes.WriteAsync("l1", minutes, default);

        Assert.True(taken.Elapsed < TimeSpan.FromSeconds(store.Options.Provider == StorageProvider.Sqlite ? 20 : 40), $"took {taken.Elapsed}");
        Assert.Equal(10_000L, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM ProbeRollups"));
    }

    [Fact]
    public async Task Recorder_WritesWhatItIsGiven_AndHoldsBackWhileTheDatabaseIsLocked()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        store.ProbeRecorder.Enqueue("l1", [Minute(s_noon, 1, 1)]);
        await store.ProbeRecorder.StartAsync(default);
        await UntilAsync(() => (long)TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM ProbeRollups")! == 1);
        using (store.WriteElsewhere())
        {
            store.ProbeRecorder.Enqueue("l1", [Minute(s_noon.AddMinutes(1), 1, 1)]);
            await UntilAsync(() => store.Log.Lines.Any(line => line.Id == 4005));
        }

        Assert.Equal(0, store.ProbeRecorder.Lost);
        await store.ProbeRecorder.StopAsync(default);
    }

    [Fact]
    public async Task Recorder_ForgetsTheOldestAfterAnHour()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        for (int minute = 0; minute < 70; minute++) store.ProbeRecorder.Enqueue("l1", [Minute(s_noon.AddMinutes(minute), 1, 1), Minute(s_noon.AddMinutes(minute), 1, 1) with { CheckIndex = 1 }]);

        Assert.Equal(20, store.ProbeRecorder.Lost);
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);

    private static ProbeSummary Minute(DateTimeOffset at, int count, int passed) => new()
    {
        Service = "web",
        Server = "10.88.0.101:80",
        CheckIndex = 0,
        From = at,
        Count = count,
        Passed = passed,
        Whole = new(count, Ms(count), Ms(1), Ms(1)),
    };

    private static ProbeQuery Query(ProbeSpan span) => new() { Server = "10.88.0.101:80", Node = "l1", From = s_noon.AddDays(-1), To = s_noon.AddDays(1), Span = span };

    private static Task<IReadOnlyList<ProbeSummary>> QueryAsync(TestStore store, ProbeSpan span) => store.Probes.QueryAsync(Query(span), default);

    private static async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(30), "it did not come about in time");
            await Task.Delay(10);
        }
    }
}
