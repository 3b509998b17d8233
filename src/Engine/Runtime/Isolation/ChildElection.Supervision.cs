using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <content>
/// The thread that keeps a process there. It has the network namespace of the one who called <see cref="Start"/>, and so has every process
/// it starts.
/// </content>
internal sealed partial class ChildElection
{
    /// <summary>How long a process may take from its start to its first word: generous, because a busy machine is no reason to start a second one.</summary>
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(10);

    /// <summary>Time between two tries to reach a process that is starting.</summary>
    private static readonly TimeSpan s_knock = TimeSpan.FromMilliseconds(2);

    /// <summary>A process that lived this long was not lost for the reason the one before it was.</summary>
    private static readonly TimeSpan s_healthyAfter = TimeSpan.FromSeconds(30);

    private int _restarts;
    private volatile bool _isReaching;
    private bool _isFirst = true;

    /// <summary>One that waits for the end of the process before it.</summary>
    private (Process? Process, Task<string> FirstWords) _ready = (null, Task.FromResult(""));

    /// <summary>The process that said what cannot be read.</summary>
    private int _unreadable;

    private void Supervise()
    {
        int failures = 0;
        while (!_end.IsCancellationRequested)
        {
            long began = _time.GetTimestamp();
            _isReaching = true;
            try
            {
                if (Reach() is { } link)
                {
                    using (link) Converse(link);
                }
            }
            catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException or JsonException)
            {
                // The process is gone, or speaks another language; which of them, was said where it was found out.
            }

            _isReaching = false;
            _heard = _heard with { IsConnected = false };
            _process = _process with { ProcessId = 0 };
            _ended.Set();
            if (_isStopping) return;
            failures = _time.GetElapsedTime(began) > s_healthyAfter ? 0 : failures;
            if (_end.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(Math.Min(failures switch { 0 => 0, 1 => 1, _ => 2 << Math.Min(failures - 2, 3) }, 10)))) return;
            failures++;
            if (_isStopping) return;
            _ended.Reset();
        }
    }

    /// <summary>A process to talk to, adopted or new, after its hello; null = there is none now.</summary>
    private ElectionLink? Reach()
    {
        if (PrivateSocket.TryConnect(_program.SocketPath) is { } socket)
        {
            if (TryAdopt(socket, out ElectionLink? adopted)) return adopted;
            if (_isStopping)
            {
                if (_ready.Process is { } waiting) ElectionLauncher.Kill(waiting.Id);
                return null;
            }
        }

        return Begin();
    }

    /// <summary>Takes over a process that runs, or sends it away when this console cannot work with it.</summary>
    private bool TryAdopt(Socket socket, out ElectionLink? adopted)
    {
        adopted = null;
        if (!PrivateSocket.IsTrusted(socket))
        {
            Tell(0, $"at {_program.SocketPath} belongs to user {PrivateSocket.Peer(socket).UserId}; it is left alone and another is started", EventSeverity.Critical);
            socket.Dispose();
            return false;
        }

        int number = PrivateSocket.Peer(socket).ProcessId;
        var link = new ElectionLink(socket);
        if (!TryGreet(link, number, out ElectionMessage.Hello? hello))
        {
            link.Dispose();
            return false;
        }

        string? reason = hello is null || number == _unreadable ? "says what this console cannot read"
            : hello.SpokenProtocol != ElectionMessage.Protocol ? $"speaks version {hello.SpokenProtocol} of the protocol and this console version {ElectionMessage.Protocol}"
            : hello.Network != NetworkNamespaceName.Current() ? "lives in another network namespace"
            : hello.Options != _settings ? "was started with other settings"
            : null;
        if (hello is not null && reason is null)
        {
            string version = hello.Version == _program.Version ? "" : $" and is of version {hello.Version}, this console of {_program.Version}";
            Meet(hello, isAdopted: _isFirst);
            Tell(hello.ProcessId, $"adopted; it has run since {hello.StartedAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC{version}", EventSeverity.Info);
            adopted = link;
            return true;
        }

        using (link) Replace(link, number, hello?.Network ?? NetworkNamespaceName.Of(number), reason!);
        return false;
    }

    /// <summary>The other is made ready first, so that it goes on within moments of the end of this one.</summary>
    private void Replace(ElectionLink link, int number, string network, string reason)
    {
        bool isHere = network == NetworkNamespaceName.Current();
        Tell(number, $"{reason}; it is replaced, {(isHere ? "its virtual addresses stay" : "it gives its virtual addresses up")}", EventSeverity.Info);
        if (isHere && ElectionLauncher.Start(_program, _settings, out Process? next, out Task<string> words, s_startLimit) is null) _ready = (next!, words);
        ElectionLauncher.End(link, number, isHere, s_frozenAfter);
    }

    /// <summary>Its first word. Says so once when it is late, and waits on: it may hold mastership, and a second one must not be started beside it.</summary>
    /// <returns>False: it ended. True without a <paramref name="hello"/>: it said something else.</returns>
    private bool TryGreet(ElectionLink link, int number, out ElectionMessage.Hello? hello)
    {
        hello = null;
        Task<ElectionMessage> hearing = link.ReceiveAsync(_end.Token);
        if (!Wait(hearing, s_frozenAfter))
        {
            _process = _process with { ProcessId = number };
            Tell(number, Frozen(number), EventSeverity.Critical);
            Task.WaitAny([hearing], _end.Token);
        }

        try
        {
            hello = hearing.GetAwaiter().GetResult() as ElectionMessage.Hello;
            return true;
        }
        catch (JsonException)
        {
            return true;
        }
        catch (Exception error) when (error is IOException or SocketException)
        {
            return false; // it ended in this moment, as one does that was just killed
        }
    }

    private static string Frozen(int number) =>
        $"has said nothing for {s_frozenAfter.TotalSeconds:0} s: it is frozen, or the machine is overloaded; what is shown of its instances is old. 'kill -CONT {number}' wakes a stopped one, after 'kill -KILL {number}' another is started";

    private ElectionLink? Begin()
    {
        if (!_isFirst) _restarts++;
        (Process? process, Task<string> firstWords) = _ready;
        _ready = default;
        if (process is null && ElectionLauncher.Start(_program, _settings, out process, out firstWords) is { } problem)
        {
            CannotStart(problem);
            return null;
        }

        using (process)
        {
            for (long began = _time.GetTimestamp(); _time.GetElapsedTime(began) < s_startLimit; _end.Token.WaitHandle.WaitOne(s_knock))
            {
                if (_end.IsCancellationRequested) return null;
                if (PrivateSocket.TryConnect(_program.SocketPath) is { } socket)
                {
                    var link = new ElectionLink(socket);
                    // A stranger that listens there is not heard: the new process is about to put its own socket in that place.
                    if (PrivateSocket.IsTrusted(socket) && TryGreet(link, process!.Id, out ElectionMessage.Hello? hello) && hello is not null)
                    {
                        _cannotStart = null;
                        Meet(hello, isAdopted: false);
                        Tell(hello.ProcessId, _restarts == 0 ? "started" : $"started in its place (restart {_restarts})", EventSeverity.Info);
                        return link;
                    }

                    link.Dispose();
                }

                if (process!.HasExited)
                {
                    string said = firstWords.Wait(s_frozenAfter) && firstWords.Result.Length > 0 ? firstWords.Result.ReplaceLineEndings(" ").Trim() : $"its log is {_program.LogPath}";
                    CannotStart($"it ended at once with exit code {process.ExitCode}: {said}");
                    return null;
                }
            }

            CannotStart($"process {process!.Id} did not open {_program.SocketPath} within {s_startLimit.TotalSeconds:0} s; its log is {_program.LogPath}");
            ElectionLauncher.Kill(process.Id);
            return null;
        }
    }

    private void CannotStart(string problem)
    {
        if (_cannotStart == problem) return; // said already
        _cannotStart = problem;
        Tell(0, $"does not start: {problem}", EventSeverity.Critical);
    }

    private void Meet(ElectionMessage.Hello hello, bool isAdopted)
    {
        _isFirst = false;
        _process = new ElectionProcessStatus(hello.ProcessId, hello.StartedAt, hello.Version, isAdopted, _restarts, _time.GetUtcNow());
    }

    private void Tell(int process, string change, EventSeverity severity) => _reporter.Publish(new ElectionProcessChanged(process, change, severity));

    /// <summary>Talks until the process is gone or the console ends.</summary>
    private void Converse(ElectionLink link)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        _requests.Clear(); // meant for the process before
        Volatile.Write(ref _isLookedAt, 0);
        Task sending = SendAsync(link, over.Token);
        try
        {
            Hear(link, over.Token);
        }
        catch (JsonException)
        {
            _unreadable = _process.ProcessId; // it is replaced when it is met next, which is at once
            throw;
        }
        catch (Exception error) when (error is IOException or SocketException && !_isStopping)
        {
            Tell(0, $"{_process.ProcessId} has ended unexpectedly; another is started, and until it is elected its virtual addresses stay as long as their leases", EventSeverity.Critical);
            throw;
        }
        finally
        {
            over.Cancel();
            sending.ContinueWith(static done => _ = done.Exception, TaskScheduler.Default).Wait(s_answerLimit);
        }
    }

    private void Hear(ElectionLink link, CancellationToken cancellationToken)
    {
        bool isFrozen = false;
        while (true)
        {
            Task<ElectionMessage> hearing = link.ReceiveAsync(cancellationToken);
            if (!Wait(hearing, s_frozenAfter))
            {
                isFrozen = true;
                Tell(_process.ProcessId, Frozen(_process.ProcessId), EventSeverity.Critical);
            }

            ElectionMessage message = hearing.GetAwaiter().GetResult();
            _process = _process with { HeardAt = _time.GetUtcNow() };
            if (isFrozen) Tell(_process.ProcessId, "answers again", EventSeverity.Info);
            isFrozen = false;
            Take(message);
        }
    }

    /// <summary>
    /// Waits for a sign of life, in pieces: one that took much longer than asked for means that this console was frozen itself, and then
    /// the silence proves nothing.
    /// </summary>
    private bool Wait(Task task, TimeSpan limit)
    {
        TimeSpan piece = limit / 3;
        for (int pieces = 0; pieces < 3; pieces++)
        {
            long began = _time.GetTimestamp();
            if (Task.WaitAny([task], piece) == 0) return true;
            if (_time.GetElapsedTime(began) > piece * 2) pieces = -1;
        }

        return false;
    }

    private void Take(ElectionMessage message)
    {
        switch (message)
        {
            case ElectionMessage.Picture picture:
                _heard = new Heard(picture.Election, _time.GetTimestamp(), true);
                Volatile.Write(ref _isLookedAt, 0);
                break;
            case ElectionMessage.Happened happened:
                if (happened.Lost > 0)
                    _reporter.Publish(EngineNotice.Of("election process", $"{happened.Lost} of its oldest events were lost, because no console took them", EventSeverity.Warning));
                foreach (EngineEvent engineEvent in happened.Events) _reporter.Publish(engineEvent);
                _requests.Enqueue(new ElectionMessage.Acknowledge(happened.UpTo));
                _toSend.Set();
                break;
            case ElectionMessage.Answer answer when _asked.TryGetValue(answer.Number, out TaskCompletionSource<ElectionMessage.Answer>? waiting):
                waiting.TrySetResult(answer);
                break;
            case ElectionMessage.Refused refused:
                Tell(_process.ProcessId, $"could not read what this console said ({refused.Problem}); the definition before goes on. End it with 'kill {_process.ProcessId}': another of this version is started", EventSeverity.Critical);
                break;
        }
    }

    private async Task SendAsync(ElectionLink link, CancellationToken cancellationToken)
    {
        ClusterDefinition? sent = null;
        while (true)
        {
            if (_definition is { } wanted && !ReferenceEquals(wanted, sent))
            {
                await link.SendAsync(new ElectionMessage.Apply(wanted), cancellationToken).ConfigureAwait(false);
                sent = wanted;
            }

            while (_requests.TryDequeue(out ElectionMessage? request)) await link.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _stop, null) is { } stop) await link.SendAsync(stop, cancellationToken).ConfigureAwait(false);
            if (Interlocked.CompareExchange(ref _isLookedAt, 2, 1) == 1) await link.SendAsync(new ElectionMessage.Look(), cancellationToken).ConfigureAwait(false);
            await _toSend.WaitAsync(ConsoleConnection.SignOfLife, cancellationToken).ConfigureAwait(false);
        }
    }
}
