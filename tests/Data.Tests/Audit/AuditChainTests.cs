using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using Microsoft.Data.Sqlite;

namespace KeepaliveConsole.Data.Tests.Audit;

/// <summary>The chain on a real file, and what it shows of every way to lie with SQL.</summary>
public sealed class AuditChainTests
{
    [Fact]
    public async Task EmptyTrail_IsIntactAndHasNoHead()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        AuditVerification found = await store.Chain.VerifyAsync(null, default);

        Assert.Equal((true, 0L, 0L, 0L, null, null), (found.Intact, found.Checked, found.BeforeChain, found.Removed, found.Head, found.Flaw));
        Assert.Equal(new AuditHead(0, ""), await store.Chain.HeadAsync(default));
    }

    [Fact]
    public async Task EveryWriterContinuesOneChain()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Recorder.StartAsync(default);
        Task[] people = [.. Enumerable.Range(0, 50).Select(number => store.Audit.RecordAsync(Entry($"{number}"), default))];
        for (int number = 0; number < 700; number++) store.Recorder.Enqueue(History.EventRowsTests.Events.Takeover, "l1");
        await store.Definitions.SaveAsync(new DefinitionChange { Edit = _ => Samples.Cluster, Actor = Samples.Alice, Action = "import", Object = "cluster" }, default);
        await Task.WhenAll(people);
        await store.Recorder.StopAsync(default);

        AuditVerification found = await store.Chain.VerifyAsync(null, default);

        Assert.Equal((true, 751L, null), (found.Intact, found.Checked, found.Flaw));
        Assert.Equal(found.Head, await store.Chain.HeadAsync(default));
        IReadOnlyList<AuditRecord> rows = await store.Chain.ReadBehindAsync(0, 1000, default);
        Assert.Equal(Enumerable.Range(1, 751).Select(number => (long)number), rows.Select(row => row.Id));
        Assert.Equal([.. rows.Take(750).Select(row => row.Hash)], rows.Skip(1).Select(row => row.PreviousHash));
        Assert.Equal("", rows[0].PreviousHash);
    }

    [Fact]
    public async Task CommandBesideAConsole_WritesIntoTheSameChain()
    {
        using var folder = new TempFolder();
        await using TestStore console = await TestStore.OpenAsync(folder.Data);
        await using TestStore command = await TestStore.OpenAsync(folder.Data, DatabaseAccess.Shared);
        for (int round = 0; round < 20; round++)
            await Task.WhenAll(Until(console, $"console {round}"), Until(command, $"command {round}"));

        AuditVerification found = await console.Chain.VerifyAsync(null, default);

        Assert.Equal((true, 40L, null), (found.Intact, found.Checked, found.Flaw));

        // SQLite's lock is asked for in turns; 50 ms may be too little for one of them on a busy machine.
        static async Task Until(TestStore store, string subject)
        {
            for (int attempt = 0; ; attempt++)
            {
                try
                {
                    await store.Audit.RecordAsync(Entry(subject), default);
                    return;
                }
                catch (StorageUnavailableException exception) when (exception.Fault == StorageFault.Busy && attempt < 20)
                {
                    // Nothing was written.
                }
            }
        }
    }

    [Fact]
    public async Task RolledBackRows_AreChainedAnew()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Audit.RecordAsync(Entry("before"), default);
        await store.Recorder.StartAsync(default);
        using (var other = new SqliteConnection($"Data Source={store.Options.DatabasePath};Pooling=False"))
        {
            other.Open();
            using SqliteTransaction held = other.BeginTransaction();
            for (int number = 0; number < 300; number++) store.Recorder.Enqueue(History.EventRowsTests.Events.Takeover, "l1");
            while (store.Log.Lines.All(line => line.Id != 4000)) await Task.Yield();
        }

        await store.Recorder.StopAsync(default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.Gate.WriteAsync<int>(async context =>
        {
            context.AuditRows.Add(AuditRows.ToRow(Entry("never"), ManualClock.Noon));
            await context.SaveChangesAsync();
            throw new InvalidOperationException("roll back");
        }, default));
        await store.Audit.RecordAsync(Entry("after"), default);

        AuditVerification found = await store.Chain.VerifyAsync(null, default);
        Assert.Equal((true, 302L, 302L), (found.Intact, found.Checked, found.Head!.Id));
    }

    [Fact]
    public async Task WriteOutsideATransaction_IsRefused()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await using ConsoleDbContext context = await store.Contexts.CreateDbContextAsync();
        context.AuditRows.Add(AuditRows.ToRow(Entry("x"), ManualClock.Noon));

        await Assert.ThrowsAsync<InvalidOperationException>(() => context.SaveChangesAsync());
        Assert.Throws<InvalidOperationException>(() => context.SaveChanges());
        Assert.Equal(0L, (await store.Chain.VerifyAsync(null, default)).Checked);
    }

    [Theory]
    [InlineData("UPDATE AuditRows SET Reason = 'other' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET At = '2026-05-04T12:00:00.0000010Z' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET ActorKind = 'Engine' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Actor = 'bob' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Address = NULL WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Action = 'enable' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Object = 'x' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Before = '' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET After = '{}' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Revision = 1 WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Succeeded = 0 WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET CorrelationId = 'x' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Hash = 'x' WHERE Id = 5", AuditFlawKind.Changed, 5, 4)]
    [InlineData("UPDATE AuditRows SET Hash = NULL WHERE Id = 5", AuditFlawKind.HashMissing, 5, 4)]
    [InlineData("UPDATE AuditRows SET Hash = NULL, PreviousHash = NULL WHERE Id >= 5", AuditFlawKind.HashMissing, 5, 4)]
    [InlineData("UPDATE AuditRows SET PreviousHash = '' WHERE Id = 5", AuditFlawKind.OutOfOrder, 5, 4)]
    [InlineData("DELETE FROM AuditRows WHERE Id = 5", AuditFlawKind.Missing, 5, 4)]
    [InlineData("DELETE FROM AuditRows WHERE Id BETWEEN 5 AND 7", AuditFlawKind.Missing, 5, 4)]
    [InlineData("DELETE FROM AuditRows WHERE Id <= 3", AuditFlawKind.Missing, 1, 0)]
    [InlineData("DELETE FROM AuditRows WHERE Id >= 9", AuditFlawKind.Missing, 9, 8)]
    [InlineData("DELETE FROM AuditRows", AuditFlawKind.Missing, 1, 0)]
    [InlineData("DELETE FROM AuditRows WHERE Id = 5; UPDATE AuditRows SET Id = Id - 1 WHERE Id > 5", AuditFlawKind.OutOfOrder, 5, 4)]
    [InlineData("DELETE FROM AuditRows WHERE Id = 1; UPDATE AuditRows SET Id = Id - 1", AuditFlawKind.OutOfOrder, 1, 0)]
    [InlineData("UPDATE AuditRows SET Id = 99 WHERE Id = 5; UPDATE AuditRows SET Id = 5 WHERE Id = 6; UPDATE AuditRows SET Id = 6 WHERE Id = 99", AuditFlawKind.OutOfOrder, 5, 4)]
    [InlineData("INSERT INTO AuditRows SELECT 11, At, ActorKind, Actor, Address, Action, Object, Before, After, Reason, Revision, Succeeded, SearchText, CorrelationId, NULL, NULL FROM AuditRows WHERE Id = 5", AuditFlawKind.HashMissing, 11, 10)]
    [InlineData("DELETE FROM AuditCheckpoint", AuditFlawKind.HeadMissing, 10, 10)]
    [InlineData("UPDATE AuditCheckpoint SET LastHash = 'x' WHERE Id = 2", AuditFlawKind.Changed, 10, 10)]
    [InlineData("UPDATE AuditCheckpoint SET LastId = 9 WHERE Id = 2", AuditFlawKind.Inserted, 10, 10)]
    [InlineData("INSERT INTO AuditCheckpoint VALUES (1, 3, 'x', 3, '2026-05-04T12:00:00.0000000Z')", AuditFlawKind.OutOfOrder, 4, 0)]
    public async Task Tampering_IsNamedAtTheFirstBadRow(string sql, AuditFlawKind kind, long id, long rightBefore)
    {
        using var folder = new TempFolder();
        await using TestStore store = await TenRowsAsync(folder);
        Assert.True((await store.Chain.VerifyAsync(null, default)).Intact);
        TestStore.Execute(store.Options.DatabasePath, sql);

        AuditVerification found = await store.Chain.VerifyAsync(null, default);

        Assert.False(found.Intact);
        Assert.Equal((kind, id, rightBefore), (found.Flaw!.Kind, found.Flaw.Id, found.Checked));
        Assert.EndsWith(".", found.Flaw.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task EndThatWasCutOff_StaysVisibleWhenTheConsoleWritesOn()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TenRowsAsync(folder);
        TestStore.Execute(store.Options.DatabasePath, "DELETE FROM AuditRows WHERE Id >= 9");
        await store.Audit.RecordAsync(Entry("later"), default);
        Assert.Equal(new AuditFlaw(9, AuditFlawKind.Missing, "Rows 9 to 10 are missing."), (await store.Chain.VerifyAsync(null, default)).Flaw);
    }

    [Fact]
    public async Task EndThatWasCutOffTogetherWithItsHead_StaysVisibleWhenTheConsoleWritesOn()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TenRowsAsync(folder);
        TestStore.Execute(store.Options.DatabasePath, "DELETE FROM AuditRows WHERE Id >= 9; DELETE FROM AuditCheckpoint");
        await store.Audit.RecordAsync(Entry("later"), default);
        Assert.Equal(new AuditFlaw(9, AuditFlawKind.Missing, "Row 9 is missing."), (await store.Chain.VerifyAsync(null, default)).Flaw);
    }

    [Fact]
    public async Task ChainWrittenAnew_IsShownOnlyByAHashThatWasNotedBefore()
    {
        using var folder = new TempFolder();
        using var forged = new TempFolder();
        await using TestStore store = await TenRowsAsync(folder);
        AuditHead noted = await store.Chain.HeadAsync(default);
        Assert.True((await store.Chain.VerifyAsync(noted, default)).Intact);
        await using TestStore other = await TestStore.OpenAsync(forged.Data);
        for (int number = 1; number <= 12; number++) await other.Audit.RecordAsync(Entry("forged"), default);

        Assert.True((await other.Chain.VerifyAsync(null, default)).Intact);
        AuditVerification found = await other.Chain.VerifyAsync(noted, default);
        Assert.Equal((false, AuditFlawKind.NotAsKnown, 10L), (found.Intact, found.Flaw!.Kind, found.Flaw.Id));
        Assert.Equal(AuditFlawKind.Missing, (await other.Chain.VerifyAsync(noted with { Id = 13 }, default)).Flaw!.Kind);
    }

    [Fact]
    public async Task RowsFromBeforeTheChain_AreCountedAndNotJudged()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 1; number <= 3; number++) TestStore.Execute(store.Options.DatabasePath, Old(number));
        for (int number = 0; number < 4; number++) await store.Audit.RecordAsync(Entry($"{number}"), default);

        AuditVerification found = await store.Chain.VerifyAsync(null, default);
        Assert.Equal((true, 4L, 3L, 7L), (found.Intact, found.Checked, found.BeforeChain, found.Head!.Id));

        TestStore.Execute(store.Options.DatabasePath, "DELETE FROM AuditRows WHERE Id = 3");
        Assert.Equal(new AuditFlaw(3, AuditFlawKind.Missing, "Row 3 is missing."), (await store.Chain.VerifyAsync(null, default)).Flaw);
    }

    [Fact]
    public async Task Times_AreKeptToTheMicrosecond_SoThatEveryDatabaseGivesTheHashBack()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Audit.RecordAsync(Entry("x") with { At = ManualClock.Noon.AddTicks(12_345_678) }, default);
        await store.Audit.RecordAsync(Entry("zero \0 and \uD800 half") with { Reason = new string('r', 5000) }, default);

        IReadOnlyList<AuditRecord> rows = await store.Chain.ReadBehindAsync(0, 10, default);
        Assert.Equal(ManualClock.Noon.AddTicks(12_345_670), rows[0].At);
        Assert.Equal(("zero \uFFFD and \uFFFD half", 4096, '…'), (rows[1].Object, rows[1].Reason!.Length, rows[1].Reason![^1]));
        Assert.True((await store.Chain.VerifyAsync(null, default)).Intact);
    }

    internal static string Old(int id) => "INSERT INTO AuditRows (Id, At, ActorKind, Actor, Action, Object, Succeeded, SearchText) "
        + $"VALUES ({id}, '2025-01-0{id}T00:00:00.0000000Z', 'User', 'alice', 'drain', 'old', 1, '')";

    private static async Task<TestStore> TenRowsAsync(TempFolder folder)
    {
        TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 1; number <= 10; number++)
            await store.Audit.RecordAsync(Entry($"server-{number}") with { Before = "{\"a\":1}", After = "{\"a\":2}", Reason = "test" }, default);
        return store;
    }

    private static AuditEntry Entry(string subject) => new() { Actor = new Actor(ActorKind.User, "alice", "10.0.0.1"), Action = "drain", Object = subject };
}
