using System.Threading.Channels;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Live;

/// <summary>A message with its place in the connection's order.</summary>
internal delegate Task LiveMessage(ILiveClient client, long seq);

/// <summary>
/// What waits for one client. Offering never waits: when the client does not keep up, messages are left out, the client is
/// told how many, and the gap in <c>seq</c> makes it ask for the picture again.
/// </summary>
/// <param name="onDropped">Told of each message that is left out; null = nobody counts.</param>
internal sealed class LiveConnection(Action<long>? onDropped = null)
{
    /// <summary>Messages that may wait for a client: 256, at four changes a second about a minute.</summary>
    public const int Capacity = 256;

    private readonly Lock _gate = new();
    private readonly Channel<(long Seq, LiveMessage Message)> _waiting =
        Channel.CreateBounded<(long, LiveMessage)>(new BoundedChannelOptions(Capacity) { SingleReader = true });

    private long _seq;
    private long _dropped;

    /// <summary>Number of the last message that was offered.</summary>
    public long Seq
    {
        get { lock (_gate) return _seq; }
    }

    /// <summary>Puts a message into the queue, or counts it as dropped.</summary>
    public void Offer(LiveMessage message)
    {
        lock (_gate)
        {
            _seq++;
            if (_waiting.Writer.TryWrite((_seq, message))) return;
            _dropped++;
            onDropped?.Invoke(1);
        }
    }

    /// <summary>Records that <paramref name="count"/> events never reached this connection.</summary>
    public void Miss(long count)
    {
        lock (_gate)
        {
            _seq += count;
            _dropped += count;
        }
    }

    /// <summary>The picture together with the number of the last message that is in it.</summary>
    public SnapshotDocument Snapshot(Func<EngineStatus> picture)
    {
        // Number first: a message offered meanwhile is then sent again on top of a picture that has it, which changes nothing.
        long seq = Seq;
        return new SnapshotDocument(seq, StatusDocument.From(picture()));
    }

    /// <summary>Sends what waits, until cancelled.</summary>
    public async Task PumpAsync(ILiveClient client, CancellationToken cancellationToken)
    {
        await foreach ((long seq, LiveMessage message) in _waiting.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
        {
            long dropped = TakeDropped();
            if (dropped > 0) await client.Dropped(dropped).ConfigureAwait(false);
            await message(client, seq).ConfigureAwait(false);
        }
    }

    private long TakeDropped()
    {
        lock (_gate)
        {
            long dropped = _dropped;
            _dropped = 0;
            return dropped;
        }
    }
}
