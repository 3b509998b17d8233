using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>
/// Stands in front of an election process and makes it look as if it were of another version: its first word is changed, all else goes
/// through as it is.
/// </summary>
internal sealed class OtherVersion : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string _process;
    private readonly Func<string, string> _change;

    /// <param name="socketPath">Where the process listens; it is found elsewhere afterwards.</param>
    /// <param name="change">Changes the first message.</param>
    public OtherVersion(string socketPath, Func<string, string> change)
    {
        _process = socketPath + ".old";
        _change = change;
        File.Move(socketPath, _process);
        _listener.Bind(new UnixDomainSocketEndPoint(socketPath));
        _listener.Listen();
        _ = ServeAsync();
    }

    /// <inheritdoc />
    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                Socket console = await _listener.AcceptAsync();
                var process = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await process.ConnectAsync(new UnixDomainSocketEndPoint(_process));
                _ = TalkAsync(new NetworkStream(console, ownsSocket: true), new NetworkStream(process, ownsSocket: true));
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test, or the process, has ended.
        }
    }

    private async Task TalkAsync(NetworkStream console, NetworkStream process)
    {
        await using (console)
        await using (process)
        {
            byte[] length = new byte[sizeof(int)];
            await process.ReadExactlyAsync(length);
            byte[] first = new byte[BinaryPrimitives.ReadInt32LittleEndian(length)];
            await process.ReadExactlyAsync(first);
            byte[] changed = Encoding.UTF8.GetBytes(_change(Encoding.UTF8.GetString(first)));
            BinaryPrimitives.WriteInt32LittleEndian(length, changed.Length);
            await console.WriteAsync(length);
            await console.WriteAsync(changed);
            await Task.WhenAny(process.CopyToAsync(console), console.CopyToAsync(process));
        }
    }
}
