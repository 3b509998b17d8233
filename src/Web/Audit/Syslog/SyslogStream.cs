using System.Globalization;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>
/// RFC 6587 §3.4.1, octet counting: the length in decimal, a blank, the message. The protocol has no receipt, so the kernel is asked whether the
/// other host has acknowledged the bytes; without that, whatever lay in the buffer of a dead connection would be lost unnoticed.
/// </summary>
internal sealed class SyslogStream(Socket socket, Stream stream) : ISyslogLine
{
    private const int TcpLevel = 6;
    private const int TcpInfoOption = 11;
    private const int Established = 1;
    private const int UnacknowledgedAt = 24;
    private const int NotSentAt = 144;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(2);

    /// <inheritdoc />
    public async Task SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancellationToken)
    {
        if (socket.Poll(0, SelectMode.SelectRead) && socket.Available == 0) throw new IOException("it closed the connection");
        using var frames = new MemoryStream();
        foreach (byte[] message in messages)
        {
            frames.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{message.Length} ")));
            frames.Write(message);
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            await stream.WriteAsync(frames.GetBuffer().AsMemory(0, (int)frames.Length), patience.Token).ConfigureAwait(false);
            await stream.FlushAsync(patience.Token).ConfigureAwait(false);
            while (!IsAcknowledged()) await Task.Delay(s_pause, patience.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new IOException($"it took nothing for {s_patience.TotalSeconds} s");
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        stream.Dispose();
        socket.Dispose();
    }

    // struct tcp_info of linux/tcp.h: the state is the first byte, tcpi_unacked is at 24, tcpi_notsent_bytes (Linux 4.6) at 144.
    private bool IsAcknowledged()
    {
        Span<byte> info = stackalloc byte[NotSentAt + sizeof(int)];
        int length = socket.GetRawSocketOption(TcpLevel, TcpInfoOption, info);
        if (info[0] != Established) throw new IOException("it closed the connection");
        bool sent = length < info.Length || MemoryMarshal.Read<int>(info[NotSentAt..]) == 0;
        return sent && MemoryMarshal.Read<int>(info[UnacknowledgedAt..]) == 0;
    }
}
