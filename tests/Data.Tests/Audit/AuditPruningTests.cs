using KeepaliveConsole.Data.Audit;

namespace KeepaliveConsole.Data.Tests.Audit;

/// <summary>Old rows go, the rest stays one chain.</summary>
public sealed class AuditPruningTests
{
    [Fact]
    public async Task OldRows_GoInBatches_AndTheRestVerifies()
    {
        using var folder = new TempFolder();
        await using TestStore store = await RowsAsync(folder, 1203);
        AuditHead noted = await store.Chain.HeadAsync(default);
        AuditRecord last = (await store.Audit.FindAsync(1100, default))!;

        AuditPruning pruned = await store.Chain.PruneAsync(ManualClock.Noon.AddMinutes(1100), default);

        Assert.Equal(new AuditPruning(1100, 1100, null), pruned);
        AuditVerification found = await store.Chain.VerifyAsync(noted, default);
        Assert.Equal((true, 104L, 1100L, 1204L), (found.Intact, found.Checked, found.Removed, found.Head!.Id));
        AuditRecord record = (await store.Audit.FindAsync(1204, default))!;
        Assert.Equal(("audit-prune", "console", ActorKind.Engine, true), (record.Action, record.Actor, record.ActorKind, record.Succeeded));
        Assert.Equal($"{{\"removed\":1100,\"lastId\":1100,\"lastHash\":\"{last.Hash}\",\"intact\":true}}", record.After);
        Assert.Equal("1100 rows up to number 1100, older than 2026-05-05 06:20:00 UTC, were removed; their chain was whole.", record.Reason);
        Assert.Null(await store.Audit.FindAsync(1100, default));
        Assert.NotNull(await store.Audit.FindAsync(1101, default));
    }

    [Fact]
    public async Task NothingOld_ChangesNothingAndRecordsNothing()
    {
        using var folder = new TempFolder();
        await using TestStore store = await RowsAsync(folder, 3);
        Assert.Equal(new AuditPruning(0, 0, null), await store.Chain.PruneAsync(ManualClock.Noon, default));
        Assert.Equal(3L, (await store.Chain.HeadAsync(default)).Id);
    }

    [Fact]
    public async Task SecondTime_AddsUp_AndRowsRemovedBehindTheConsolesBackStillShow()
    {
        using var folder = new TempFolder();
        await using TestStore store = await RowsAsync(folder, 20);
        await store.Chain.PruneAsync(ManualClock.Noon.AddMinutes(5), default);
        await store.Chain.PruneAsync(ManualClock.Noon.AddMinutes(9), default);
        AuditVerification found = await store.Chain.VerifyAsync(null, default);
        Assert.Equal((true, 9L, 13L), (found.Intact, found.Removed, found.Checked));

        TestStore.Execute(store.Options.DatabasePath, "DELETE FROM AuditRows WHERE Id <= 12");
        Assert.Equal(new AuditFlaw(10, AuditFlawKind.Missing, "Rows 10 to 12 are missing."), (await store.Chain.VerifyAsync(null, default)).Flaw);
    }

    [Fact]
    public async Task BrokenPart_IsRemovedAllTheSame_AndTheTrailSaysWhatWasWrong()
    {
        using var folder = new TempFolder();
        await using TestStore store = await RowsAsync(folder, 20);
        TestStore.Execute(store.Options.DatabasePath, "UPDATE AuditRows SET Actor = 'bob' WHERE Id = 4");

        AuditPruning pruned = await store.Chain.PruneAsync(ManualClock.Noon.AddMinutes(10), default);

        Assert.Equal((10L, 4L, AuditFlawKind.Changed), (pruned.Removed, pruned.Flaw!.Id, pruned.Flaw.Kind));
        AuditRecord record = (await store.Audit.FindAsync(21, default))!;
        Assert.False(record.Succeeded);
        Assert.EndsWith("their chain was broken: Row 4 was changed: its content does not give its hash.", record.Reason, StringComparison.Ordinal);
        Assert.True((await store.Chain.VerifyAsync(null, default)).Intact);
    }

    [Fact]
    public async Task RowsFromBeforeTheChain_GoToo()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        for (int number = 1; number <= 3; number++) TestStore.Execute(store.Options.DatabasePath, AuditChainTests.Old(number));
        await store.Audit.RecordAsync(Entry(ManualClock.Noon), default);

        Assert.Equal(3L, (await store.Chain.PruneAsync(ManualClock.Noon, default)).Removed);
        AuditVerification found = await store.Chain.VerifyAsync(null, default);
        Assert.Equal((true, 2L, 0L, 3L), (found.Intact, found.Checked, found.BeforeChain, found.Removed));
    }

    [Fact]
    public async Task ClockThatWasWrong_NeitherHoldsUpRetentionNorTakesYoungRowsAlong()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        store.Clock.Advance(TimeSpan.FromDays(1));
        DateTimeOffset[] times = [ManualClock.Noon, ManualClock.Noon.AddYears(70), ManualClock.Noon.AddMinutes(1), ManualClock.Noon.AddHours(5), ManualClock.Noon.AddMinutes(2)];
        foreach (DateTimeOffset time in times) await store.Audit.RecordAsync(Entry(time), default);

        Assert.Equal(new AuditPruning(3, 3, null), await store.Chain.PruneAsync(ManualClock.Noon.AddHours(1), default));
        Assert.Equal(3L, (await store.Chain.VerifyAsync(null, default)).Checked);
    }

    private static async Task<TestStore> RowsAsync(TempFolder folder, int count)
    {
        TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Gate.WriteAsync(async context =>
        {
            for (int number = 0; number < count; number++) context.AuditRows.Add(AuditRows.ToRow(Entry(ManualClock.Noon.AddMinutes(number)), ManualClock.Noon));
            return await context.SaveChangesAsync();
        }, default);
        store.Clock.Advance(TimeSpan.FromDays(10));
        return store;
    }

    private static AuditEntry Entry(DateTimeOffset at) => new() { At = at, Actor = Samples.Alice, Action = "drain", Object = "x" };
}
