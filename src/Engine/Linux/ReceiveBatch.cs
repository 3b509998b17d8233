using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// Datagrams taken from a socket with one system call. Its memory lies outside the managed heap; nothing is allocated
/// after it is made. For one thread.
/// </summary>
internal sealed unsafe class ReceiveBatch : IDisposable
{
    /// <summary>Datagrams in one call at most.</summary>
    public const int Most = 64;

    private const int SlotBytes = 2048;
    private const int ControlBytes = 128;
    private const int ControlHeaderBytes = 16;
    private const int IPPROTO_IPV6 = 41;
    private const int IPV6_PKTINFO = 50;
    private const int IPV6_HOPLIMIT = 52;

    private readonly Libc.MessageHeader* _messages = (Libc.MessageHeader*)NativeMemory.AllocZeroed(Most, (nuint)sizeof(Libc.MessageHeader));
    private readonly Libc.IoVector* _vectors = (Libc.IoVector*)NativeMemory.AllocZeroed(Most, (nuint)sizeof(Libc.IoVector));
    private readonly byte* _names = (byte*)NativeMemory.AllocZeroed(Most, KernelAddress.MaxLengthBytes);
    private readonly byte* _controls = (byte*)NativeMemory.AllocZeroed(Most, ControlBytes);
    private readonly byte* _data = (byte*)NativeMemory.AllocZeroed(Most, SlotBytes);
    private int _used = Most;
    private bool _isDisposed;

    /// <summary>Takes what waits, at most <see cref="Most"/>, and returns how many. 0: nothing waits, or the socket has an error, which the link's state tells as well.</summary>
    public int Take(RawSocket socket)
    {
        // The kernel writes the lengths it used into the headers: those are set anew.
        for (int i = 0; i < _used; i++)
        {
            _vectors[i] = new Libc.IoVector { Base = _data + (i * SlotBytes), Length = SlotBytes };
            _messages[i] = new Libc.MessageHeader
            {
                Name = _names + (i * KernelAddress.MaxLengthBytes),
                NameLength = KernelAddress.MaxLengthBytes,
                Vectors = _vectors + i,
                VectorCount = 1,
                Control = _controls + (i * ControlBytes),
                ControlLength = ControlBytes,
            };
        }

        int received = Libc.recvmmsg(socket.Number, _messages, Most, Libc.MSG_DONTWAIT, null);
        _used = Math.Max(received, 0);
        return _used;
    }

    /// <summary>The datagram at <paramref name="index"/> of the last <see cref="Take"/>: IPv4 from the header on, IPv6 what follows it.</summary>
    public ReadOnlySpan<byte> this[int index] => new(_data + (index * SlotBytes), (int)Math.Min((uint)_messages[index].Taken, SlotBytes));

    /// <summary>What the header of an IPv6 datagram said. False: the kernel did not tell all of it.</summary>
    public bool TryReadIPv6(int index, out AddressKey source, out AddressKey destination, out byte hopLimit)
    {
        (destination, hopLimit) = (default, 0);
        ref Libc.MessageHeader header = ref _messages[index];
        if (!KernelAddress.TryReadIPv6(new ReadOnlySpan<byte>(header.Name, (int)header.NameLength), out source)) return false;

        // struct cmsghdr: length (8 bytes, itself included), level, type; the next one begins at a multiple of 8.
        bool hasDestination = false;
        bool hasHopLimit = false;
        var control = new ReadOnlySpan<byte>(header.Control, (int)Math.Min(header.ControlLength, ControlBytes));
        while (control.Length >= ControlHeaderBytes)
        {
            long length = MemoryMarshal.Read<long>(control);
            if (length < ControlHeaderBytes || length > control.Length) break;
            ReadOnlySpan<byte> value = control[ControlHeaderBytes..(int)length];
            int type = MemoryMarshal.Read<int>(control[12..]);
            if (MemoryMarshal.Read<int>(control[8..]) == IPPROTO_IPV6)
            {
                if (type == IPV6_PKTINFO && value.Length >= 16)
                {
                    destination = AddressKey.FromIPv6(value);
                    hasDestination = true;
                }
                else if (type == IPV6_HOPLIMIT && value.Length >= sizeof(int))
                {
                    hopLimit = (byte)MemoryMarshal.Read<int>(value);
                    hasHopLimit = true;
                }
            }

            control = control[(int)Math.Min((length + 7) & ~7L, control.Length)..];
        }

        return hasDestination && hasHopLimit;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isDisposed) return;
        _isDisposed = true;
        NativeMemory.Free(_messages);
        NativeMemory.Free(_vectors);
        NativeMemory.Free(_names);
        NativeMemory.Free(_controls);
        NativeMemory.Free(_data);
    }
}
