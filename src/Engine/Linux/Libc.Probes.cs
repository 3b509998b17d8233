using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>Calls of the sockets that probes use.</summary>
internal static unsafe partial class Libc
{
    public const int SOCK_STREAM = 1;

    public const int IPPROTO_ICMP = 1;
    public const int IPPROTO_ICMPV6 = 58;

    public const int MSG_NOSIGNAL = 0x4000;

    public const int SO_REUSEADDR = 2;
    public const int SO_ERROR = 4;
    public const int SO_LINGER = 13;
    public const int SO_MARK = 36;

    public const int SOL_IP = 0;
    public const int IP_BIND_ADDRESS_NO_PORT = 24;

    public const int SOL_ICMPV6 = 58;
    public const int ICMPV6_FILTER = 1;
    public const int SOL_RAW = 255;
    public const int ICMP_FILTER = 1;

    public const uint EPOLLOUT = 0x4;
    public const uint EPOLLERR = 0x8;
    public const uint EPOLLHUP = 0x10;
    public const uint EPOLLET = 0x8000_0000;

    [LibraryImport("libc", SetLastError = true)]
    public static partial int connect(int fd, byte* address, int length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockname(int fd, byte* address, int* length);

    [LibraryImport("libc", SetLastError = true)]
    public static partial int getsockopt(int fd, int level, int option, void* value, int* length);
}
