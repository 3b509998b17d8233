using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// Datagrams that leave with one system call. Its memory lies outside the managed heap and grows by doubling up to
/// <see cref="Most"/> datagrams; after that nothing is allocated. For one thread.
/// </summary>
internal sealed unsafe class SendBatch : IDisposable
{
    /// <summary>Datagrams in one call at most.</summary>
    public const int Most = 64;

    private readonly int _slotBytes;
    private Libc.MessageHeader* _messages;
    private Libc.IoVector* _vectors;
    private byte* _addresses;
    private byte* _data;
    private int _capacity;

    /// <summary>With room for datagrams of <paramref name="slotBytes"/> each.</summary>
    public SendBatch(int slotBytes)
    {
        _slotBytes = slotBytes;
        Grow(1);
    }

    /// <summary>Datagrams in it.</summary>
    public int Count { get; private set; }

    /// <summary>Is there no room for another one?</summary>
    public bool IsFull => Count == Most;

    /// <summary>Where the next datagram is written. Call <see cref="Add"/> then.</summary>
    public Span<byte> Next()
    {
        if (Count == _capacity) Grow(Math.Min(_capacity * 2, Most));
        return new Span<byte>(_data + (Count * _slotBytes), _slotBytes);
    }

    /// <summary>What <see cref="Next"/> gave holds a datagram now.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="address">Where it goes, as <see cref="KernelAddress.Of"/> gives it.</param>
    public void Add(int length, ReadOnlySpan<byte> address)
    {
        address.CopyTo(new Span<byte>(_addresses + (Count * KernelAddress.MaxLengthBytes), KernelAddress.MaxLengthBytes));
        _vectors[Count].Length = (nuint)length;
        _messages[Count].NameLength = (uint)address.Length;
        Count++;
    }

    /// <summary>The datagram at <paramref name="index"/>.</summary>
    public ReadOnlySpan<byte> this[int index] => new(_data + (index * _slotBytes), (int)_vectors[index].Length);

    /// <summary>
    /// Sends from <paramref name="first"/> on and returns how many left; when it is fewer than there are, <paramref name="error"/>
    /// is why the next one did not, and the ones behind it were not tried.
    /// </summary>
    public int Send(RawSocket socket, int first, out LinuxError error)
    {
        int sent = Libc.sendmmsg(socket.Number, _messages + first, (uint)(Count - first), Libc.MSG_DONTWAIT);
        error = sent < 0 ? LinuxError.Last() : LinuxError.None;
        return Math.Max(sent, 0);
    }

    /// <summary>Forgets its datagrams.</summary>
    public void Clear() => Count = 0;

    /// <inheritdoc />
    public void Dispose()
    {
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_addresses);
        NativeMemory.Free(_data);
        _messages = null;
        _vectors = null;
        _addresses = null;
        _data = null;
        _capacity = 0;
        Clear();
    }

    private void Grow(int capacity)
    {
        _data = (byte*)NativeMemory.Realloc(_data, (nuint)(capacity * _slotBytes));
        _addresses = (byte*)NativeMemory.Realloc(_addresses, (nuint)(capacity * KernelAddress.MaxLengthBytes));
        _vectors = (Libc.IoVector*)NativeMemory.Realloc(_vectors, (nuint)(capacity * sizeof(Libc.IoVector)));
        _messages = (Libc.MessageHeader*)NativeMemory.Realloc(_messages, (nuint)(capacity * sizeof(Libc.MessageHeader)));
        for (int i = 0; i < capacity; i++)
        {
            nuint length = i < _capacity ? _vectors[i].Length : 0;
            uint nameLength = i < _capacity ? _messages[i].NameLength : 0;
            _vectors[i] = new Libc.IoVector { Base = _data + (i * _slotBytes), Length = length };
            _messages[i] = new Libc.MessageHeader { Name = _addresses + (i * KernelAddress.MaxLengthBytes), NameLength = nameLength, Vectors = _vectors + i, VectorCount = 1 };
        }

        _capacity = capacity;
    }
}
