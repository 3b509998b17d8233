using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Definitions.Rules;

namespace KeepaliveConsole.Data.Tests.Revisions;

public abstract class DefinitionStoreTests
{
    [Fact]
    public async Task Store_WithNothingSaved_FindsNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        Assert.Null(await store.Definitions.FindCurrentAsync(default));
        Assert.Empty(await store.Definitions.ListRevisionsAsync(10, default));
    }

    [Fact]
    public async Task FirstSave_WritesRevisionOneRowsAndAudit()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        SaveOutcome outcome = await store.Definitions.SaveAsync(Samples.Import() with { Reason = "moving over" }, default);

        StoredDefinition stored = Assert.IsType<SaveOutcome.Saved>(outcome).Stored;
        Assert.Equal(1, stored.Revision);
        Assert.Equal(DefinitionJson.Hash(Samples.Cluster), stored.ContentHash);
        Assert.Equal(ManualClock.Noon, stored.SavedAt);
        Assert.Equal("alice", stored.Author);
        Assert.Equal(stored, await store.Definitions.FindCurrentAsync(default));
        RevisionSummary revision = Assert.Single(await store.Definitions.ListRevisionsAsync(10, default));
        Assert.Equal(new RevisionSummary(1, ManualClock.Noon, "alice", "import", "moving over", stored.ContentHash), revision);
        AuditRecord audit = Assert.Single((await store.Audit.QueryAsync(new AuditQuery(), default)).Items);
        Assert.Equal(("import", "cluster", "alice", "192.0.2.7", 1L, true), (audit.Action, audit.Object, audit.Actor, audit.Address, audit.Revision, audit.Succeeded));
        Assert.Null(audit.Before);
        Assert.Contains("VI_WEB", audit.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SameDefinitionAgain_WritesNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);

        SaveOutcome outcome = await store.Definitions.SaveAsync(Samples.Import(), default);

        Assert.Equal(1, Assert.IsType<SaveOutcome.Unchanged>(outcome).Stored.Revision);
        Assert.Single(await store.Definitions.ListRevisionsAsync(10, default));
        Assert.Single((await store.Audit.QueryAsync(new AuditQuery(), default)).Items);
    }

    [Fact]
    public async Task StaleHash_IsAConflictWithTheCurrentDefinition()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        string seen = (await store.Definitions.FindCurrentAsync(default))!.ContentHash;
        await store.Definitions.SaveAsync(Samples.Drain with { ExpectedHash = seen }, default);

        SaveOutcome outcome = await store.Definitions.SaveAsync(Samples.Import() with { ExpectedHash = seen }, default);

        Assert.Equal(2, Assert.IsType<SaveOutcome.Conflict>(outcome).Current.Revision);
        Assert.Equal(AdminState.Drain, (await store.Definitions.FindCurrentAsync(default))!.Definition.VirtualServices[0].RealServers[0].Admin);
    }

    [Fact]
    public async Task HashWithNothingSaved_IsAConflictWithRevisionZero_UnlessItIsThatOfNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        SaveOutcome stale = await store.Definitions.SaveAsync(Samples.Import() with { ExpectedHash = new string('0', 64) }, default);
        SaveOutcome fresh = await store.Definitions.SaveAsync(Samples.Import() with { ExpectedHash = DefinitionJson.Hash(ClusterDefinition.Empty) }, default);

        Assert.Equal(0, Assert.IsType<SaveOutcome.Conflict>(stale).Current.Revision);
        Assert.Equal(1, Assert.IsType<SaveOutcome.Saved>(fresh).Stored.Revision);
    }

    [Fact]
    public async Task DryRun_SaysWhatWouldBeAndWritesNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);

        SaveOutcome outcome = await store.Definitions.SaveAsync(Samples.Import() with { DryRun = true }, default);

        Assert.Equal(1, Assert.IsType<SaveOutcome.Saved>(outcome).Stored.Revision);
        Assert.Null(await store.Definitions.FindCurrentAsync(default));
        Assert.Empty((await store.Audit.QueryAsync(new AuditQuery(), default)).Items);
    }

    [Fact]
    public async Task BrokenRules_AreRefusedAllAtOnceAndWriteNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);

        ClusterDefinition broken = Samples.WithFirstServer(Samples.Cluster, server => server with { Weight = -1 }) with { Nodes = [] };

        SaveOutcome outcome = await store.Definitions.SaveAsync(Samples.Import(broken), default);

        Assert.Equal(DefinitionRules.Check(broken), Assert.IsType<SaveOutcome.Refused>(outcome).Problems);
        Assert.True(DefinitionRules.Check(broken).Count(problem => problem.Severity == ProblemSeverity.Error) >= 2);
        Assert.Equal(1, (await store.Definitions.FindCurrentAsync(default))!.Revision);
        Assert.Single((await store.Audit.QueryAsync(new AuditQuery(), default)).Items);
    }

    [Fact]
    public async Task EditThatThrows_LeavesEverythingAsItWas()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            store.Definitions.SaveAsync(Samples.Drain with { Edit = _ => throw new InvalidOperationException() }, default));

        Assert.Equal(1, (await store.Definitions.FindCurrentAsync(default))!.Revision);
        Assert.IsType<SaveOutcome.Saved>(await store.Definitions.SaveAsync(Samples.Drain, default));
    }

    [Fact]
    public async Task Drain_RewritesOneRealServerAndLeavesTheOtherRowsAlone()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        string path = store.Options.DatabasePath;
        const string Rows = "SELECT group_concat(Ordinal || ':' || Id || ':' || Admin, ' ') FROM (SELECT * FROM RealServers ORDER BY Ordinal) AS Servers";
        Assert.Equal("0:1:Enabled 1:2:Enabled", TestStore.Ask(path, Rows));

        await store.Definitions.SaveAsync(Samples.Drain, default);

        Assert.Equal("0:3:Drain 1:2:Enabled", TestStore.Ask(path, Rows));
        Assert.Equal("1:web", TestStore.Ask(path, "SELECT Id || ':' || Name FROM VirtualServices"));
    }

    [Fact]
    public async Task Restart_FindsTheSameDefinition()
    {
        using var folder = new TempFolder();
        StoredDefinition? before;
        await using (TestStore first = await TestStore.OpenAsync(folder.Data))
        {
            await first.Definitions.SaveAsync(Samples.Import(), default);
            await first.Definitions.SaveAsync(Samples.Drain, default);
            before = await first.Definitions.FindCurrentAsync(default);
        }

        await using TestStore second = await TestStore.OpenAsync(folder.Data);

        Assert.Equal(before, await second.Definitions.FindCurrentAsync(default));
        Assert.Equal([2L, 1L], (await second.Definitions.ListRevisionsAsync(10, default)).Select(revision => revision.Revision));
    }

    [Fact]
    public async Task FiftyParallelWriters_LoseNoUpdate()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);

        SaveOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => store.Definitions.SaveAsync(Samples.Drain with
        {
            Edit = definition => Samples.WithFirstServer(definition, server => server with { Weight = server.Weight + 1 }),
        }, default))));

        Assert.Equal(Enumerable.Range(2, 50).Select(number => (long)number), outcomes.Select(outcome => Assert.IsType<SaveOutcome.Saved>(outcome).Stored.Revision).Order());
        StoredDefinition current = (await store.Definitions.FindCurrentAsync(default))!;
        Assert.Equal(51, current.Revision);
        Assert.Equal(51, current.Definition.VirtualServices[0].RealServers[0].Weight);
        Assert.Equal(51, (await store.Audit.QueryAsync(new AuditQuery { Limit = 500 }, default)).Items.Count);
    }

    [Fact]
    public async Task Readers_WhileOthersWrite_SeeWholeRevisionsOnly()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        Task writing = Task.Run(async () =>
        {
            for (int weight = 2; weight <= 30; weight++)
            {
                int next = weight;
                await store.Definitions.SaveAsync(Samples.Drain with
                {
                    Edit = definition => Samples.WithFirstServer(definition, server => server with { Weight = next }),
                }, default);
            }
        });

        int reads = 0;
        while (!writing.IsCompleted || reads == 0)
        {
            StoredDefinition seen = (await store.Definitions.FindCurrentAsync(default))!;
            Assert.Equal(seen.ContentHash, DefinitionJson.Hash(seen.Definition));
            Assert.Equal(seen.Revision, seen.Definition.VirtualServices[0].RealServers[0].Weight);
            reads++;
        }

        await writing;
    }

    [Fact]
    public async Task WriteLockHeldElsewhere_IsOneClearSentenceAndWritesNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        using (store.WriteElsewhere())
        {
            StorageUnavailableException failure = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Definitions.SaveAsync(Samples.Import(), default));

            Assert.Equal(StorageFault.Busy, failure.Fault);
            Assert.Equal(store.Options.Provider == StorageProvider.Sqlite
                ? $"The database {store.Options.DatabasePath} is busy: another process has held it for too long; try again, or end that process."
                : $"The database {store.ServerPlace} is busy: another console or program has held it for too long; try again, or look in pg_stat_activity.", failure.Message);
            Assert.Null(await store.Definitions.FindCurrentAsync(default));
        }

        Assert.IsType<SaveOutcome.Saved>(await store.Definitions.SaveAsync(Samples.Import(), default));
    }
}
