using System.Diagnostics;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Tests.History;

public abstract class EngineRecorderTests
{
    [Fact]
    public async Task Stop_WritesEverythingThatWaits_InOrder()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        for (int number = 0; number < 1000; number++) store.Recorder.Enqueue(Takeover(number), "l2");

        await store.Recorder.StopAsync(default);

        Assert.Equal((1000L, 0L, 0), (store.Recorder.Written, store.Recorder.Lost, store.Recorder.Waiting));
        Page<StoredTransition> newest = await store.Transitions.QueryAsync(new TransitionQuery(Limit: 500), default);
        Page<StoredTransition> oldest = await store.Transitions.QueryAsync(new TransitionQuery(Limit: 500, Cursor: newest.NextCursor), default);
        Assert.Equal(Enumerable.Range(0, 1000).Reverse().Select(number => $"{number}"), newest.Items.Concat(oldest.Items).Select(transition => transition.Detail));
        Assert.Null(oldest.NextCursor);
        Assert.Equal(500, (await store.Audit.QueryAsync(new AuditQuery { Action = "transition", Limit = 500 }, default)).Items.Count);
    }

    [Fact]
    public async Task Transition_ComesBackWithAllItsInputs()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        VrrpTransitioned happened = EventRowsTests.Events.Takeover;
        store.Recorder.Enqueue(happened, "l2");
        store.Recorder.Enqueue(happened with { Transition = happened.Transition with { Instance = "VI_DB" } }, "l2");
        await store.Recorder.StopAsync(default);

        StoredTransition stored = Assert.Single((await store.Transitions.QueryAsync(new TransitionQuery("VI_WEB"), default)).Items);

        Assert.Equal(new StoredTransition(1, ManualClock.Noon, "l2", "VI_WEB", VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent,
            TransitionSentence.English(happened.Transition), TransitionSentence.Chinese(happened.Transition), 150, "10.88.0.11", 200,
            TimeSpan.FromMilliseconds(3414.0625), "eth0", 4), stored);
    }

    [Fact]
    public async Task LockedDatabase_HoldsEventsBackAndLosesNone()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        using (store.WriteElsewhere())
        {
            var taken = Stopwatch.StartNew();
            for (int number = 0; number < 300; number++) store.Recorder.Enqueue(Takeover(number), "l1");
            Assert.True(taken.Elapsed < TimeSpan.FromMilliseconds(500), $"Enqueue waited: {taken.Elapsed}");
            await UntilAsync(() => store.Log.Lines.Any(line => line.Id == 4000));
            Assert.Equal(0, store.Recorder.Written);
        }

        await store.Recorder.StopAsync(default);

        Assert.Equal((300L, 0L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Equal(300L, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM Transitions"));
        Assert.Equal([4000, 4001], store.Log.Lines.Where(line => line.Id is 4000 or 4001).Select(line => line.Id));
    }

    [Fact]
    public async Task FullQueue_CountsWhatItLosesAndSaysSoOnce()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data, queue: 3);
        for (int number = 0; number < 10; number++) store.Recorder.Enqueue(Takeover(number), "l1");
        Assert.Equal((3, 7L), (store.Recorder.Waiting, store.Recorder.Lost));

        await store.Recorder.StartAsync(default);
        await store.Recorder.StopAsync(default);

        Assert.Equal((3L, 7L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Equal(["2", "1", "0"], (await store.Transitions.QueryAsync(new TransitionQuery(), default)).Items.Select(transition => transition.Detail));
        Assert.Single(store.Log.Lines, line => line.Id == 4002);
        Assert.Equal("7 engine events are not in history and audit.", Assert.Single(store.Log.Lines, line => line.Id == 4004).Text);
    }

    [Fact]
    public async Task StopWithoutPatienceOnALockedDatabase_CountsTheRestAsLost()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        using IDisposable held = store.WriteElsewhere();
        for (int number = 0; number < 400; number++) store.Recorder.Enqueue(Takeover(number), "l1");
        await UntilAsync(() => store.Log.Lines.Any(line => line.Id == 4000));

        await store.Recorder.StopAsync(new CancellationToken(canceled: true)).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal((0L, 400L), (store.Recorder.Written, store.Recorder.Lost));
    }

    [Fact]
    public async Task BatchTheDatabaseRefuses_DoesNotHoldUpTheNext()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        store.RefuseTransitionsWith("poison");
        store.Recorder.Enqueue(EventRowsTests.Events.Takeover with { Transition = EventRowsTests.Events.Takeover.Transition with { Detail = "poison" } }, "l1");
        await store.Recorder.StartAsync(default);
        await UntilAsync(() => store.Recorder.Lost == 1);
        store.Recorder.Enqueue(Takeover(1), "l1");

        await store.Recorder.StopAsync(default);

        Assert.Equal((1L, 1L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Single(store.Log.Lines, line => line.Id == 4003);
    }

    [Fact]
    public async Task EventThatCannotBeTold_DoesNotEndTheRecording()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        store.Recorder.Enqueue(Takeover(0), "l1");
        store.Recorder.Enqueue(new VrrpTransitioned(null!), "l1");
        store.Recorder.Enqueue(Takeover(2), "l1");

        await store.Recorder.StopAsync(default);

        Assert.Equal((2L, 1L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Equal(["2", "0"], (await store.Transitions.QueryAsync(new TransitionQuery(), default)).Items.Select(transition => transition.Detail));
    }

    [Fact]
    public async Task EventsWithNothingToKeep_TakeNoPlace()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data, queue: 1);
        for (int number = 0; number < 100; number++) store.Recorder.Enqueue(EventRowsTests.Events.Probe, "l1");

        Assert.Equal((0, 0L), (store.Recorder.Waiting, store.Recorder.Lost));
    }

    private static VrrpTransitioned Takeover(int number)
    {
        VrrpTransitioned happened = EventRowsTests.Events.Takeover;
        return happened with { At = ManualClock.Noon.AddMilliseconds(number), Transition = happened.Transition with { Detail = $"{number}" } };
    }

    /// <summary>Waits for something another thread does; fails after a minute.</summary>
    private static async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "It did not happen within a minute.");
            await Task.Yield();
        }
    }
}
