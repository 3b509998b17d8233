using System.Diagnostics;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace KeepaliveConsole.Data.Tests.History;

public sealed class EventLogTests(ITestOutputHelper output)
{
    private const string Service = "10.88.0.100:80/tcp";

    [Fact]
    public async Task Events_AreStoredInOrder_WithWhatTheyAreAbout_AndProbesAreNot()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        store.Recorder.Enqueue(EventRowsTests.Events.Takeover, "l1");
        store.Recorder.Enqueue(EventRowsTests.Events.Probe, "l1");
        store.Recorder.Enqueue(new QuorumChanged(Service, false, 0, 1), "l1");
        store.Recorder.Enqueue(new DefinitionApplied(3, ["a"]), "l2");
        await store.Recorder.StopAsync(default);

        IReadOnlyList<StoredEvent> l1 = await store.Events.ReadAsync("l1", 0, [], 100, default);

        Assert.Equal([(1L, "vrrpTransitioned", "VI_WEB", null), (2L, "quorumChanged", null, Service)], l1.Select(each => (each.Id, each.Kind, each.Instance, each.Service)));
        Assert.Contains("\"type\":\"vrrpTransitioned\",\"node\":\"l1\",\"at\":\"", l1[0].Json, StringComparison.Ordinal);
        Assert.Contains("\"detail\":{\"transition\":{\"instance\":\"VI_WEB\"", l1[0].Json, StringComparison.Ordinal);
        Assert.Equal(3, Assert.Single(await store.Events.ReadAsync("l2", 0, [], 100, default)).Id);
        Assert.Equal(2, Assert.Single(await store.Events.ReadAsync("l1", 0, ["quorumChanged", "trackChanged"], 100, default)).Id);
        Assert.Equal(2, Assert.Single(await store.Events.ReadAsync("l1", 1, [], 1, default)).Id);
        Assert.Equal(new EventLogBounds(1, 2), await store.Events.BoundsAsync("l1", default));
        Assert.Equal(new EventLogBounds(0, 0), await store.Events.BoundsAsync("l9", default));
        Assert.Equal((true, false), (await store.Events.HasAsync("l1", 2, default), await store.Events.HasAsync("l1", 3, default)));
    }

    [Fact]
    public async Task News_ComeAfterTheCommit_AndSayWhenTheDatabaseIsAway()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        var news = new List<EventLogNews>();
        store.Events.News += each =>
        {
            lock (news) news.Add(each);
        };
        await store.Recorder.StartAsync(default);
        using (var other = new SqliteConnection($"Data Source={store.Options.DatabasePath};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction held = other.BeginTransaction();
            store.Recorder.Enqueue(new QuorumChanged(Service, false, 0, 1), "l1");
            await UntilAsync(() => Count(news) > 0);
            Assert.Empty(news[0].Stored);
            Assert.NotNull(news[0].Trouble);
        }

        await store.Recorder.StopAsync(default);

        Assert.Equal([1L], news[^1].Stored.Select(each => each.Id));
        Assert.Null(news[^1].Trouble);
        Assert.Equal(0, news.Sum(each => each.Lost));
    }

    [Fact]
    public async Task ListenerThatFails_DoesNotEndTheRecording()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        store.Events.News += _ => throw new InvalidOperationException("broken");
        await store.Recorder.StartAsync(default);
        store.Recorder.Enqueue(new QuorumChanged(Service, false, 0, 1), "l1");
        await store.Recorder.StopAsync(default);

        Assert.Equal((1L, 0L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Single(store.Log.Lines, line => line.Id == 4040);
    }

    /// <summary>Each of these events makes three rows: audit or transition, and stream. The bar is 2,000 a second.</summary>
    [Fact]
    public async Task TwentyThousandEventsAtOnce_AreAllStored_FasterThanTwoThousandASecond()
    {
        const int count = 20_000;
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        var watch = Stopwatch.StartNew();
        for (int i = 0; i < count; i++)
            store.Recorder.Enqueue(i % 2 == 0 ? new RealServerTableChanged(Service, $"10.88.0.{i % 200}:80", i % 4 == 0, 1, "Down") : EventRowsTests.Events.Takeover, "l1");
        await store.Recorder.StopAsync(default);
        double rate = count / watch.Elapsed.TotalSeconds;

        output.WriteLine($"{rate:0} events/s into {TestStore.Ask(store.Options.DatabasePath, "SELECT (SELECT count(*) FROM Events) + (SELECT count(*) FROM AuditRows) + (SELECT count(*) FROM Transitions)")} rows");
        Assert.Equal((count, 0L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Equal((long)count, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM Events"));
        // A quarter of the bar: a shared machine must not call it broken.
        Assert.True(rate > 500, $"{rate:0} events/s");
    }

    private static int Count(List<EventLogNews> news)
    {
        lock (news) return news.Count;
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var patience = Stopwatch.StartNew();
        while (!condition() && patience.Elapsed < TimeSpan.FromSeconds(30)) await Task.Delay(10);
        Assert.True(condition());
    }
}
