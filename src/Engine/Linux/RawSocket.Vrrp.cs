using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <content>The sockets adverts travel through. A sender takes whole datagrams, IP header included; a receiver delivers IPv4 from the header on and IPv6 without it.</content>
internal sealed unsafe partial class RawSocket
{
    private const int IPPROTO_IP = 0;
    private const int IPPROTO_IPV6 = 41;
    private const int IPPROTO_AH = 51;
    private const int IPPROTO_VRRP = 112;
    private const int IPPROTO_RAW = 255;

    private const int IP_HDRINCL = 3;
    private const int IP_MULTICAST_IF = 32;
    private const int IP_MULTICAST_LOOP = 34;
    private const int IP_ADD_MEMBERSHIP = 35;
    private const int IP_DROP_MEMBERSHIP = 36;
    private const int IP_MULTICAST_ALL = 49;

    private const int IPV6_MULTICAST_IF = 17;
    private const int IPV6_MULTICAST_LOOP = 19;
    private const int IPV6_JOIN_GROUP = 20;
    private const int IPV6_LEAVE_GROUP = 21;
    private const int IPV6_MULTICAST_ALL = 29;
    private const int IPV6_HDRINCL = 36;
    private const int IPV6_RECVPKTINFO = 49;
    private const int IPV6_RECVHOPLIMIT = 51;

    /// <summary>SO_PRIORITY for adverts: TC_PRIO_INTERACTIVE, the highest that needs no privilege (linux/pkt_sched.h); the TOS in our header does not set it.</summary>
    private const int AdvertisementPriority = 6;

    private const int ReceiveBufferBytes = 1 << 20;

    /// <summary>
    /// Opens a socket that sends whole datagrams by one interface, each to the address given with it. Protocol 255 receives
    /// nothing, so no advert of others piles up in it, and our own multicasts do not come back.
    /// </summary>
    public static bool TryOpenVrrpSender(string interfaceName, int interfaceIndex, bool isIPv6, [NotNullWhen(true)] out RawSocket? socket, out LinuxError error)
    {
        if (!TryOpen(isIPv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_RAW, IPPROTO_RAW, out socket, out error)) return false;
        error = socket.BindToDevice(interfaceName);
        if (isIPv6)
        {
            if (error.IsSuccess) error = socket.Set(IPPROTO_IPV6, IPV6_HDRINCL, 1);
            if (error.IsSuccess) error = socket.Set(IPPROTO_IPV6, IPV6_MULTICAST_IF, interfaceIndex);
            if (error.IsSuccess) error = socket.Set(IPPROTO_IPV6, IPV6_MULTICAST_LOOP, 0);
        }
        else
        {
            if (error.IsSuccess) error = socket.Set(IPPROTO_IP, IP_HDRINCL, 1);
            if (error.IsSuccess) error = socket.SetInterface(IP_MULTICAST_IF, default, interfaceIndex);
            if (error.IsSuccess) error = socket.Set(IPPROTO_IP, IP_MULTICAST_LOOP, 0);
        }

        if (error.IsSuccess) error = socket.Set(Libc.SOL_SOCKET, Libc.SO_PRIORITY, AdvertisementPriority);
        return socket.KeepUnless(error, ref socket);
    }

    /// <summary>
    /// Opens a socket that receives VRRP (<paramref name="isAuthenticated"/>: VRRP behind an authentication header) from one
    /// interface: what is sent to this host, and to groups once they are joined.
    /// </summary>
    public static bool TryOpenVrrpReceiver(string interfaceName, bool isIPv6, bool isAuthenticated, [NotNullWhen(true)] out RawSocket? socket, out LinuxError error)
    {
        int protocol = isAuthenticated ? IPPROTO_AH : IPPROTO_VRRP;
        if (!TryOpen(isIPv6 ? Libc.AF_INET6 : Libc.AF_INET, Libc.SOCK_RAW, protocol, out socket, out error)) return false;
        error = socket.BindToDevice(interfaceName);
        if (error.IsSuccess) error = socket.Set(Libc.SOL_SOCKET, Libc.SO_RCVBUF, ReceiveBufferBytes);
        if (isIPv6)
        {
            if (error.IsSuccess) error = socket.Set(IPPROTO_IPV6, IPV6_MULTICAST_ALL, 0);
            if (error.IsSuccess) error = socket.Set(IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
            if (error.IsSuccess) error = socket.Set(IPPROTO_IPV6, IPV6_RECVHOPLIMIT, 1);
        }
        else if (error.IsSuccess)
        {
            error = socket.Set(IPPROTO_IP, IP_MULTICAST_ALL, 0);
        }

        return socket.KeepUnless(error, ref socket);
    }

    /// <summary>Hears what is sent to <paramref name="group"/> on one interface.</summary>
    public LinuxError Join(IPAddress group, int interfaceIndex) => group.AddressFamily == AddressFamily.InterNetworkV6
        ? SetGroupIPv6(IPV6_JOIN_GROUP, group, interfaceIndex)
        : SetInterface(IP_ADD_MEMBERSHIP, group.GetAddressBytes(), interfaceIndex);

    /// <summary>Undoes <see cref="Join"/>.</summary>
    public LinuxError Leave(IPAddress group, int interfaceIndex) => group.AddressFamily == AddressFamily.InterNetworkV6
        ? SetGroupIPv6(IPV6_LEAVE_GROUP, group, interfaceIndex)
        : SetInterface(IP_DROP_MEMBERSHIP, group.GetAddressBytes(), interfaceIndex);

    /// <summary>Lets the kernel drop what <paramref name="program"/> refuses before it takes room in the socket's buffer. Empty: lets everything through again.</summary>
    public LinuxError Filter(ReadOnlySpan<Libc.FilterInstruction> program)
    {
        if (program.IsEmpty) return Set(Libc.SOL_SOCKET, Libc.SO_DETACH_FILTER, 0);
        fixed (Libc.FilterInstruction* instructions = program)
        {
            var filter = new Libc.FilterProgram { Length = (ushort)program.Length, Instructions = instructions };
            return Libc.setsockopt(Number, Libc.SOL_SOCKET, Libc.SO_ATTACH_FILTER, &filter, sizeof(Libc.FilterProgram)) == 0 ? LinuxError.None : LinuxError.Last();
        }
    }

    // struct ip_mreqn: group, local address (unused with an index), interface index
    private LinuxError SetInterface(int option, ReadOnlySpan<byte> group, int interfaceIndex)
    {
        Span<byte> request = stackalloc byte[12];
        request.Clear();
        group.CopyTo(request);
        MemoryMarshal.Write(request[8..], interfaceIndex);
        return Set(IPPROTO_IP, option, request);
    }

    // struct ipv6_mreq: group, interface index
    private LinuxError SetGroupIPv6(int option, IPAddress group, int interfaceIndex)
    {
        Span<byte> request = stackalloc byte[20];
        group.TryWriteBytes(request, out _);
        MemoryMarshal.Write(request[16..], interfaceIndex);
        return Set(IPPROTO_IPV6, option, request);
    }
}
