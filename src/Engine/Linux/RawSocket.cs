using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// The raw sockets of VRRP. .NET's own Socket refuses protocol 112, so these are plain descriptors. Never blocks, and
/// allocates nothing after opening. Belongs to the network namespace of the thread that opened it.
/// </summary>
internal sealed unsafe partial class RawSocket : IDisposable
{
    private readonly Descriptor _descriptor;

    private RawSocket(Descriptor descriptor) => _descriptor = descriptor;

    /// <summary>To wait on.</summary>
    public int Number => _descriptor.Number;

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
