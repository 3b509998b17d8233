using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Security.Claims;
using System.Text.Json;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Operations;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Live;

/// <summary>Where a reader of the stream begins and what it wants.</summary>
/// <param name="After">Id of the last event it has; null = only what comes from now on.</param>
/// <param name="Kinds">Only these kinds; empty = all.</param>
/// <param name="Instance">Only events about this VRRP instance; null = all.</param>
/// <param name="Service">Only events about this virtual service; null = all.</param>
internal sealed record EventStreamRequest(long? After, IReadOnlyCollection<string> Kinds, string? Instance, string? Service)
{
    /// <summary>Does the reader want it?</summary>
    public bool Wants(StoredEvent stored) => (Kinds.Count == 0 || Kinds.Contains(stored.Kind))
        && (Instance is null || stored.Instance == Instance) && (Service is null || stored.Service == Service);
}

/// <summary>
/// The stored events as server-sent events. One ring serves everyone; a reader that is further back reads the store in pages, a few readers
/// at a time. An event is told when it is durable and never before: what was told can be resumed from, also by a console that started again.
/// </summary>
internal sealed class EventStream : IHostedService, IDisposable
{
    /// <summary>Silence is broken after 15 s, so that both ends and whoever is between see that the line lives.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>A browser or library tries again 3 s after it lost the line.</summary>
    public static readonly TimeSpan Retry = TimeSpan.FromSeconds(3);

    /// <summary>A stream ends after an hour and the reader resumes it.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    private const int PageSize = 500;
    private const int CatchingUpAtOnce = 4;

    private static readonly Task s_never = new TaskCompletionSource().Task;

    private readonly IEventLog _log;
    private readonly OpenStreams _open;
    private readonly TimeProvider _time;
    private readonly string _node;
    private readonly CancellationToken _stopping;
    private readonly SemaphoreSlim _catchingUp = new(CatchingUpAtOnce, CatchingUpAtOnce);
    private int _readers;

    public EventStream(IEventLog log, OpenStreams open, TimeProvider time, IOptions<EngineOptions> engine, IHostApplicationLifetime lifetime)
    {
        _log = log;
        _open = open;
        _time = time;
        _node = engine.Value.Node;
        _stopping = lifetime.ApplicationStopping;
    }

    /// <summary>The shared tail.</summary>
    public EventRing Ring { get; } = new();

    /// <summary>Streams that are open now.</summary>
    public int Readers => Volatile.Read(ref _readers);

    /// <summary>Begins to follow the store.</summary>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        _log.News += Ring.Take;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken)
    {
        _log.News -= Ring.Take;
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose() => _catchingUp.Dispose();

    /// <summary>
    /// The stream of one reader. <paramref name="start"/> comes from <see cref="BeginAsync"/>. Ends when the reader leaves or may
    /// not read any more, the console stops or an hour is over.
    /// </summary>
    public async IAsyncEnumerable<SseItem<string>> ReadAsync(EventStreamRequest request, EventStreamStart start, ClaimsPrincipal user, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using OpenStream open = _open.Open(user);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopping, open.Ended);
        end.CancelAfter(Longest);
        Interlocked.Increment(ref _readers);
        try
        {
            // Headers go out with the first item: whoever opened the stream knows at once that it stands.
            yield return Beat(start.After) with { ReconnectionInterval = Retry };
            if (start.Gap is { } gap) yield return gap;
            await foreach (SseItem<string> item in FollowAsync(request, start.After, end.Token).ConfigureAwait(false)) yield return item;
        }
        finally
        {
            Interlocked.Decrement(ref _readers);
        }
    }

