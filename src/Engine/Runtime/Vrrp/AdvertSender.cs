using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>One interface adverts of one family leave from. Those due together leave with one system call. Loop thread only.</summary>
internal sealed class AdvertSender(string name, bool isIPv6) : IDisposable
{
    private readonly SendBatch _batch = new(AdvertisementCodec.MaxLengthBytes);
    private readonly Letter[] _letters = new Letter[SendBatch.Most];

    /// <summary>Name of the interface.</summary>
    public string Name { get; } = name;

    /// <summary>Family.</summary>
    public bool IsIPv6 { get; } = isIPv6;

    /// <summary>ifindex the socket is bound to; 0 = none is open.</summary>
    public int Index { get; private set; }

    /// <summary>Sends; null while closed.</summary>
    public RawSocket? Socket { get; private set; }

    /// <summary>Number of elections that send here.</summary>
    public int Members { get; set; }

    /// <summary>Does anything wait to be sent?</summary>
    public bool HasLetters => _batch.Count > 0;

    /// <summary>Must it be sent before another one can be added?</summary>
    public bool IsFull => _batch.IsFull;

    /// <summary>Number of datagrams that wait.</summary>
    public int Count => _batch.Count;

    /// <summary>Opens the socket on the interface as it is now.</summary>
    public bool TryOpen(LinkFacts facts, out LinuxError error)
    {
        error = LinuxError.None;
        if (Index == facts.Index) return true;
        Close();
        if (!RawSocket.TryOpenVrrpSender(facts.Name, facts.Index, IsIPv6, out RawSocket? socket, out error)) return false;
        (Socket, Index) = (socket, facts.Index);
        return true;
    }

    /// <summary>Where the next datagram is written; then <see cref="Add"/>.</summary>
    public Span<byte> Next() => _batch.Next();

    /// <summary>It is written.</summary>
    public void Add(int length, ReadOnlySpan<byte> address, in Letter letter)
    {
        _letters[_batch.Count] = letter;
        _batch.Add(length, address);
    }

    /// <summary>What is known of the datagram at <paramref name="index"/>.</summary>
    public ref readonly Letter this[int index] => ref _letters[index];

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> Bytes(int index) => _batch[index];

    /// <summary>Sends from <paramref name="first"/> on, as <see cref="SendBatch.Send"/>.</summary>
    public int Send(int first, out LinuxError error)
    {
        if (Socket is { } socket) return _batch.Send(socket, first, out error);
        error = new LinuxError(LinuxError.ENODEV);
        return 0;
    }

    /// <summary>Forgets what was sent.</summary>
    public void Clear() => _batch.Clear();

    /// <summary>Closes the socket.</summary>
    public void Close()
    {
        Socket?.Dispose();
        (Socket, Index) = (null, 0);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Close();
        _batch.Dispose();
    }
}

/// <summary>What is known of one datagram that waits to be sent.</summary>
/// <param name="Line">The line of the election it belongs to.</param>
/// <param name="Advert">Number of the advert: on several lines or to several peers it is still one.</param>
/// <param name="Due">The deadline that brought it; null = none did.</param>
internal readonly record struct Letter(EntryLine Line, long Advert, MonotonicTime? Due);
