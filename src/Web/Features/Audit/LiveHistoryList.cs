using KeepaliveConsole.Data;
using KeepaliveConsole.Web.Components.Live;

namespace KeepaliveConsole.Web.Features.Audit;

/// <summary>
/// A list from the store, newest first, one page at a time. While the newest page is shown it is asked for again after
/// events, at most every <see cref="RequeryPause"/>: the rows are written behind the events, by a queue of their own.
/// </summary>
/// <typeparam name="T">The row.</typeparam>
public abstract class LiveHistoryList<T> : LiveComponent
{
    /// <summary>Least time between two queries that events cause: 2 s. It also asks once more that long after an event, for rows written late.</summary>
    public static readonly TimeSpan RequeryPause = TimeSpan.FromSeconds(2);

    private readonly CancellationTokenSource _gone = new();
    private readonly List<string?> _cursors = [null];
    private DateTimeOffset _queriedAt;
    private DateTimeOffset _lastEventAt;
    private long _eventsSeen;
    private bool _busy;

    /// <summary>The rows; null = not loaded yet.</summary>
    protected Page<T>? Rows { get; private set; }

    /// <summary>Why the last query failed; null = it did not.</summary>
    protected string? Failure { get; private set; }

    /// <summary>Number of the page, 1 and up.</summary>
    protected int PageNumber => _cursors.Count;

    /// <summary>Is there an older page?</summary>
    protected bool HasOlder => Rows?.NextCursor is not null;

    /// <summary>Asks the store for one page.</summary>
    /// <param name="cursor">Where to go on; null = the newest.</param>
    /// <param name="cancellationToken">Cancelled when the tab closes.</param>
    protected abstract Task<Page<T>> QueryAsync(string? cursor, CancellationToken cancellationToken);

    /// <summary>Loads the page that is shown, again.</summary>
    protected async Task ReloadAsync()
    {
        if (_busy) return;
        _busy = true;
        _queriedAt = Live.Now;
        try
        {
            Rows = await QueryAsync(_cursors[^1], _gone.Token);
            Failure = null;
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
#pragma warning disable CA1031 // A locked or broken database is shown on the page; the rest of the console goes on.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Failure = exception.Message;
        }
        finally
        {
            _busy = false;
        }
    }

    /// <summary>Begins again at the newest page, after the filter changed.</summary>
    protected Task RestartAsync()
    {
        _cursors.Clear();
        _cursors.Add(null);
        return ReloadAsync();
    }

    /// <summary>Goes to the next older page.</summary>
    protected Task OlderAsync()
    {
        if (Rows?.NextCursor is not { } next) return Task.CompletedTask;
        _cursors.Add(next);
        return ReloadAsync();
    }

    /// <summary>Goes back to the next newer page.</summary>
    protected Task NewerAsync()
    {
        if (_cursors.Count > 1) _cursors.RemoveAt(_cursors.Count - 1);
        return ReloadAsync();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync()
    {
        _eventsSeen = Live.EventCount;
        return ReloadAsync();
    }

    /// <inheritdoc />
    protected override Task OnWakeAsync()
    {
        if (Live.EventCount != _eventsSeen)
        {
            _eventsSeen = Live.EventCount;
            _lastEventAt = Live.Now;
        }
        bool due = _queriedAt < _lastEventAt + RequeryPause && Live.Now - _queriedAt >= RequeryPause;
        return PageNumber == 1 && due ? ReloadAsync() : Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_gone.IsCancellationRequested)
        {
            _gone.Cancel();
            _gone.Dispose();
        }
        base.Dispose(disposing);
    }
}
