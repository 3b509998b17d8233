using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// The raw sockets of VRRP. .NET's own Socket refuses protocol 112, so these are plain descriptors. Never blocks, and
/// allocates nothing after opening. Belongs to the network namespace of the thread that opened it.
/// </summary>
internal sealed unsafe class RawSocket : IDisposable
{
    private const int IPPROTO_IP = 0;
    private const int IPPROTO_VRRP = 112;
    private const int IPPROTO_RAW = 255;
    private const int IP_HDRINCL = 3;
    private const int IP_MULTICAST_IF = 32;
    private const int IP_MULTICAST_LOOP = 34;
    private const int IP_ADD_MEMBERSHIP = 35;
    private const int IP_MULTICAST_ALL = 49;
    private const ushort ETH_P_ARP = 0x0806;

    /// <summary>SO_PRIORITY for adverts: TC_PRIO_INTERACTIVE, the highest that needs no privilege (linux/pkt_sched.h); the TOS in our header does not set it.</summary>
    private const int AdvertisementPriority = 6;

    private const int ReceiveBufferBytes = 1 << 20;

    private static readonly byte[] s_vrrpGroup = [224, 0, 0, 18];

    private readonly Descriptor _descriptor;

    private RawSocket(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>To wait on.</summary>
    public int Number => _descriptor.Number;

    /// <summary>
    /// Opens a socket that sends whole IPv4 datagrams to 224.0.0.18 by one interface. Protocol 255 receives nothing, so no
    /// advert of others piles up in it.
    /// </summary>
    public static bool TryOpenVrrpSender(string interfaceName, int interfaceIndex, [NotNullWhen(true)] out RawSocket? socket, out LinuxError error)
    {
        if (!TryOpen(Libc.AF_INET, Libc.SOCK_RAW, IPPROTO_RAW, out socket, out error)) return false;
        Span<byte> group = stackalloc byte[16];
        group.Clear();
        MemoryMarshal.Write(group, (ushort)Libc.AF_INET);
        s_vrrpGroup.CopyTo(group[4..]);
        error = socket.BindToDevice(interfaceName);
        if (error.IsSuccess) error = socket.Set(IPPROTO_IP, IP_HDRINCL, 1);
        if (error.IsSuccess) error = socket.SetInterface(IP_MULTICAST_IF, default, interfaceIndex);
        if (error.IsSuccess) error = socket.Set(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
        if (error.IsSuccess) error = socket.Set(Libc.SOL_SOCKET, Libc.SO_PRIORITY, AdvertisementPriority);
        fixed (byte* address = group)
        {
            if (error.IsSuccess && Libc.connect(socket.Number, address, group.Length) != 0) error = LinuxError.Last();
        }

        return socket.KeepUnless(error, ref socket);
    }

    /// <summary>Opens a socket that receives VRRP for 224.0.0.18 from one interface, from the IPv4 header on.</summary>
    public static bool TryOpenVrrpReceiver(string interfaceName, int interfaceIndex, [NotNullWhen(true)] out RawSocket? socket, out LinuxError error)
    {
        if (!TryOpen(Libc.AF_INET, Libc.SOCK_RAW, IPPROTO_VRRP, out socket, out error)) return false;
        error = socket.BindToDevice(interfaceName);
        if (error.IsSuccess) error = socket.Set(Libc.SOL_SOCKET, Libc.SO_RCVBUF, ReceiveBufferBytes);
        if (error.IsSuccess) error = socket.Set(IPPROTO_IP, IP_MULTICAST_ALL, 0);
        if (error.IsSuccess) error = socket.SetInterface(IP_ADD_MEMBERSHIP, s_vrrpGroup, interfaceIndex);
        return socket.KeepUnless(error, ref socket);
    }

    /// <summary>Opens a packet socket for <see cref="SendFrame"/>; it receives nothing.</summary>
    public static bool TryOpenFrameSender([NotNullWhen(true)] out RawSocket? socket, out LinuxError error) =>
        TryOpen(Libc.AF_PACKET, Libc.SOCK_RAW, 0, out socket, out error);

    /// <summary>Sends a datagram of a VRRP sender.</summary>
    public LinuxError Send(ReadOnlySpan<byte> datagram)
    {
        fixed (byte* bytes = datagram)
        {
            return Libc.send(_descriptor.Number, bytes, datagram.Length, Libc.MSG_DONTWAIT) < 0 ? LinuxError.Last() : LinuxError.None;
        }
    }

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

    /// <summary>Takes one waiting datagram. False: none waits, or the socket has an error (then reported once).</summary>
    public bool TryReceive(Span<byte> buffer, out int length, out LinuxError error)
    {
        fixed (byte* bytes = buffer)
        {
            nint received = Libc.recv(_descriptor.Number, bytes, buffer.Length, Libc.MSG_DONTWAIT);
            length = (int)Math.Max(received, 0);
            error = received < 0 ? LinuxError.Last() : LinuxError.None;
            return received >= 0;
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
        fixed (byte* bytes = text)
        {
            return Libc.setsockopt(_descriptor.Number, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, bytes, text.Length) == 0 ? LinuxError.None : LinuxError.Last();
        }
    }

    private LinuxError Set(int level, int option, int value) =>
        Libc.setsockopt(_descriptor.Number, level, option, &value, sizeof(int)) == 0 ? LinuxError.None : LinuxError.Last();

    // struct ip_mreqn: group, local address (unused with an index), interface index
    private LinuxError SetInterface(int option, ReadOnlySpan<byte> group, int interfaceIndex)
    {
        Span<byte> request = stackalloc byte[12];
        request.Clear();
        group.CopyTo(request);
        MemoryMarshal.Write(request[8..], interfaceIndex);
        fixed (byte* bytes = request)
        {
            return Libc.setsockopt(_descriptor.Number, IPPROTO_IP, option, bytes, request.Length) == 0 ? LinuxError.None : LinuxError.Last();
        }
    }
}
