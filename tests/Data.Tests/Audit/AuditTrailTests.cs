using KeepaliveConsole.Data.Audit;

namespace KeepaliveConsole.Data.Tests.Audit;

public abstract class AuditTrailTests
{
    [Fact]
    public async Task Entry_ComesBackAsItWasRecorded()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        DateTimeOffset at = new(2026, 5, 4, 9, 8, 7, 654, TimeSpan.FromHours(8));

        await store.Audit.RecordAsync(new AuditEntry
        {
            At = at,
            Actor = new Actor(ActorKind.Token, "ci", "2001:db8::1"),
            Action = "sign-in-failed",
            Object = "session",
            Before = "{}",
            After = "text",
            Reason = "wrong password",
            Revision = 3,
            Succeeded = false,
            CorrelationId = "0af7651916cd43dd8448eb211c80319c",
        }, default);

        AuditRecord record = Assert.Single((await store.Audit.QueryAsync(new AuditQuery(), default)).Items);
        Assert.Equal(new AuditRecord(1, at, ActorKind.Token, "ci", "2001:db8::1", "sign-in-failed", "session", "{}", "text", "wrong password", 3, false,
            "0af7651916cd43dd8448eb211c80319c", "", record.Hash), record);
        Assert.Equal(64, record.Hash!.Length);
        Assert.Equal(record, await store.Audit.FindAsync(1, default));
        Assert.Null(await store.Audit.FindAsync(2, default));
        Assert.Equal(TimeSpan.Zero, record.At.Offset);
    }

    [Fact]
    public async Task EntryWithoutATime_GetsTheClocks()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        await store.Audit.RecordAsync(Entry("setup", "users"), default);

        Assert.Equal(ManualClock.Noon, Assert.Single((await store.Audit.QueryAsync(new AuditQuery(), default)).Items).At);
    }

    [Fact]
    public async Task Filters_SelectExactlyTheirRows()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int minute = 0; minute < 10; minute++)
        {
            await store.Audit.RecordAsync(Entry(minute % 2 == 0 ? "drain" : "enable", $"server-{minute}") with
            {
                At = ManualClock.Noon.AddMinutes(minute),
                Actor = minute < 5 ? Samples.Alice : Actor.Engine,
                Reason = minute == 3 ? "ÄRGER mit 100%" : null,
            }, default);
        }

        await AssertMinutesAsync(store, new AuditQuery { Action = "drain" }, [8, 6, 4, 2, 0]);
        await AssertMinutesAsync(store, new AuditQuery { Actor = "alice" }, [4, 3, 2, 1, 0]);
        await AssertMinutesAsync(store, new AuditQuery { From = ManualClock.Noon.AddMinutes(5), To = ManualClock.Noon.AddMinutes(7) }, [6, 5]);
        await AssertMinutesAsync(store, new AuditQuery { Action = "drain", Actor = "engine", To = ManualClock.Noon.AddMinutes(7) }, [6]);
        await AssertMinutesAsync(store, new AuditQuery { Text = "ärger MIT 100%" }, [3]);
        await AssertMinutesAsync(store, new AuditQuery { Text = "SERVER-7" }, [7]);
        Assert.Equal(5, (await Minutes(store, new AuditQuery { Text = "Alice" })).Length);
        Assert.Empty(await Minutes(store, new AuditQuery { Text = "server_7" }));
        Assert.Empty(await Minutes(store, new AuditQuery { Action = "dra" }));
    }

    [Fact]
    public async Task Pages_GiveEveryRowOnce_AlsoAmongEqualTimesAndWhileNewOnesCome()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 0; number < 25; number++)
            await store.Audit.RecordAsync(Entry("drain", $"{number}") with { At = ManualClock.Noon.AddSeconds(number / 10) }, default);

        var seen = new List<string>();
        string? cursor = null;
        do
        {
            Page<AuditRecord> page = await store.Audit.QueryAsync(new AuditQuery { Limit = 4, Cursor = cursor }, default);
            Assert.InRange(page.Items.Count, 1, 4);
            Assert.True(PageCursor.IsValid(page.NextCursor));
            seen.AddRange(page.Items.Select(record => record.Object));
            cursor = page.NextCursor;
            await store.Audit.RecordAsync(Entry("drain", "late") with { At = ManualClock.Noon.AddHours(1) }, default);
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(number => $"{number}"), seen);
    }

    [Fact]
    public async Task LastPageThatIsExactlyFull_HasNoCursor()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 0; number < 4; number++) await store.Audit.RecordAsync(Entry("drain", $"{number}"), default);

        Page<AuditRecord> page = await store.Audit.QueryAsync(new AuditQuery { Limit = 4 }, default);

        Assert.Equal(4, page.Items.Count);
        Assert.Null(page.NextCursor);
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("MTIz")]
    [InlineData("MS4yLjM")]
    [InlineData("OTk5OTk5OTk5OTk5OTk5OTk5OS4x")]
    [InlineData("LTEuMQ")]
    [InlineData("'; DROP TABLE AuditRows; --")]
    public async Task ForgedCursor_IsRefused(string cursor)
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        Assert.False(PageCursor.IsValid(cursor));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Audit.QueryAsync(new AuditQuery { Cursor = cursor }, default));
    }

    [Fact]
    public async Task Limit_StaysWithinOneAndFiveHundred()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 0; number < 3; number++) await store.Audit.RecordAsync(Entry("drain", $"{number}"), default);

        Assert.Single((await store.Audit.QueryAsync(new AuditQuery { Limit = 0 }, default)).Items);
        Assert.Equal(3, (await store.Audit.QueryAsync(new AuditQuery { Limit = int.MaxValue }, default)).Items.Count);
    }

    private static AuditEntry Entry(string action, string subject) => new() { Actor = Samples.Alice, Action = action, Object = subject };

    private static async Task AssertMinutesAsync(TestStore store, AuditQuery query, int[] expected) => Assert.Equal(expected, await Minutes(store, query));

    private static async Task<int[]> Minutes(TestStore store, AuditQuery query)
        => [.. (await store.Audit.QueryAsync(query, default)).Items.Select(record => (int)(record.At - ManualClock.Noon).TotalMinutes)];
}
