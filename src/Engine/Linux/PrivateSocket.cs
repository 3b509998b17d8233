using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux;

/// <summary>
/// A Unix domain socket that only its owner and root may use: made with mode 0600, and whoever is at the other end is asked for by the kernel.
/// </summary>
internal static class PrivateSocket
{
    private const uint OwnerOnly = 0x7F; // 0177: what the new file may not allow
    private const int SO_PEERCRED = 17;
    private const int Waiting = 4;

    /// <summary>Listens at <paramref name="path"/>, replacing a socket nobody listens on any more. Throws <see cref="SocketException"/> or <see cref="IOException"/>.</summary>
    public static Socket Listen(string path)
    {
        if (Directory.Exists(path)) throw new IOException($"{path} is a folder; remove it, a socket is to be there");
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            File.Delete(path);
            uint before = Libc.umask(OwnerOnly);
            try
            {
                At(path, endpoint => socket.Bind(endpoint));
            }
            finally
            {
                _ = Libc.umask(before);
            }

            socket.Listen(Waiting);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Connects, or null when nobody listens there.</summary>
    public static Socket? TryConnect(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            // Connecting waits when the other side accepts nobody and its queue is full; then it does not answer anyway.
            socket.Blocking = false;
            At(path, endpoint => socket.Connect(endpoint));
            socket.Blocking = true;
            return socket;
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>Who is at the other end, as the kernel knows it: of a listener, the process that began to listen.</summary>
    public static (int ProcessId, uint UserId) Peer(Socket socket)
    {
        Span<byte> credentials = stackalloc byte[12]; // struct ucred: pid, uid, gid
        socket.GetRawSocketOption(Libc.SOL_SOCKET, SO_PEERCRED, credentials);
        return (MemoryMarshal.Read<int>(credentials), MemoryMarshal.Read<uint>(credentials[4..]));
    }

    /// <summary>Is the other end of the same user, or root?</summary>
    public static bool IsTrusted(Socket socket) => Peer(socket).UserId is var user && (user == 0 || user == Libc.geteuid());

    /// <summary>A path may be longer than the 107 bytes of a socket's address; its folder, opened, has a short name.</summary>
    private static void At(string path, Action<UnixDomainSocketEndPoint> use)
    {
        int folder = Libc.open(Path.GetDirectoryName(Path.GetFullPath(path))!, Libc.O_PATH | Libc.O_DIRECTORY | Libc.O_CLOEXEC, 0);
        if (folder < 0) throw new IOException($"{Path.GetDirectoryName(path)}: {LinuxError.Last()}");
        try
        {
            use(new UnixDomainSocketEndPoint($"/proc/self/fd/{folder}/{Path.GetFileName(path)}"));
        }
        finally
        {
            _ = Libc.close(folder);
        }
    }
}
