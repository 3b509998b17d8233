using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>What a probe's socket speaks.</summary>
internal enum ProbeTransport
{
    /// <summary>TCP.</summary>
    Stream,

    /// <summary>UDP.</summary>
    Datagram,

    /// <summary>ICMP echo by the kernel's ping socket, which needs no right but a group within net.ipv4.ping_group_range.</summary>
    Ping,

    /// <summary>ICMP echo by a raw socket, which needs CAP_NET_RAW.</summary>
    RawPing,
}

/// <summary>
/// A socket of a probe. Never blocks, and is a bare number so that a probe costs no more than its system calls: its owner
/// must close it, once. Belongs to the network namespace of the thread that opened it.
/// </summary>
internal readonly unsafe struct ProbeSocket(int number)
{
    /// <summary>None.</summary>
    public static ProbeSocket None => new(-1);

    /// <summary>To wait on; -1 = none.</summary>
    public int Number => number;

    /// <summary>Opens it, with no option set.</summary>
    public static LinuxError Open(AddressFamily family, ProbeTransport transport, out ProbeSocket socket)
    {
        bool isIPv4 = family == AddressFamily.InterNetwork;
        int type = transport switch { ProbeTransport.Stream => Libc.SOCK_STREAM, ProbeTransport.RawPing => Libc.SOCK_RAW, _ => Libc.SOCK_DGRAM };
        int protocol = transport is ProbeTransport.Ping or ProbeTransport.RawPing ? isIPv4 ? Libc.IPPROTO_ICMP : Libc.IPPROTO_ICMPV6 : 0;
        socket = new ProbeSocket(Libc.socket(isIPv4 ? Libc.AF_INET : Libc.AF_INET6, type | Libc.SOCK_CLOEXEC | Libc.SOCK_NONBLOCK, protocol));
        return socket.Number < 0 ? LinuxError.Last() : LinuxError.None;
    }

    /// <summary>Sets the source and the mark that <paramref name="check"/> asks for. Null = done, else why not and what to do.</summary>
    public string? Apply(CheckDefinition check, AddressFamily family)
    {
        if (check.FirewallMark is { } mark && Set(Libc.SOL_SOCKET, Libc.SO_MARK, (int)mark) is { IsSuccess: false } unmarked)
            return Text($"firewall mark {mark} cannot be set: {unmarked}; it needs CAP_NET_ADMIN");
        if (check.BindInterface is { } name && BindToDevice(name) is { IsSuccess: false } unbound)
            return $"interface {name} cannot be bound to: {unbound}; is it an interface of this node?";
        if (check.BindAddress is null && check.BindPort is null) return null;

        IPAddress address = check.BindAddress ?? (family == AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any);
        if (address.AddressFamily != family) return $"source address {address} is of another family than the target";
        // A port of its own may still be held by the probe before it. Without one, the port is chosen at connect, so that
        // all ports are free for each target.
        _ = check.BindPort is null ? Set(Libc.SOL_IP, Libc.IP_BIND_ADDRESS_NO_PORT, 1) : Set(Libc.SOL_SOCKET, Libc.SO_REUSEADDR, 1);
        byte* bytes = stackalloc byte[KernelAddress.MaxLengthBytes];
        int length = KernelAddress.Write(new Span<byte>(bytes, KernelAddress.MaxLengthBytes), address, check.BindPort ?? 0);
        if (Libc.bind(number, bytes, length) == 0) return null;
        LinuxError error = LinuxError.Last();
        return error.Number switch
        {
            LinuxError.EADDRNOTAVAIL => $"source address {address} is not an address of this node",
            LinuxError.EADDRINUSE => Text($"source port {check.BindPort} is taken by another program"),
            LinuxError.EACCES => Text($"source port {check.BindPort} needs CAP_NET_BIND_SERVICE"),
            _ => $"source address {address} cannot be bound to: {error}",
        };
    }

    /// <summary>Begins to connect; EINPROGRESS is the usual answer of a stream.</summary>
    public LinuxError Connect(IPAddress address, int port)
    {
        byte* bytes = stackalloc byte[KernelAddress.MaxLengthBytes];
        int length = KernelAddress.Write(new Span<byte>(bytes, KernelAddress.MaxLengthBytes), address, port);
        return Libc.connect(number, bytes, length) == 0 ? LinuxError.None : LinuxError.Last();
    }

    /// <summary>The error that waits on it, as after connecting; reading it clears it.</summary>
    public LinuxError TakeError()
    {
        int error = 0;
        int length = sizeof(int);
        return Libc.getsockopt(number, Libc.SOL_SOCKET, Libc.SO_ERROR, &error, &length) == 0 ? new LinuxError(error) : LinuxError.Last();
    }

    /// <summary>Is its own end <paramref name="address"/> and <paramref name="port"/>?</summary>
    public bool IsAt(IPAddress address, int port)
    {
        Span<byte> wanted = stackalloc byte[KernelAddress.MaxLengthBytes];
        byte* actual = stackalloc byte[KernelAddress.MaxLengthBytes];
        int length = KernelAddress.MaxLengthBytes;
        int wantedLength = KernelAddress.Write(wanted, address, port);
        return Libc.getsockname(number, actual, &length) == 0 && wanted[..wantedLength].SequenceEqual(new ReadOnlySpan<byte>(actual, length));
    }

    /// <summary>Sends; a stream may take less than all.</summary>
    public LinuxError Send(ReadOnlySpan<byte> bytes, out int sent)
    {
        nint result;
        fixed (byte* first = bytes) result = Libc.send(number, first, bytes.Length, Libc.MSG_NOSIGNAL);
        sent = (int)Math.Max(result, 0);
        return result < 0 ? LinuxError.Last() : LinuxError.None;
    }

    /// <summary>Receives; EAGAIN = nothing is there. 0 bytes of a stream = the other side has ended it.</summary>
    public LinuxError Receive(Span<byte> buffer, out int received)
    {
        nint result;
        fixed (byte* first = buffer) result = Libc.recv(number, first, buffer.Length, 0);
        received = (int)Math.Max(result, 0);
        return result < 0 ? LinuxError.Last() : LinuxError.None;
    }

    /// <summary>Lets only echo replies and errors through; for <see cref="ProbeTransport.RawPing"/>. Without it each would be handed every ICMP packet.</summary>
    public void OnlyEchoReplies(AddressFamily family)
    {
        if (family == AddressFamily.InterNetwork)
        {
            uint blocked = ~((1u << 0) | (1u << 3)); // echo reply, destination unreachable
            _ = Libc.setsockopt(number, Libc.SOL_RAW, Libc.ICMP_FILTER, &blocked, sizeof(uint));
            return;
        }

        uint* blockedSix = stackalloc uint[8];
        new Span<uint>(blockedSix, 8).Fill(uint.MaxValue);
        blockedSix[129 / 32] &= ~(1u << (129 % 32)); // echo reply
        _ = Libc.setsockopt(number, Libc.SOL_ICMPV6, Libc.ICMPV6_FILTER, blockedSix, 8 * sizeof(uint));
    }

    /// <summary>Closes it in the ordinary way: FIN, after what is still to be sent.</summary>
    public void Close() => _ = Libc.close(number);

    /// <summary>
    /// Closes a stream by RST. A connection that ends by FIN is remembered for minutes, by the kernel's connection tracking for two: thousands of checks
    /// a second would fill the table that real connections need. What is not sent yet is thrown away.
    /// </summary>
    public void Reset()
    {
        long onAndZeroSeconds = 1; // struct linger: on, 0 s
        _ = Libc.setsockopt(number, Libc.SOL_SOCKET, Libc.SO_LINGER, &onAndZeroSeconds, sizeof(long));
        Close();
    }

    private LinuxError BindToDevice(string name)
    {
        byte* text = stackalloc byte[16];
        if (!Encoding.UTF8.TryGetBytes(name, new Span<byte>(text, 15), out int length)) return new LinuxError(LinuxError.ENODEV);
        return Libc.setsockopt(number, Libc.SOL_SOCKET, Libc.SO_BINDTODEVICE, text, length) == 0 ? LinuxError.None : LinuxError.Last();
    }

    private LinuxError Set(int level, int option, int value) =>
        Libc.setsockopt(number, level, option, &value, sizeof(int)) == 0 ? LinuxError.None : LinuxError.Last();

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