    /// <summary>Finds the place to begin at, and whether something is missing before it. Needs the store.</summary>
    public async Task<EventStreamStart> BeginAsync(EventStreamRequest request, CancellationToken cancellationToken)
    {
        if (request.After is null && Ring.Newest > 0) return new EventStreamStart(Ring.Newest, null);
        EventLogBounds bounds = await _log.BoundsAsync(_node, cancellationToken).ConfigureAwait(false);
        Ring.Seed(bounds.Newest);
        if (request.After is not { } after) return new EventStreamStart(bounds.Newest, null);
        if (after > bounds.Newest)
            return new EventStreamStart(bounds.Newest, Gap("unknown", $"The event {after} is not one of this store, which was perhaps replaced or restored; the stream goes on with what comes now.", null));
        bool isKept = after == 0 ? bounds.Oldest <= 1 : after >= bounds.Oldest || await _log.HasAsync(_node, after, cancellationToken).ConfigureAwait(false);
        return new EventStreamStart(after, isKept || after == bounds.Oldest - 1 ? null
            : Gap("retention", $"Events after {after} were removed by age; the oldest kept is {bounds.Oldest}.", null));
    }

    private async IAsyncEnumerable<SseItem<string>> FollowAsync(EventStreamRequest request, long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var events = new List<StoredEvent>();
        long lost = Ring.Lost;
        string? trouble = null;
        long beatAt = _time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested)
        {
            events.Clear();
            RingView view = Ring.Read(after, events, PageSize);
            if (view.Trouble != trouble)
            {
                trouble = view.Trouble;
                yield return new SseItem<string>(Json(new { available = trouble is null, reason = trouble }), "storage");
            }

            if (view.Behind) after = await CatchUpAsync(request, after, view.Floor, events, cancellationToken).ConfigureAwait(false);
            else if (events.Count > 0) after = events[^1].Id;
            foreach (StoredEvent stored in events)
                if (request.Wants(stored)) yield return new SseItem<string>(stored.Json, stored.Kind) { EventId = stored.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) };

            if (view.Lost > lost)
            {
                yield return Gap("lost", "Events could not be stored; read the status.", view.Lost - lost);
                lost = view.Lost;
            }

            TimeSpan quiet = _time.GetElapsedTime(beatAt);
            if (quiet >= Heartbeat)
            {
                beatAt = _time.GetTimestamp();
                yield return Beat(after);
            }
            else if (events.Count == 0 && !view.Behind)
            {
                await WaitAsync(view.Changed, Heartbeat - quiet, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // After a page that is not full the reader has everything up to the floor of the ring that it saw before it asked.
    private async Task<long> CatchUpAsync(EventStreamRequest request, long after, long floor, List<StoredEvent> events, CancellationToken cancellationToken)
    {
        try
        {
            await _catchingUp.WaitAsync(cancellationToken).ConfigureAwait(false);
            try
            {
                events.AddRange(await _log.ReadAsync(_node, after, request.Kinds, PageSize, cancellationToken).ConfigureAwait(false));
            }
            finally
            {
                _catchingUp.Release();
            }
        }
        catch (OperationCanceledException)
        {
            return after;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            // The store is away: stay where we are, look again in a while.
            await WaitAsync(s_never, Retry, cancellationToken).ConfigureAwait(false);
            return after;
        }

        if (events.Count == PageSize) return events[^1].Id;
        return Math.Max(floor, events.Count == 0 ? after : events[^1].Id);
    }

    private async Task WaitAsync(Task changed, TimeSpan most, CancellationToken cancellationToken)
    {
        try
        {
            await changed.WaitAsync(most, _time, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception ended) when (ended is TimeoutException or OperationCanceledException)
        {
            // The loop looks which of the two it was.
        }
    }

    private SseItem<string> Beat(long after) => new(Json(new { at = _time.GetUtcNow(), node = _node, lastEventId = after }), "heartbeat");

    private static SseItem<string> Gap(string reason, string sentence, long? lost) => new(Json(new { reason, lost, sentence }), "gap");

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, ApiJson.Options);
}

/// <summary>Where a stream begins.</summary>
/// <param name="After">Id of the event before its first.</param>
/// <param name="Gap">Told first when something is missing before it; null = nothing is.</param>
internal sealed record EventStreamStart(long After, SseItem<string>? Gap);
