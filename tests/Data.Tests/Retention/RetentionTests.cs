using KeepaliveConsole.Data.Retention;

namespace KeepaliveConsole.Data.Tests.Retention;

public abstract class RetentionTests
{
    [Fact]
    public async Task OldRows_Go_AndTheRestStays()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data, retention: new RetentionOptions { EventsAtMost = 150 });
        await store.Definitions.SaveAsync(Samples.Import(), default);
        // One of each every day, back to 499 days ago.
        await store.FillHistoryAsync(500);

        long removed = await store.Retention.RunAsync(ManualClock.Noon, default);

        Assert.Equal(("401", "31", "2"), (Count(store, "Transitions"), Count(store, "Events"), Count(store, "IdempotencyKeys")));
        Assert.Equal(99 + 469 + 498, removed);
        Assert.Equal(("1", "1"), (Count(store, "Revisions"), Count(store, "AuditRows")));
        Assert.Equal(0, await store.Retention.RunAsync(ManualClock.Noon, default));
    }

    [Fact]
    public async Task Events_HaveALimitInNumbersToo()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data, retention: new RetentionOptions { Events = TimeSpan.Zero, EventsAtMost = 120 });
        await store.FillHistoryAsync(500);

        await store.Retention.RunAsync(ManualClock.Noon, default);

        Assert.Equal("120", Count(store, "Events"));
    }

    [Fact]
    public async Task Revisions_StayUnlessSaid_AndTheNewestAlways()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data, retention: new RetentionOptions { Revisions = TimeSpan.FromDays(30) });
        await store.Definitions.SaveAsync(Samples.Import(), default);
        await store.Definitions.SaveAsync(Samples.Drain, default);

        await store.Retention.RunAsync(ManualClock.Noon.AddDays(29), default);
        Assert.Equal("2", Count(store, "Revisions"));
        await store.Retention.RunAsync(ManualClock.Noon.AddDays(31), default);

        Assert.Equal([2L], (await store.Definitions.ListRevisionsAsync(10, default)).Select(revision => revision.Revision));
        Assert.Equal(2, (await store.Definitions.FindCurrentAsync(default))!.Revision);
    }

    [Fact]
    public async Task Report_SaysSizesRowsAndTheOldest()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        await store.FillHistoryAsync(10);

        StorageReport report = await store.Report.ReadAsync(default);

        Assert.Equal(store.Options.Provider, report.Provider);
        Assert.True(report.Bytes + (report.JournalBytes ?? 0) > 100_000, $"{report.Bytes} bytes and {report.JournalBytes}");
        Assert.Equal(["revisions", "audit", "transitions", "events", "probes", "idempotencyKeys"], report.Tables.Select(table => table.Name));
        TableReport transitions = report.Tables[2];
        Assert.Equal(new TableReport("transitions", 10, false, ManualClock.Noon.AddDays(-9), TimeSpan.FromDays(400)), transitions);
        Assert.Equal(new TableReport("revisions", 1, false, ManualClock.Noon, null), report.Tables[0]);
        Assert.Equal((0L, 0L, null), (report.EventsWaiting, report.EventsLost, report.Tables[4].Oldest));
        Assert.Equal(store.Options.Provider == StorageProvider.Sqlite, report.BackupsElsewhere is null);
    }

    private static string Count(TestStore store, string table) => $"{TestStore.Ask(store.Options.DatabasePath, $"SELECT count(*) FROM {table}")}";
}

public sealed class RetentionOnSqliteTests : RetentionTests;

public sealed class BatchSizeTests
{
    [Fact]
    public void Batch_GrowsWhileWritesAreQuick_AndShrinksWhenOneIsSlow()
    {
        var size = new BatchSize();
        Assert.Equal(200, size.Rows);
        size.Took(TimeSpan.FromMilliseconds(2));
        Assert.Equal(400, size.Rows);
        size.Took(TimeSpan.FromMilliseconds(50));
        Assert.Equal(200, size.Rows);
        size.Took(TimeSpan.FromSeconds(10));
        Assert.Equal(BatchSize.Fewest, size.Rows);
        for (int round = 0; round < 20; round++) size.Took(TimeSpan.FromMilliseconds(1));
        Assert.Equal(BatchSize.Most, size.Rows);
    }
}
