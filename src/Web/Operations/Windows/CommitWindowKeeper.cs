using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Operations.Editing;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Operations.Windows;

/// <summary>
/// Watches the open commit-confirm window and takes the change back when nobody confirms it or a guard says so. The thin edge around
/// <see cref="WindowWatch"/>: clock, picture, store. When the database fails at that moment the engine goes back without it, and the store follows later.
/// </summary>
internal sealed partial class CommitWindowKeeper(IDefinitionStore store, IEngineStatusFeed feed, DefinitionApplier applier, SignsOfLife life, WindowNews news, IOptions<EngineOptions> engine,
    TimeProvider time, ILogger<CommitWindowKeeper> logger) : BackgroundService
{
    /// <summary>Time between looks at an open window: 0.5 s.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    /// <summary>Time between looks whether the store knows of a window, while none is watched: 5 s.</summary>
    public static readonly TimeSpan IdlePace = Pace * LooksBetweenStores;

    /// <summary>Who takes a change back when nobody is there to.</summary>
    public static Actor Itself { get; } = new(ActorKind.Engine, "commit-confirm", null);

    // Every so many looks: does the store know the same window? Another console may have opened or ended one, or the database was replaced.
    private const int LooksBetweenStores = 10;

    private readonly Lock _gate = new();
    private readonly PeriodicTimer _timer = new(IdlePace, time);
    private Watched? _watched;
    private int _looks;
    private bool _failing;

    /// <summary>The window that is watched; null = none is open.</summary>
    public CommitWindow? Open
    {
        get { lock (_gate) return _watched?.Window; }
    }

    /// <summary>Was it decided to take the change back, though the store may not know yet? Too late to confirm.</summary>
    public bool IsGoingBack
    {
        get { lock (_gate) return _watched is { Reason: not null }; }
    }

    /// <summary>Time left to confirm the watched window; zero = none, or over.</summary>
    public TimeSpan Left
    {
        get
        {
            lock (_gate) return _watched is { } watched && watched.Length > Elapsed(watched) ? watched.Length - Elapsed(watched) : TimeSpan.Zero;
        }
    }

    /// <summary>Begins to watch a window that was just opened.</summary>
    /// <param name="window">The window.</param>
    /// <param name="backTo">What the engine goes back to, should the database not answer then.</param>
    public void Watch(CommitWindow window, ClusterDefinition backTo) => _ = Watch(window, window.EndsAt - window.OpenedAt, backTo, isResumed: false);

    /// <summary>Somebody confirmed <paramref name="window"/>.</summary>
    public void Confirmed(CommitWindow window, string? reason)
    {
        Forget(window.Revision);
        news.Closed(window, WindowOutcome.Confirmed, reason);
    }

    /// <summary>
    /// Makes what is watched the same as what the store knows: drops a window that is no longer there, and takes up one that was open when the
    /// console ended, that another console opened, or that was there when the database came back. Call before the engine is given what the store
    /// holds: a window whose time ran out goes back first, so that the engine is never given a change that nobody confirmed. Otherwise the time
    /// that is left counts on.
    /// </summary>
    public async Task ResumeAsync(CancellationToken cancellationToken)
    {
        // First what is watched, then the store: what was watched before is in the store unless it ended.
        Watched? watched;
        lock (_gate) watched = _watched;
        CommitWindow? window = await store.FindWindowAsync(cancellationToken).ConfigureAwait(false);
        if (watched is not null && watched.Window.Revision == window?.Revision && watched.Window.OpenedAt == window.OpenedAt) return;
        if (watched is not null) await DropAsync(watched, cancellationToken).ConfigureAwait(false);
        if (window is null) return;
        TimeSpan length = window.EndsAt - window.OpenedAt;
        // A clock that was set back must not make the window longer.
        TimeSpan left = window.EndsAt - time.GetUtcNow();
        if (left <= TimeSpan.Zero)
        {
            await EndAsync(window, Itself, "window-rollback", "nobody confirmed it in time; the console was not running when it ran out, or its database was away", apply: applier.Latest > 0, cancellationToken).ConfigureAwait(false);
            return;
        }

        StoredRevision? backTo = await store.FindRevisionAsync(window.BackTo, cancellationToken).ConfigureAwait(false);
        if (!Watch(window, left < length ? left : length, backTo?.Definition, isResumed: true)) return;
        LogResumed(window.Revision, (left < length ? left : length).TotalSeconds);
    }

    /// <summary>Takes a change back: a new revision with the content of the one before it, and what operators did to servers meanwhile.</summary>
    /// <param name="window">The window.</param>
    /// <param name="actor">Who does so.</param>
    /// <param name="action">Word for the audit trail.</param>
    /// <param name="reason">Why.</param>
    /// <param name="apply">Bring it into force at once; false when the engine gets it later anyway.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<SaveOutcome?> EndAsync(CommitWindow window, Actor actor, string action, string reason, bool apply, CancellationToken cancellationToken)
    {
        ClusterDefinition? backTo = (await store.FindRevisionAsync(window.BackTo, cancellationToken).ConfigureAwait(false))?.Definition;
        ClusterDefinition? trial = (await store.FindRevisionAsync(window.Revision, cancellationToken).ConfigureAwait(false))?.Definition;
        if (backTo is null) LogLost(window.BackTo);
        SaveOutcome outcome = await store.SaveAsync(new DefinitionChange
        {
            Edit = current => backTo is null ? current : OperatorStates.Carry(current, trial ?? current, backTo),
            EndsWindow = window.Revision,
            Actor = actor,
            Action = action,
            Object = "cluster",
            Reason = backTo is null ? $"revision {window.BackTo} cannot be read, so revision {window.Revision} stays; {reason}" : $"back from revision {window.Revision} to {window.BackTo}: {reason}",
        }, cancellationToken).ConfigureAwait(false);
        Watched? ended = Forget(window.Revision);
        if (outcome is SaveOutcome.Saved saved)
        {
            if (apply) applier.Apply(saved.Stored);
            LogWentBack(window.Revision, window.BackTo, saved.Stored.Revision, reason);
        }
        else if (outcome is SaveOutcome.Refused refused)
        {
            LogRefused(window.Revision, window.BackTo, refused.Problems[0].Message);
        }
        else if (outcome is SaveOutcome.WindowGone gone && ended is { WentBack: true })
        {
            applier.ApplyAgain(gone.Current);
        }

        if (ended is not null || outcome is not SaveOutcome.WindowGone) news.Closed(window, OutcomeOf(outcome, backTo is not null, actor), reason);
        return outcome;
    }

    /// <summary>One look.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        Watched? watched;
        lock (_gate) watched = _watched;
        try
        {
            if (watched is null || (++_looks % LooksBetweenStores == 0 && watched.Reason is null))
            {
                await ResumeAsync(cancellationToken).ConfigureAwait(false);
                lock (_gate) watched = _watched;
            }

            if (watched is not null && Decide(watched) is { } reason) await EndAsync(watched.Window, Itself, "window-rollback", reason, apply: true, cancellationToken).ConfigureAwait(false);
            _failing = false;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            if (!_failing) LogStorage(StorageFailure.Describe(error));
            _failing = true;
            if (watched is { Reason: not null, WentBack: false, BackTo: { } backTo })
            {
                watched.WentBack = true;
                applier.ApplyUnsaved(backTo, watched.Window.BackTo);
            }
        }
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _timer.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await _timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; the window stays in the store.
        }
    }

    // One that was just opened here knows better than one that was found in the store meanwhile.
    private bool Watch(CommitWindow window, TimeSpan length, ClusterDefinition? backTo, bool isResumed)
    {
        var watch = new WindowWatch(WindowTerms.Read(window.Guards), length, engine.Value.Node, isResumed);
        bool isNews;
        lock (_gate)
        {
            if (isResumed && _watched is not null) return false;
            isNews = _watched?.Window != window;
            SetWatched(new Watched(window, watch, length, backTo, time.GetTimestamp()));
        }

        if (isNews) news.Opened(window, isResumed);
        return true;
    }

    private void SetWatched(Watched? watched)
    {
        _watched = watched;
        try
        {
            _timer.Period = watched is null ? IdlePace : Pace;
        }
        catch (ObjectDisposedException)
        {
            // The host is gone; the window stays in the store.
        }
    }

    private Watched? Forget(long revision)
    {
        lock (_gate)
        {
            Watched? watched = _watched?.Window.Revision == revision ? _watched : null;
            if (watched is not null) SetWatched(null);
            return watched;
        }
    }

    private async Task DropAsync(Watched watched, CancellationToken cancellationToken)
    {
        // The engine went back alone and the store knows nothing of it: what the store holds now counts.
        StoredDefinition? current = watched.WentBack ? await store.FindCurrentAsync(cancellationToken).ConfigureAwait(false) : null;
        lock (_gate)
        {
            if (_watched != watched) return;
            SetWatched(null);
        }

        if (current is not null) applier.ApplyAgain(current);
        LogGone(watched.Window.Revision);
        news.Closed(watched.Window, WindowOutcome.Gone, null);
    }

    private static WindowOutcome OutcomeOf(SaveOutcome outcome, bool hasBackTo, Actor actor) => outcome switch
    {
        SaveOutcome.WindowGone => WindowOutcome.Gone,
        SaveOutcome.Refused => WindowOutcome.Stayed,
        _ when !hasBackTo => WindowOutcome.Stayed,
        _ => actor == Itself ? WindowOutcome.RolledBack : WindowOutcome.Reverted,
    };

    private string? Decide(Watched watched)
    {
        string? reason = watched.Watch.Look(Elapsed(watched), feed.Current, life.Silence(watched.Window.Actor));
        lock (_gate) return watched.Reason ??= reason;
    }

    private TimeSpan Elapsed(Watched watched) => time.GetElapsedTime(watched.Begin);

    [LoggerMessage(5210, LogLevel.Warning, "Revision {Revision} goes back to {BackTo} as revision {New}: {Reason}")]
    private partial void LogWentBack(long revision, long backTo, long @new, string reason);

    [LoggerMessage(5211, LogLevel.Error, "Revision {Revision} stays: going back to {BackTo} breaks a rule: {Problem}")]
    private partial void LogRefused(long revision, long backTo, string problem);

    [LoggerMessage(5212, LogLevel.Error, "The commit-confirm window cannot be kept in the store; it is tried again. {Reason}")]
    private partial void LogStorage(string reason);

    [LoggerMessage(5213, LogLevel.Warning, "Revision {Revision} is still to be confirmed, within {Seconds:0} s.")]
    private partial void LogResumed(long revision, double seconds);

    [LoggerMessage(5214, LogLevel.Error, "Revision {BackTo} cannot be read, so nothing can go back to it; what is in force stays.")]
    private partial void LogLost(long backTo);

    [LoggerMessage(5231, LogLevel.Warning, "Revision {Revision} is no longer on trial: its window is gone from the store.")]
    private partial void LogGone(long revision);

    private sealed class Watched(CommitWindow window, WindowWatch watch, TimeSpan length, ClusterDefinition? backTo, long begin)
    {
        public CommitWindow Window => window;

        public WindowWatch Watch => watch;

        public TimeSpan Length => length;

        public ClusterDefinition? BackTo => backTo;

        public long Begin => begin;

        /// <summary>Why it goes back; once said it stays said, also while the store cannot be written.</summary>
        public string? Reason { get; set; }

        public bool WentBack { get; set; }
    }
}
