using System.Collections.Concurrent;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>
/// What people have staged and what they are writing, by account: a reload, a lost circuit or another tab finds it again, and by <see cref="DraftFile"/>
/// the next start of the console.
/// </summary>
public sealed class DraftStore
{
    /// <summary>Most changes that one person may have staged: 500.</summary>
    public const int MostChanges = 500;

    private readonly ConcurrentDictionary<string, Draft> _drafts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string User, string Kind, string Name), StagedChange> _writing = new();
    private long _version;

    /// <summary>Higher after every change of anything in here; 0 = nothing was ever in here.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Everything as it is now.</summary>
    public KeptDrafts Take() => new(
        [.. _drafts.SelectMany(draft => draft.Value.Changes.Select(change => new KeptDraft(draft.Key, change)))],
        [.. _writing.Select(form => new KeptDraft(form.Key.User, form.Value))]);

    /// <summary>Puts in what was taken out by a process before; for an empty store.</summary>
    public void Restore(KeptDrafts kept)
    {
        ArgumentNullException.ThrowIfNull(kept);
        foreach (KeptDraft staged in kept.Staged) Stage(staged.User, staged.Change);
        foreach (KeptDraft form in kept.Writing) Keep(form.User, form.Change);
    }

    /// <summary>What <paramref name="user"/> has staged.</summary>
    public Draft Of(string user) => _drafts.GetValueOrDefault(user, Draft.Nothing);

    /// <summary>Stages a change, in place of an earlier one of the same object.</summary>
    /// <returns>False: there are too many already.</returns>
    public bool Stage(string user, StagedChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        bool isRoom = true;
        _drafts.AddOrUpdate(user, _ => new Draft([change], 1), (_, draft) =>
        {
            bool isKnown = draft.Find(change.Kind, change.Name) is not null;
            isRoom = isKnown || draft.Changes.Count < MostChanges;
            if (!isRoom) return draft;
            return new Draft(isKnown ? [.. draft.Changes.Select(each => Same(each, change) ? change : each)] : [.. draft.Changes, change], draft.Version + 1);
        });
        Changed();
        return isRoom;
    }

    /// <summary>Takes one staged change back.</summary>
    public void Drop(string user, string kind, string name) =>
        Change(user, draft => [.. draft.Changes.Where(each => each.Kind != kind || each.Name != name)]);

    /// <summary>Takes back what was committed: those of <paramref name="done"/> that are still the same.</summary>
    public void Drop(string user, Draft done)
    {
        ArgumentNullException.ThrowIfNull(done);
        Change(user, draft => [.. draft.Changes.Where(each => !done.Changes.Any(was => ReferenceEquals(was, each)))]);
    }

    /// <summary>Takes everything back.</summary>
    public void Clear(string user) => Change(user, _ => []);

    /// <summary>Keeps what is in a form that was not staged yet; <see cref="StagedChange.Mine"/> may be unreadable.</summary>
    public void Keep(string user, StagedChange writing)
    {
        ArgumentNullException.ThrowIfNull(writing);
        // Forms left open by the hundred are not worth keeping.
        if (_writing.Count(each => each.Key.User == user) >= MostChanges) return;
        _writing[(user, writing.Kind, writing.Name)] = writing;
        Changed();
    }

    /// <summary>What was in the form; null = nothing.</summary>
    public StagedChange? Kept(string user, string kind, string name) => _writing.GetValueOrDefault((user, kind, name));

    /// <summary>Forgets what was in the form.</summary>
    public void Forget(string user, string kind, string name)
    {
        if (_writing.TryRemove((user, kind, name), out _)) Changed();
    }

    private void Change(string user, Func<Draft, IReadOnlyList<StagedChange>> change)
    {
        _drafts.AddOrUpdate(user, _ => Draft.Nothing, (_, draft) => new Draft(change(draft), draft.Version + 1));
        Changed();
    }

    private void Changed() => Interlocked.Increment(ref _version);

    private static bool Same(StagedChange one, StagedChange other) => one.Kind == other.Kind && one.Name == other.Name;
}

/// <summary>All drafts, to be kept.</summary>
/// <param name="Staged">Staged changes; those of one person in their order.</param>
/// <param name="Writing">What is in forms and not staged.</param>
public sealed record KeptDrafts(IReadOnlyList<KeptDraft> Staged, IReadOnlyList<KeptDraft> Writing);

/// <summary>A change and who makes it.</summary>
/// <param name="User">The account.</param>
/// <param name="Change">The change.</param>
public sealed record KeptDraft(string User, StagedChange Change);
