using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// Packet sockets: one kind sends Ethernet frames, many in one call; another hears who claims an address by ARP or neighbour discovery; a
/// third hears TCP segments to one port. Never blocks. Belongs to the network namespace of the thread that opened it.
/// </summary>
internal sealed unsafe class FrameSocket : IDisposable
{
    /// <summary>Most frames <see cref="Send"/> takes at once.</summary>
    public const int MaxFrames = 64;

    private const ushort ETH_P_ARP = 0x0806;
    private const ushort ETH_P_IP = 0x0800;
    private const ushort ETH_P_IPV6 = 0x86DD;
    private const int SO_ATTACH_FILTER = 26;
    private const byte PACKET_OUTGOING = 4;
    private const int AddressLength = 20;

    /// <summary>ARP answers, and requests in which a sender asks for its own address (gratuitous). Offsets count from the Ethernet header.</summary>
    private static readonly FilterStep[] s_arpClaims =
    [
        new(0x28, 0, 0, 20), // operation
        new(0x15, 4, 0, 2), // an answer: accept
        new(0x20, 0, 0, 38), // target protocol address
        new(0x07, 0, 0, 0),
        new(0x20, 0, 0, 28), // sender protocol address
        new(0x1D, 0, 1, 0), // the same: accept
        new(0x06, 0, 0, 128),
        new(0x06, 0, 0, 0),
    ];

    /// <summary>ICMPv6 neighbour advertisements.</summary>
    private static readonly FilterStep[] s_neighbourClaims =
    [
        new(0x30, 0, 0, 20), // next header
        new(0x15, 0, 3, 58), // ICMPv6
        new(0x30, 0, 0, 54), // type
        new(0x15, 0, 1, 136), // neighbour advertisement
        new(0x06, 0, 0, 128),
        new(0x06, 0, 0, 0),
    ];

    private readonly Descriptor _descriptor;

