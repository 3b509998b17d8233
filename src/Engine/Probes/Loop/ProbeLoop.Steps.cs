using System.Net;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Probes.Loop;

/// <content>The steps of one probe.</content>
internal sealed partial class ProbeLoop
{
    private void Begin(ProbeRun run)
    {
        if (run.Unwanted.IsCancellationRequested || _isEnding)
        {
            Abandon(run);
            return;
        }

        if (run.Phase != ProbePhase.Waiting) return;
        run.StartTicks = Ticks;
        run.Times = new ProbeTimes(_time.GetUtcNow(), run.Request.Check.ConnectTimeout);
        LinuxError error = Open(run);
        if (!error.IsSuccess)
        {
            Fail(run, SocketFailure.Opening(error, run.Transport));
            return;
        }

        if (run.Socket.Apply(run.Request.Check, run.Request.Address.AddressFamily) is { } problem)
        {
            Fail(run, new ProbeVerdict(ProbeOutcome.LocalError, Sentence.Verbatim(problem)));
            return;
        }

        error = run.Socket.Connect(run.Request.Address, run.Request.Port);
        if (!error.IsSuccess && error.Number != LinuxError.EINPROGRESS)
        {
            Fail(run, SocketFailure.Connecting(error));
            return;
        }

        Watch(run);
        run.Phase = ProbePhase.Connecting;
        // Only now: a cancellation that comes at once must find it complete.
        if (run.Unwanted.CanBeCanceled) run.Registration = run.Unwanted.UnsafeRegister(static one => ((ProbeRun)one!).Cancel(), run);
        if (run.Transport != ProbeTransport.Stream) Talk(run);
    }

    private static LinuxError Open(ProbeRun run)
    {
        LinuxError error = ProbeSocket.Open(run.Request.Address.AddressFamily, run.Transport, out ProbeSocket socket);
        if (run.Transport == ProbeTransport.Ping && error.Number is LinuxError.EACCES or LinuxError.EPROTONOSUPPORT)
        {
            // This process is in no group of net.ipv4.ping_group_range; with CAP_NET_RAW there is the other way.
            run.Transport = ProbeTransport.RawPing;
            LinuxError raw = ProbeSocket.Open(run.Request.Address.AddressFamily, run.Transport, out socket);
            if (raw.IsSuccess) socket.OnlyEchoReplies(run.Request.Address.AddressFamily);
            error = raw;
        }

        run.Socket = socket;
        return error;
    }

    private void Watch(ProbeRun run)
    {
        int number = run.Socket.Number;
        if (number >= _byNumber.Length) Array.Resize(ref _byNumber, Math.Max(number + 1, _byNumber.Length * 2));
        _byNumber[number] = run;
        // Edge-triggered, so that one call is enough for connecting, sending and receiving.
        _epoll.Add(number, Libc.EPOLLIN | Libc.EPOLLOUT | Libc.EPOLLET);
        _deadlines.Add(run);
    }

    private void Ready(ProbeRun run)
    {
        switch (run.Phase)
        {
            case ProbePhase.Connecting:
                Connected(run);
                break;
            case ProbePhase.Sending:
                Send(run);
                break;
            default:
                Receive(run);
                break;
        }
    }

    private void Connected(ProbeRun run)
    {
        // A connection that failed is told as an error; without one there is none to ask for.
        LinuxError error = (run.Seen & (Libc.EPOLLERR | Libc.EPOLLHUP)) == 0 ? LinuxError.None : run.Socket.TakeError();
        if (!error.IsSuccess)
        {
            Fail(run, SocketFailure.Connecting(error));
            return;
        }

        // A free local port may be the very port that is asked: TCP then connects to itself and nobody listens there.
        if (IPAddress.IsLoopback(run.Request.Address) && run.Socket.IsAt(run.Request.Address, run.Request.Port))
        {
            Fail(run, SocketFailure.Connecting(new LinuxError(LinuxError.ECONNREFUSED)));
            return;
        }

        run.Times.Connected(run.Since(Ticks));
        if (run.Exchange.EndsWhenConnected) Finish(run);
        else Talk(run);
    }

