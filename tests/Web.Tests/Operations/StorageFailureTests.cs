using System.Net;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Tests.Api;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Operations;

/// <summary>The database breaks while the console runs: people are told, the engine is not asked, and status goes on.</summary>
public sealed class StorageFailureTests
{
    [Fact]
    public async Task BrokenStore_Answers503_AndTheStatusGoesOn()
    {
        var store = new BreakableStore();
        await using var console = new ConsoleFactory { Replace = services => services.AddSingleton<IDefinitionStore>(store) };
        await console.AddUserAsync("root", Roles.Admin);
        HttpClient client = console.As(Roles.Admin);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz")).StatusCode);

        store.IsBroken = true;

        Assert.Equal((503, "storage"), await (await client.PostAsync("/api/v1/virtual-services/s/real-servers/r/actions/drain", null)).ProblemAsync());
        Assert.Equal((503, "storage"), await (await client.GetAsync("/api/v1/cluster")).ProblemAsync());
        HttpResponseMessage ready = await client.GetAsync("/readyz");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains("the database cannot be read", await ready.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/api/v1/status")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/metrics")).StatusCode);
        Assert.Empty(console.Engine.Applied);
    }

    private sealed class BreakableStore : IDefinitionStore
    {
        public bool IsBroken { get; set; }

        public Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken) => Answer<StoredDefinition?>(null);

        public Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken) => throw Broken();

        public Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken) => Answer<IReadOnlyList<RevisionSummary>>([]);

        public Task<Page<RevisionSummary>> PageRevisionsAsync(int limit, string? cursor, CancellationToken cancellationToken) => Answer(new Page<RevisionSummary>([], null));

        public Task<StoredRevision?> FindRevisionAsync(long number, CancellationToken cancellationToken) => Answer<StoredRevision?>(null);

        public Task<StoredDefinition?> FindRecentAsync(Func<StoredDefinition, bool> matches, CancellationToken cancellationToken) => Answer<StoredDefinition?>(null);

        public Task<CommitWindow?> FindWindowAsync(CancellationToken cancellationToken) => Answer<CommitWindow?>(null);

        public Task<CommitWindow?> ConfirmWindowAsync(long revision, Actor actor, string? reason, CancellationToken cancellationToken) => Answer<CommitWindow?>(null);

        private static StorageUnavailableException Broken() => new(StorageFault.Corrupt, "The database is damaged.");

        private Task<T> Answer<T>(T value) => IsBroken ? Task.FromException<T>(Broken()) : Task.FromResult(value);
    }
}