    private FrameSocket(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>To wait on.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Opens a socket for <see cref="Send"/>; it receives nothing.</summary>
    public static bool TryOpenSender([NotNullWhen(true)] out FrameSocket? socket, out LinuxError error) => TryOpen(out socket, out error);

    /// <summary>Opens a socket that hears claims of addresses on every interface: by ARP, or by neighbour advertisement. The kernel drops all else.</summary>
    public static bool TryOpenListener(bool isIPv6, [NotNullWhen(true)] out FrameSocket? socket, out LinuxError error)
    {
        if (!TryOpen(out socket, out error)) return false;
        error = socket.Listen(isIPv6 ? s_neighbourClaims : s_arpClaims, isIPv6 ? ETH_P_IPV6 : ETH_P_ARP);
        if (error.IsSuccess) return true;
        socket.Dispose();
        socket = null;
        return false;
    }

    /// <summary>Opens a socket that hears TCP segments to <paramref name="port"/> on every interface, also those that the host itself drops. The kernel drops all else.</summary>
    public static bool TryOpenTcpListener(bool isIPv6, ushort port, [NotNullWhen(true)] out FrameSocket? socket, out LinuxError error)
    {
        if (!TryOpen(out socket, out error)) return false;
        error = socket.Listen(isIPv6 ? TcpOverIPv6(port) : TcpOverIPv4(port), isIPv6 ? ETH_P_IPV6 : ETH_P_IP);
        if (error.IsSuccess) return true;
        socket.Dispose();
        socket = null;
        return false;
    }

    /// <summary>
    /// Sends frames of equal length that lie one behind the other in <paramref name="frames"/>, by one interface. Returns how many the
    /// kernel took; the first it did not is what <paramref name="error"/> is about.
    /// </summary>
    public int Send(ReadOnlySpan<byte> frames, int frameLength, int interfaceIndex, out LinuxError error)
    {
        int count = Math.Min(frames.Length / frameLength, MaxFrames);
        Span<byte> address = stackalloc byte[AddressLength];
        WriteAddress(address, BinaryPrimitives.ReadUInt16BigEndian(frames[12..]), interfaceIndex);
        Libc.MessageHeader* messages = stackalloc Libc.MessageHeader[MaxFrames];
        Libc.IoVector* vectors = stackalloc Libc.IoVector[MaxFrames];
        error = LinuxError.None;
        int sent = 0;
        fixed (byte* bytes = frames)
        fixed (byte* to = address)
        {
            for (int i = 0; i < count; i++)
            {
                vectors[i] = new Libc.IoVector { Base = bytes + (i * frameLength), Length = (nuint)frameLength };
                messages[i] = new Libc.MessageHeader { Name = to, NameLength = AddressLength, Vectors = vectors + i, VectorCount = 1 };
            }

            while (sent < count)
            {
                int taken = Libc.sendmmsg(_descriptor.Number, messages + sent, (uint)(count - sent), Libc.MSG_DONTWAIT);
                if (taken > 0)
                {
                    sent += taken;
                    continue;
                }

                error = LinuxError.Last();
                if (error.Number != LinuxError.EINTR) return sent;
                error = LinuxError.None;
            }
        }

        return sent;
    }

    /// <summary>Takes one waiting frame. False: none waits.</summary>
    public bool TryReceive(Span<byte> buffer, out int length, out int interfaceIndex)
    {
        Span<byte> address = stackalloc byte[AddressLength];
        while (true)
        {
            int addressLength = AddressLength;
            fixed (byte* bytes = buffer)
            fixed (byte* from = address)
            {
                length = (int)Libc.recvfrom(_descriptor.Number, bytes, buffer.Length, Libc.MSG_DONTWAIT, from, &addressLength);
            }

            interfaceIndex = MemoryMarshal.Read<int>(address[4..]);
            if (length < 0) return false;
            if (address[10] != PACKET_OUTGOING) return true;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _descriptor.Dispose();

    private static bool TryOpen([NotNullWhen(true)] out FrameSocket? socket, out LinuxError error)
    {
        int number = Libc.socket(Libc.AF_PACKET, Libc.SOCK_RAW | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, 0);
        error = number < 0 ? LinuxError.Last() : LinuxError.None;
        socket = number < 0 ? null : new FrameSocket(new Descriptor(number));
        return socket is not null;
    }

    private static FilterStep[] TcpOverIPv4(ushort port) =>
    [
        new(0x30, 0, 0, 23), // protocol
        new(0x15, 0, 4, 6), // TCP
        new(0xB1, 0, 0, 14), // length of the IPv4 header
        new(0x48, 0, 0, 16), // destination port behind it
        new(0x15, 0, 1, port),
        new(0x06, 0, 0, 128),
        new(0x06, 0, 0, 0),
    ];

    private static FilterStep[] TcpOverIPv6(ushort port) =>
    [
        new(0x30, 0, 0, 20), // next header
        new(0x15, 0, 3, 6), // TCP
        new(0x28, 0, 0, 56), // destination port
        new(0x15, 0, 1, port),
        new(0x06, 0, 0, 128),
        new(0x06, 0, 0, 0),
    ];

    // struct sockaddr_ll: family, protocol (network order), index; the rest is not read.
    private static void WriteAddress(Span<byte> address, ushort protocol, int interfaceIndex)
    {
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Libc.AF_PACKET);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], protocol);
        MemoryMarshal.Write(address[4..], interfaceIndex);
    }

    // The filter comes before the protocol, so that nothing unfiltered is ever heard.
    private LinuxError Listen(FilterStep[] filter, ushort protocol)
    {
        Span<byte> address = stackalloc byte[AddressLength];
        WriteAddress(address, protocol, 0);
        fixed (FilterStep* steps = filter)
        fixed (byte* to = address)
        {
            var program = new FilterProgram { Length = (ushort)filter.Length, Steps = steps };
            if (Libc.setsockopt(_descriptor.Number, Libc.SOL_SOCKET, SO_ATTACH_FILTER, &program, sizeof(FilterProgram)) != 0) return LinuxError.Last();
            return Libc.bind(_descriptor.Number, to, AddressLength) == 0 ? LinuxError.None : LinuxError.Last();
        }
    }

    /// <summary>struct sock_filter of linux/filter.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct FilterStep(ushort code, byte whenTrue, byte whenFalse, uint value)
    {
        private readonly ushort _code = code;
        private readonly byte _whenTrue = whenTrue;
        private readonly byte _whenFalse = whenFalse;
        private readonly uint _value = value;
    }

    /// <summary>struct sock_fprog of linux/filter.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct FilterProgram
    {
        public ushort Length;
        public FilterStep* Steps;
    }
}