    // Sends what there is to say and listens to the answer.
    private void Talk(ProbeRun run)
    {
        run.Unsent = run.Exchange.TakeOutgoing();
        run.Phase = ProbePhase.Listening;
        NextStep(run);
        if (run.Unsent.IsEmpty) Receive(run);
        else Send(run);
    }

    private void Send(ProbeRun run)
    {
        while (!run.Unsent.IsEmpty)
        {
            LinuxError error = run.Socket.Send(run.Unsent.Span, out int sent);
            if (error.Number == LinuxError.EINTR) continue;
            if (error.Number == LinuxError.EAGAIN)
            {
                run.Phase = ProbePhase.Sending;
                return;
            }

            if (!error.IsSuccess)
            {
                Fail(run, SocketFailure.Connected(error, run.Transport));
                return;
            }

            run.Unsent = run.Unsent[sent..];
            if (run.Phase == ProbePhase.Sending) NextStep(run);
        }

        run.Phase = ProbePhase.Listening;
        // The kernel tells what comes from now on; only what it told before is to be fetched now.
        if ((run.Seen & ~Libc.EPOLLOUT) != 0) Receive(run);
    }

    private void Receive(ProbeRun run)
    {
        for (int i = 0; i < ReceivesInTurn; i++)
        {
            LinuxError error = run.Socket.Receive(_buffer, out int count);
            if (error.Number == LinuxError.EAGAIN)
            {
                run.Seen = 0;
                return;
            }

            if (error.Number == LinuxError.EINTR) continue;
            if (!error.IsSuccess)
            {
                Fail(run, SocketFailure.Connected(error, run.Transport));
                return;
            }

            if (count == 0 && run.Transport == ProbeTransport.Stream)
            {
                run.Exchange.Ended();
                Finish(run);
                return;
            }

            if (run.Transport == ProbeTransport.Stream)
            {
                run.Times.FirstByte(run.Since(Ticks));
                NextStep(run);
            }

            if (run.Exchange.Received(_buffer.AsSpan(0, count)))
            {
                run.Times.FirstByte(run.Since(Ticks));
                Finish(run);
                return;
            }

            // Another thing to say, as in a dialogue.
            run.Unsent = run.Exchange.TakeOutgoing();
            if (run.Unsent.IsEmpty) continue;
            Send(run);
            return;
        }

        _unfinished.Enqueue(run);
    }

    private void NextStep(ProbeRun run)
    {
        run.Times.NextStep(run.Since(Ticks));
        _deadlines.Moved(run);
    }

    private void Expire(ProbeRun run)
    {
        bool connects = run.Phase == ProbePhase.Connecting;
        Func<string, Sentence> waitingFor = connects ? static limit => $"no connection within {limit}"
            : run.Phase == ProbePhase.Sending ? static limit => $"request not taken within {limit}"
            : run.Times.HasAnswer ? static limit => $"answer stalled for {limit}" : static limit => $"no answer within {limit}";
        Fail(run, run.Times.TimedOut(waitingFor), isSilence: !connects);
    }

    private void Fail(ProbeRun run, ProbeVerdict failure, bool isSilence = false)
    {
        Close(run);
        run.TrySetResult(run.Times.Result(run.Request.Check, run.Exchange.Failed(failure, isSilence), run.Since(Ticks)));
    }

    private void Finish(ProbeRun run)
    {
        Close(run);
        if (run.Exchange.IsSlowToJudge) ThreadPool.UnsafeQueueUserWorkItem(run, preferLocal: false);
        else run.TrySetResult(run.Times.Result(run.Request.Check, run.Exchange.Judge(), run.Since(Ticks)));
    }

    private void Abandon(ProbeRun run)
    {
        Close(run);
        run.TrySetCanceled(run.Unwanted);
    }

    private void Close(ProbeRun run)
    {
        run.Phase = ProbePhase.Done;
        if (run.HeapIndex >= 0) _deadlines.Remove(run);
        run.Registration.Dispose();
        if (run.Socket.Number < 0) return;
        if (run.Socket.Number < _byNumber.Length) _byNumber[run.Socket.Number] = null;
        if (run.Transport == ProbeTransport.Stream && run.Exchange.EndsByReset) run.Socket.Reset();
        else run.Socket.Close();
        run.Socket = ProbeSocket.None;
    }
}
