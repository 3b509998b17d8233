using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>A store that holds one definition and is only read.</summary>
public sealed class FakeStoredDefinition : IDefinitionStore
{
    /// <summary>The definition in force; null = none was ever saved.</summary>
    public ClusterDefinition? Current { get; set; } = FakeStatus.Cluster();

    /// <summary>What the next questions fail with; null = they do not.</summary>
    public Exception? Failure { get; set; }

    public Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken) => Failure is null
        ? Task.FromResult(Current is null ? null : new StoredDefinition(7, Current, "0123", FakeStatus.Noon, "anna"))
        : Task.FromException<StoredDefinition?>(Failure);

    public Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<RevisionSummary>> PageRevisionsAsync(int limit, string? cursor, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredRevision?> FindRevisionAsync(long number, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoredDefinition?> FindRecentAsync(Func<StoredDefinition, bool> matches, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<CommitWindow?> FindWindowAsync(CancellationToken cancellationToken) => Task.FromResult<CommitWindow?>(null);

    public Task<CommitWindow?> ConfirmWindowAsync(long revision, Actor actor, string? reason, CancellationToken cancellationToken) => throw new NotSupportedException();
}
