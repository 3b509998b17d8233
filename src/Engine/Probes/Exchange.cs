namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// What is said to a server and what its answer means: one kind of check's protocol, for one probe. Has no socket, clock or
/// thread: bytes are brought to it, and it may be fed anything without throwing.
/// </summary>
internal abstract class Exchange
{
    /// <summary>What is to be sent now; the sender takes it with <see cref="TakeOutgoing"/>.</summary>
    protected ReadOnlyMemory<byte> Outgoing { get; set; }

    /// <summary>Is the probe done as soon as it is connected?</summary>
    public virtual bool EndsWhenConnected => false;

    /// <summary>May the connection be ended by RST? Not when something was said last that the server is to hear.</summary>
    public virtual bool EndsByReset => true;

    /// <summary>Does <see cref="Judge"/> take long enough to be run away from the thread that serves every probe?</summary>
    public virtual bool IsSlowToJudge => false;

    /// <summary>What to send now; empty = nothing. It is handed out once.</summary>
    public ReadOnlyMemory<byte> TakeOutgoing()
    {
        ReadOnlyMemory<byte> bytes = Outgoing;
        Outgoing = default;
        return bytes;
    }

    /// <summary>Takes the next bytes, or the next datagram. True = that is all that was needed; ask <see cref="Judge"/>.</summary>
    public abstract bool Received(ReadOnlySpan<byte> bytes);

    /// <summary>The other side has ended its stream; ask <see cref="Judge"/>.</summary>
    public virtual void Ended()
    {
    }

    /// <summary>What came out, after <see cref="Received"/> said true or after <see cref="Ended"/>.</summary>
    public abstract ProbeVerdict Judge();

    /// <summary>The time was up or the socket failed, as <paramref name="failure"/> says. Default: that is what comes out.</summary>
    /// <param name="failure">What a probe that only looks at the connection would say.</param>
    /// <param name="isSilence">The connection stood (or the datagram was sent) and nothing was heard in time.</param>
    public virtual ProbeVerdict Failed(ProbeVerdict failure, bool isSilence) => failure;
}
