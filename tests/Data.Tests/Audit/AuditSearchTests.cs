using KeepaliveConsole.Data.Audit;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Tests.Audit;

/// <summary>Filters, bounded searches, and which index the database takes.</summary>
public sealed class AuditSearchTests
{
    private const int Rows = 2 * AuditSearch.Window + 1000;

    [Fact]
    public async Task NewFilters_SelectExactlyTheirRows()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 0; number < 8; number++)
        {
            await store.Audit.RecordAsync(new AuditEntry
            {
                At = ManualClock.Noon.AddMinutes(number),
                Actor = Samples.Alice,
                Action = "drain",
                Object = number < 2 ? "a" : "ab",
                Revision = number / 4,
                Succeeded = number != 6,
                CorrelationId = $"trace-{number % 3}",
            }, default);
        }

        await AssertIdsAsync(store, new AuditQuery { Object = "a" }, 2L, 1L);
        await AssertIdsAsync(store, new AuditQuery { Revision = 1 }, 8L, 7L, 6L, 5L);
        await AssertIdsAsync(store, new AuditQuery { Succeeded = false }, 7L);
        await AssertIdsAsync(store, new AuditQuery { CorrelationId = "trace-2" }, 6L, 3L);
        await AssertIdsAsync(store, new AuditQuery { CorrelationId = "trace-2", Revision = 0, Object = "ab", Action = "drain", Actor = "alice", Succeeded = true }, 3L);
    }

    [Fact]
    public async Task SearchWithoutAnIndex_StopsAtItsWindow_AndItsCursorGoesOnUntilAllIsSearched()
    {
        using var folder = new TempFolder();
        await using TestStore store = await ManyAsync(folder);
        AuditQuery query = new() { Text = "needle", Limit = 10 };

        var pages = new List<int>();
        var found = new List<long>();
        string? cursor = null;
        do
        {
            Page<AuditRecord> page = await store.Audit.QueryAsync(query with { Cursor = cursor }, default);
            pages.Add(page.Items.Count);
            found.AddRange(page.Items.Select(record => record.Id));
            cursor = page.NextCursor;
            if (pages.Count == 1) Assert.Equal(ManualClock.Noon.AddSeconds(Rows - AuditSearch.Window - 1), PageCursor.TimeOf(cursor!));
        }
        while (cursor is not null);

        // Needles at 1, 500 and Rows: the newest in the first window, the second window empty, the oldest in the third.
        Assert.Equal([1, 0, 2], pages);
        Assert.Equal([Rows, 500L, 1L], found);
    }

    [Fact]
    public async Task ActionAndActorTogether_AreLedByTheRarerOne()
    {
        using var folder = new TempFolder();
        await using TestStore store = await ManyAsync(folder);

        // alice did everything; three rows are needles. One question is enough either way.
        Page<AuditRecord> page = await store.Audit.QueryAsync(new AuditQuery { Action = "needle", Actor = "alice" }, default);
        Assert.Equal([Rows, 500L, 1L], page.Items.Select(record => record.Id));
        Assert.Null(page.NextCursor);
        Page<AuditRecord> nobody = await store.Audit.QueryAsync(new AuditQuery { Action = "transition", Actor = "nobody" }, default);
        Assert.Empty(nobody.Items);
        Assert.Null(nobody.NextCursor);
    }

    [Theory]
    [InlineData(null, null, null, "IX_AuditRows_At_Id")]
    [InlineData("drain", null, null, "IX_AuditRows_Action_At_Id")]
    [InlineData(null, "alice", null, "IX_AuditRows_Actor_At_Id")]
    [InlineData(null, null, "web", "IX_AuditRows_At_Id")]
    [InlineData("drain", null, "web", "IX_AuditRows_Action_At_Id")]
    [InlineData("drain", "alice", null, "IX_AuditRows_Action_At_Id")]
    public async Task EveryQuestion_GoesAlongAnIndex_AndSortsNothing(string? action, string? actor, string? text, string index)
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Audit.RecordAsync(new AuditEntry { Actor = Samples.Alice, Action = "drain", Object = "x" }, default);
        var statements = new List<string>();
        await using ConsoleDbContext context = QueryPlans.Watched(store, statements);
        AuditQuery query = new() { Action = action, Actor = actor, Text = text, From = ManualClock.Noon.AddDays(-1), To = ManualClock.Noon.AddDays(1) };

        await AuditSearch.PageAsync(context, query, 50, (ManualClock.Noon.AddHours(1), 1_000_000), default);

        Assert.NotEmpty(statements);
        foreach (string sql in statements)
        {
            string plan = QueryPlans.Of(store.Options.DatabasePath, sql);
            Assert.Contains($"SEARCH a USING", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
            Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        }

        Assert.Contains($"INDEX {index} (", QueryPlans.Of(store.Options.DatabasePath, statements[^1]), StringComparison.Ordinal);
    }

    private static async Task<TestStore> ManyAsync(TempFolder folder)
    {
        TestStore store = await TestStore.OpenAsync(folder.Data);
        TestStore.Execute(store.Options.DatabasePath, $"""
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {Rows})
            INSERT INTO AuditRows (Id, At, ActorKind, Actor, Action, Object, Succeeded, SearchText)
            SELECT i, strftime('%Y-%m-%dT%H:%M:%S.0000000Z', {ManualClock.Noon.ToUnixTimeSeconds()} + i - 1, 'unixepoch'), 'User', 'alice',
                CASE WHEN i IN (1, 500, {Rows}) THEN 'needle' ELSE 'transition' END, 'x', 1, CASE WHEN i IN (1, 500, {Rows}) THEN 'a needle' ELSE 'hay' END FROM n
            """);
        return store;
    }

    private static async Task AssertIdsAsync(TestStore store, AuditQuery query, params long[] ids)
        => Assert.Equal(ids, (await store.Audit.QueryAsync(query, default)).Items.Select(record => record.Id));
}
