using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// One console at the election process. What goes out is put together only when the console takes it: one that is frozen holds back
/// a single message, the next picture is then a new one, and events wait in the bounded backlog.
/// </summary>
internal sealed class ConsoleConnection(
    ElectionLink link, ElectionMessage.Hello hello, IElectionHost election, EventBacklog backlog, TimeProvider time, Action<ElectionMessage.Stop> stop) : IDisposable
{
    /// <summary>Shortest time between two pictures while someone looks.</summary>
    public static readonly TimeSpan PicturePace = TimeSpan.FromMilliseconds(200);

    /// <summary>Shortest time between two pictures when something happened: a burst of events shares one.</summary>
    public static readonly TimeSpan EventPace = TimeSpan.FromMilliseconds(20);

    /// <summary>Longest time between two pictures: they are also the sign of life.</summary>
    public static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(1);

    /// <summary>How long the last events may take to leave.</summary>
    private static readonly TimeSpan s_farewell = TimeSpan.FromSeconds(1);

    /// <summary>Answers that may wait; a console waits for each, so only a broken one asks more.</summary>
    private const int MostAnswers = 64;

    private readonly ConcurrentQueue<ElectionMessage> _answers = new();
    private readonly CancellationTokenSource _end = new();
    private Task _sending = Task.CompletedTask;
    private long _toldUpTo;
    private long _picturedAt;
    private volatile bool _isLookedAt = true;
    private volatile bool _isClosing;

    /// <summary>Begins to talk.</summary>
    public void Begin()
    {
        _toldUpTo = backlog.Acknowledged;
        _sending = Task.Run(SendAsync);
        _ = Task.Run(ReceiveAsync);
    }

    /// <summary>Says what is left to say and closes.</summary>
    public async Task CloseAsync()
    {
        _isClosing = true;
        backlog.Signal.Set();
        await Task.WhenAny(_sending, Task.Delay(s_farewell)).ConfigureAwait(false);
        Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _end.Cancel();
        link.Dispose();
    }

    private async Task SendAsync()
    {
        try
        {
            await link.SendAsync(hello, _end.Token).ConfigureAwait(false);
            while (true)
            {
                bool isLast = _isClosing;
                while (_answers.TryDequeue(out ElectionMessage? answer)) await link.SendAsync(answer, _end.Token).ConfigureAwait(false);
                TimeSpan wait = await TellAsync(isLast).ConfigureAwait(false);
                if (isLast) return;
                await backlog.Signal.WaitAsync(wait, _end.Token).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Dispose();
        }
    }

    /// <summary>Sends a picture when one is due, then the events, so that whoever hears of one can already see its effect. Gives how long nothing is due.</summary>
    private async Task<TimeSpan> TellAsync(bool isLast)
    {
        TimeSpan since = time.GetElapsedTime(_picturedAt);
        TimeSpan pace = backlog.HasAfter(_toldUpTo) ? EventPace : _isLookedAt ? PicturePace : SignOfLife;
        if (!isLast && _picturedAt != 0 && since < pace) return pace - since;
        _isLookedAt = false;
        _picturedAt = time.GetTimestamp();
        (ValueArray<EngineEvent> events, long upTo, long lost) = backlog.After(_toldUpTo);
        await link.SendAsync(new ElectionMessage.Picture(election.Picture()), _end.Token).ConfigureAwait(false);
        if (events.Count > 0 || lost > 0) await link.SendAsync(new ElectionMessage.Happened(events, upTo, lost), _end.Token).ConfigureAwait(false);
        _toldUpTo = upTo;
        return SignOfLife;
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                try
                {
                    Obey(await link.ReceiveAsync(_end.Token).ConfigureAwait(false));
                }
                catch (JsonException problem)
                {
                    Reply(new ElectionMessage.Refused(problem.Message));
                }
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Dispose();
        }
    }

    private void Obey(ElectionMessage message)
    {
        switch (message)
        {
            case ElectionMessage.Apply apply:
                election.Apply(apply.Definition);
                Look();
                break;
            case ElectionMessage.Look:
                Look();
                break;
            case ElectionMessage.Acknowledge acknowledge:
                backlog.Acknowledge(acknowledge.UpTo);
                break;
            case ElectionMessage.Stop asked:
                stop(asked);
                break;
            case ElectionMessage.PeerClaimed claim:
                election.PeerClaims(claim.Instance, claim.Peer, claim.Priority);
                break;
            case ElectionMessage.Ask ask:
                Reply(new ElectionMessage.Answer(ask.Number, Text(ask), ask.Question == ElectionQuestion.Capture ? election.Capture(ask.Instance) : null));
                break;
        }
    }

    private string? Text(ElectionMessage.Ask ask) => ask.Question switch
    {
        ElectionQuestion.Announce => election.Announce(ask.Instance),
        ElectionQuestion.Yield => election.Yield(ask.Instance),
        ElectionQuestion.Resume => election.Resume(ask.Instance) == true ? null : $"this node has not yielded {ask.Instance}",
        ElectionQuestion.Trace => election.Trace(ask.Instance),
        _ => null,
    };

    private void Look()
    {
        _isLookedAt = true;
        backlog.Signal.Set();
    }

    private void Reply(ElectionMessage message)
    {
        if (_answers.Count >= MostAnswers) throw new IOException("the console asks more than it reads");
        _answers.Enqueue(message);
        backlog.Signal.Set();
    }
}
