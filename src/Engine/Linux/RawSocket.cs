using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// The raw sockets of VRRP. .NET's own Socket refuses protocol 112, so these are plain descriptors. Never blocks, and
/// allocates nothing after opening. Belongs to the network namespace of the thread that opened it.
/// </summary>
internal sealed unsafe partial class RawSocket : IDisposable
{
    private const ushort ETH_P_ARP = 0x0806;

    private readonly Descriptor _descriptor;

    private RawSocket(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>To wait on.</summary>
    public int Number => _descriptor.Number;

    /// <summary>Opens a packet socket for <see cref="SendFrame"/>; it receives nothing.</summary>
    public static bool TryOpenFrameSender([NotNullWhen(true)] out RawSocket? socket, out LinuxError error) =>
        TryOpen(Libc.AF_PACKET, Libc.SOCK_RAW, 0, out socket, out error);

    /// <summary>Sends an Ethernet frame of type ARP by one interface.</summary>
    public LinuxError SendFrame(ReadOnlySpan<byte> frame, int interfaceIndex)
    {
        // struct sockaddr_ll: family, protocol (network order), index; the rest is not read for SOCK_RAW.
        Span<byte> address = stackalloc byte[20];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)Libc.AF_PACKET);
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], ETH_P_ARP);
        MemoryMarshal.Write(address[4..], interfaceIndex);
        fixed (byte* bytes = frame)
        fixed (byte* to = address)
        {
            return Libc.sendto(_descriptor.Number, bytes, frame.Length, Libc.MSG_DONTWAIT, to, address.Length) < 0 ? LinuxError.Last() : LinuxError.None;
        }
    }

    /// <inheritdoc />
    public void Dispose() => _descriptor.Dispose();

    private static bool TryOpen(int domain, int type, int protocol, [NotNullWhen(true)] out RawSocket? socket, out LinuxError error)
    {
        int number = Libc.socket(domain, type | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, protocol);
        error = number < 0 ? LinuxError.Last() : LinuxError.None;
        socket = number < 0 ? null : new RawSocket(new Descriptor(number));
        return socket is not null;
    }

    private bool KeepUnless(LinuxError error, [NotNullWhen(true)] ref RawSocket? socket)
    {
        if (error.IsSuccess)
        {
            socket = this;
            return true;
        }

        Dispose();
        socket = null;
        return false;
    }

    private LinuxError BindToDevice(string name)
    {
        Span<byte> text = stackalloc byte[16];
        text.Clear();
        if (!Encoding.UTF8.TryGetBytes(name, text[..15], out _)) return new LinuxError(LinuxError.ENODEV);
        return Set(Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, text);
    }

    private LinuxError Set(int level, int option, int value) =>
        Libc.setsockopt(_descriptor.Number, level, option, &value, sizeof(int)) == 0 ? LinuxError.None : LinuxError.Last();

    private LinuxError Set(int level, int option, ReadOnlySpan<byte> value)
    {
        fixed (byte* bytes = value)
        {
            return Libc.setsockopt(_descriptor.Number, level, option, bytes, value.Length) == 0 ? LinuxError.None : LinuxError.Last();
        }
    }
}
