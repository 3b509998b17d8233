using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Tests.History;

public sealed class EventHistoryTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Pages_GoFromTheNewestToTheOldest_WithoutGapsOrTwice()
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);

        Page<StoredEvent> first = await store.EventHistory.QueryAsync(Hour() with { Limit = 2 }, default);
        Page<StoredEvent> second = await store.EventHistory.QueryAsync(Hour() with { Limit = 2, Cursor = first.NextCursor }, default);

        Assert.Equal([4L, 3, 2, 1], first.Items.Concat(second.Items).Select(each => each.Id));
        Assert.Null(second.NextCursor);
    }

    [Theory]
    [InlineData(EventSeverity.Critical, null, null, null, "2")]
    [InlineData(EventSeverity.Warning, null, null, null, "3")]
    [InlineData(EventSeverity.Info, null, null, null, "4,1")]
    [InlineData(null, "quorumChanged", null, null, "2,1")]
    [InlineData(null, null, "l2", null, "4")]
    [InlineData(null, null, null, "say \"hi\"", "3")]
    [InlineData(null, null, null, "no such", "")]
    public async Task Filter(EventSeverity? severity, string? kind, string? node, string? text, string ids)
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);

        Page<StoredEvent> page = await store.EventHistory.QueryAsync(Hour() with { Severity = severity, Kind = kind, Node = node, Text = text }, default);

        Assert.Equal(ids, string.Join(",", page.Items.Select(each => each.Id)));
    }

    [Fact]
    public async Task Counts_AreOfEqualSpans_WithTheEmptyOnes_AndTheEndIsLeftOut()
    {
        using var folder = new TempFolder();
        await using TestStore store = await FilledAsync(folder);

        IReadOnlyList<EventBucket> buckets = await store.EventHistory.CountAsync(Hour(), 4, default);

        Assert.Equal(
        [
            new(s_noon, s_noon.AddMinutes(15), 1, 0, 1),
            new(s_noon.AddMinutes(15), s_noon.AddMinutes(30), 0, 0, 0),
            new(s_noon.AddMinutes(30), s_noon.AddMinutes(45), 0, 1, 0),
            new(s_noon.AddMinutes(45), s_noon.AddMinutes(60), 1, 0, 0),
        ], buckets);
        Assert.Equal([2], (await store.EventHistory.CountAsync(Hour() with { Kind = "quorumChanged" }, 1, default)).Select(bucket => bucket.Count));
    }

    private static EventQuery Hour() => new() { From = s_noon, To = s_noon.AddHours(1) };

    // 1 and 2 in the first quarter, 3 at the start of the third, 4 in the last, 5 at the very end.
    private static async Task<TestStore> FilledAsync(TempFolder folder)
    {
        TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        store.Recorder.Enqueue(new QuorumChanged("web", true, 2, 1) { At = s_noon }, "l1");
        store.Recorder.Enqueue(new QuorumChanged("web", false, 0, 1) { At = s_noon.AddMinutes(14) }, "l1");
        store.Recorder.Enqueue(new EngineNotice("x", "say \"hi\"", EventSeverity.Warning) { At = s_noon.AddMinutes(30) }, "l1");
        store.Recorder.Enqueue(new DefinitionApplied(3, []) { At = s_noon.AddMinutes(59) }, "l2");
        store.Recorder.Enqueue(new QuorumChanged("web", true, 2, 1) { At = s_noon.AddHours(1) }, "l1");
        await store.Recorder.StopAsync(default);
        return store;
    }
}
