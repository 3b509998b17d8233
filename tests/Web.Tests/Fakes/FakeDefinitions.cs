using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Difference;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Definitions.Rules;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Operations.Planning;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>A store of definitions in memory that keeps the rules, and the operations on it. Revision 1 holds <see cref="FakeStatus.Cluster"/>.</summary>
public sealed class FakeDefinitions : IDefinitionStore, IDefinitionOperations
{
    private readonly List<StoredDefinition> _revisions = [Stored(1, FakeStatus.Cluster(), "anna")];

    public ClusterDefinition Current => _revisions[^1].Definition;

    public long Revision => _revisions[^1].Revision;

    /// <summary>Every write that was no dry run.</summary>
    public List<DefinitionWrite> Writes { get; } = [];

    public CommitWindow? Window { get; set; }

    public List<string> Ended { get; } = [];

    /// <summary>Somebody else commits.</summary>
    public void Commit(ClusterDefinition next, string author = "bob") => _revisions.Add(Stored(Revision + 1, next, author));

    public Task<OperationResult?> RefuseAsync(ClaimsPrincipal user, string action, string about, CancellationToken cancellationToken) => Task.FromResult<OperationResult?>(null);

    public Task<DefinitionOutcome> WriteAsync(ClaimsPrincipal user, DefinitionWrite write, CancellationToken cancellationToken)
    {
        if (!write.Wish.DryRun) Writes.Add(write);
        if (Window is { } open) return Task.FromResult(new DefinitionOutcome(new OperationResult(OperationStatus.NotNow, $"Another change is on trial.")) { Window = open });
        if (!write.Seen.Holds(write.TagOf(_revisions[^1]), write.IsAbsent(_revisions[^1]))) return Answer(new OperationResult(OperationStatus.Conflict, $"Someone else changed it meanwhile."));
        EditResult edited = write.Edit(Current);
        if (edited.Next is null) return Answer(edited.Refusal!);
        ClusterDefinition next = Engine.Definitions.Json.MaskedSecrets.Restore(edited.Next, Current);
        var problems = DefinitionRules.Check(next);
        if (problems.Any(problem => problem.Severity == ProblemSeverity.Error)) return Answer(new OperationResult(OperationStatus.Refused, $"The definition breaks a rule; nothing was changed.", Problems: problems));
        if (next == Current) return Answer(new OperationResult(OperationStatus.Unchanged, $"It already is so; nothing was changed."));
        ClusterDefinition before = Current;
        var result = new OperationResult(OperationStatus.Done, $"Saved and in force.", Revision + 1, Problems: problems, Changes: DefinitionDifference.Between(before, next));
        if (write.Wish.DryRun) return Task.FromResult(new DefinitionOutcome(result) { Plan = ChangePlan.Of(before, next, FakeStatus.Healthy()) });
        Commit(next, user.Identity!.Name!);
        if (write.Wish.ConfirmWithin is { } within) Window = new CommitWindow(Revision, Revision - 1, FakeStatus.Noon, FakeStatus.Noon + within, new Actor(ActorKind.User, "anna", null), write.Wish.Comment, "");
        return Task.FromResult(new DefinitionOutcome(result) { Window = Window });
    }

    public Task<DefinitionOutcome> RollBackAsync(ClaimsPrincipal user, long revision, Precondition seen, WriteWish wish, CancellationToken cancellationToken) => WriteAsync(user, new DefinitionWrite
    {
        Action = "rollback",
        Object = $"revision {revision}",
        Edit = _ => new EditResult(_revisions.Find(each => each.Revision == revision)!.Definition),
        TagOf = stored => stored.ContentHash,
        IsAbsent = _ => false,
        Seen = seen,
        Wish = wish,
    }, cancellationToken);

    public Task<DefinitionOutcome> ConfirmAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken) => EndAsync("confirm");

    public Task<DefinitionOutcome> RevertAsync(ClaimsPrincipal user, string? comment, CancellationToken cancellationToken) => EndAsync("revert");

    Task<(CommitWindow Window, TimeSpan Left)?> IDefinitionOperations.FindWindowAsync(CancellationToken cancellationToken) =>
        Task.FromResult(Window is { } open ? ((CommitWindow, TimeSpan)?)(open, TimeSpan.FromSeconds(252)) : null);

    public Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken) => Task.FromResult<StoredDefinition?>(_revisions[^1]);

    public Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken) => throw new NotSupportedException("Pages save through the operations.");

    public Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<RevisionSummary>>([.. Summaries()]);

    public Task<Page<RevisionSummary>> PageRevisionsAsync(int limit, string? cursor, CancellationToken cancellationToken) => Task.FromResult(new Page<RevisionSummary>([.. Summaries()], null));

    public Task<StoredRevision?> FindRevisionAsync(long number, CancellationToken cancellationToken) =>
        Task.FromResult(_revisions.Find(each => each.Revision == number) is { } found ? new StoredRevision(Summary(found), found.Definition) : null);

    public Task<StoredDefinition?> FindRecentAsync(Func<StoredDefinition, bool> matches, CancellationToken cancellationToken) => Task.FromResult<StoredDefinition?>(null);

    Task<CommitWindow?> IDefinitionStore.FindWindowAsync(CancellationToken cancellationToken) => Task.FromResult(Window);

    public Task<CommitWindow?> ConfirmWindowAsync(long revision, Actor actor, string? reason, CancellationToken cancellationToken) => Task.FromResult(Window);

    private Task<DefinitionOutcome> EndAsync(string how)
    {
        Ended.Add(how);
        Window = null;
        return Answer(new OperationResult(OperationStatus.Done, $"Done."));
    }

    private IEnumerable<RevisionSummary> Summaries() => _revisions.AsEnumerable().Reverse().Select(Summary);

    private static RevisionSummary Summary(StoredDefinition stored) => new(stored.Revision, stored.SavedAt, stored.Author, "commit", $"comment {stored.Revision}", stored.ContentHash);

    private static StoredDefinition Stored(long revision, ClusterDefinition definition, string author) => new(revision, definition, DefinitionJson.Hash(definition), FakeStatus.Noon, author);

    private static Task<DefinitionOutcome> Answer(OperationResult result) => Task.FromResult(new DefinitionOutcome(result));
}
