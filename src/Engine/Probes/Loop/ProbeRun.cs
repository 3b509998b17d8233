using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;

namespace KeepaliveConsole.Engine.Probes.Loop;

/// <summary>How far a probe has come.</summary>
internal enum ProbePhase
{
    /// <summary>Nothing is opened yet.</summary>
    Waiting,

    /// <summary>The connection is asked for.</summary>
    Connecting,

    /// <summary>The socket does not take all there is to send.</summary>
    Sending,

    /// <summary>Waiting for the other side.</summary>
    Listening,

    /// <summary>Over.</summary>
    Done,
}

/// <summary>
/// One probe on its way: its socket, how far it has come, and the promise of its result. Only the loop's thread touches it,
/// apart from <see cref="IThreadPoolWorkItem.Execute"/>, which comes after the loop is done with it.
/// </summary>
/// <param name="loop">The loop it belongs to.</param>
/// <param name="request">What is probed.</param>
/// <param name="transport">What is spoken.</param>
/// <param name="exchange">What is said.</param>
/// <param name="unwanted">Says that nobody wants the result any more.</param>
internal sealed class ProbeRun(ProbeLoop loop, ProbeRequest request, ProbeTransport transport, Exchange exchange, CancellationToken unwanted)
    : TaskCompletionSource<ProbeResult>(loop.HandsOutHere ? TaskCreationOptions.None : TaskCreationOptions.RunContinuationsAsynchronously), IThreadPoolWorkItem
{
    /// <summary>Times and limits, once it is started.</summary>
    public ProbeTimes Times;

    /// <summary>What is probed.</summary>
    public ProbeRequest Request => request;

    /// <summary>What is spoken.</summary>
    public ProbeTransport Transport { get; set; } = transport;

    /// <summary>What is said.</summary>
    public Exchange Exchange => exchange;

    /// <summary>Says that nobody wants the result any more.</summary>
    public CancellationToken Unwanted => unwanted;

    /// <summary>Undoes the notice of it.</summary>
    public CancellationTokenRegistration Registration { get; set; }

    /// <summary>What the kernel said of its socket since all was fetched: EPOLLIN, EPOLLOUT, EPOLLERR, EPOLLHUP.</summary>
    public uint Seen { get; set; }

    /// <summary>Its socket, while it is open.</summary>
    public ProbeSocket Socket { get; set; } = ProbeSocket.None;

    /// <summary>How far it has come.</summary>
    public ProbePhase Phase { get; set; }

    /// <summary>What is still to be sent.</summary>
    public ReadOnlyMemory<byte> Unsent { get; set; }

    /// <summary>Start, on the loop's clock.</summary>
    public long StartTicks { get; set; }

    /// <summary>End of the step in force, on the loop's clock.</summary>
    public long DeadlineTicks => StartTicks + Times.Deadline.Ticks;

    /// <summary>Where it is among the deadlines; -1 = it is not.</summary>
    public int HeapIndex { get; set; } = -1;

    /// <summary>Time since its start, given the loop's clock.</summary>
    public TimeSpan Since(long ticks) => new(ticks - StartTicks);

    /// <summary>Somebody cancelled it.</summary>
    public void Cancel() => loop.Submit(this);

    /// <summary>Judges an answer that takes long to judge, on a thread of the pool.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        // What this node needs to think is not the server's time.
        TimeSpan now = Since(loop.Ticks);
        try
        {
            TrySetResult(Times.Result(request.Check, Exchange.Judge(), now));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            TrySetException(exception);
        }
    }
}
