using System.Diagnostics;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Tests.History;

namespace KeepaliveConsole.Data.Tests.Postgres;

/// <summary>The server goes away and comes back. A server of its own: others must not miss it.</summary>
public sealed class ServerAwayTests : IAsyncLifetime
{
    private readonly PostgresServer _server = new();

    public Task InitializeAsync() => _server.InitializeAsync();

    public Task DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task WhileTheServerIsAway_WritesAreRefusedAndEventsWait_AndAfterwardsNoneIsMissing()
    {
        using var folder = new TempFolder();
        _server.Use();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Definitions.SaveAsync(Samples.Import(), default);
        await store.Recorder.StartAsync(default);
        for (int number = 0; number < 10; number++) store.Recorder.Enqueue(EventRowsTests.Events.Takeover, "l1");
        await UntilAsync(() => store.Recorder.Written == 10);

        await _server.StopAsync();
        var taken = Stopwatch.StartNew();
        StorageUnavailableException refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Definitions.SaveAsync(Samples.Drain, default));
        Assert.Equal(StorageFault.Unreachable, refused.Fault);
        Assert.StartsWith($"The database store1 on 127.0.0.1:{_server.Port} cannot be reached (", refused.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Definitions.FindCurrentAsync(default));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Tokens.VerifyAsync("kc_something", default));
        Assert.True(taken.Elapsed < TimeSpan.FromSeconds(10), $"refused after {taken.Elapsed}");
        for (int number = 0; number < 500; number++) store.Recorder.Enqueue(EventRowsTests.Events.Takeover, "l1");
        await UntilAsync(() => store.Log.Lines.Any(line => line.Id == 4000));

        await _server.StartAsync();

        // At once: a connection that died with the server is not what a person's next change fails for.
        Assert.Equal(2, Assert.IsType<SaveOutcome.Saved>(await store.Definitions.SaveAsync(Samples.Drain, default)).Stored.Revision);
        await UntilAsync(() => store.Recorder.Written == 510);
        await store.Recorder.StopAsync(default);
        Assert.Equal((510L, 0L), (store.Recorder.Written, store.Recorder.Lost));
        Assert.Equal(510L, TestStore.Ask(store.Options.DatabasePath, "SELECT count(*) FROM Transitions"));
        Assert.Equal([4000, 4001], store.Log.Lines.Where(line => line.Id is 4000 or 4001).Select(line => line.Id));
    }

    [Fact]
    public async Task ServerAwayAtTheStart_OpensLater()
    {
        using var folder = new TempFolder();
        string database = _server.DatabaseOf(folder.Data);
        await _server.StopAsync();
        await using var store = new TestStore(new ConsoleDataOptions { DataDirectory = folder.Data, Provider = StorageProvider.PostgreSQL, ConnectionString = database });
        Assert.Equal(DatabaseProblem.Unreachable, Assert.IsType<DatabaseOpening.Failed>(await store.Database.OpenAsync(default)).Problem);
        await store.Recorder.StartAsync(default);
        await store.Reopening.StartAsync(default);
        store.Recorder.Enqueue(EventRowsTests.Events.Takeover, "l1");
        await UntilAsync(() => store.Log.Lines.Any(line => line.Id == 4000));

        await _server.StartAsync();

        // By itself, and with the token that the first person needs.
        await UntilAsync(() => store.Recorder.Written == 1 && store.Log.Lines.Any(line => line.Id == 4076));
        Assert.Single(store.Log.Lines, line => line.Id == 4075);
        Assert.True(File.Exists(store.Options.SetupTokenPath));
        await store.Reopening.StopAsync(default);
        await store.Recorder.StopAsync(default);
        Assert.Equal(0, store.Recorder.Lost);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromMinutes(1), "It did not happen within a minute.");
            await Task.Delay(10);
        }
    }
}
