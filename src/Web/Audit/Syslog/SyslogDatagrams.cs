using System.Net.Sockets;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>RFC 5426: a message is a datagram. Only a host that answers "nobody listens here" is noticed.</summary>
internal sealed class SyslogDatagrams(Socket socket) : ISyslogLine
{
    /// <inheritdoc />
    public async Task SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancellationToken)
    {
        foreach (byte[] message in messages) await socket.SendAsync(message, SocketFlags.None, cancellationToken).ConfigureAwait(false);
        // The answer to the last one has nothing behind it that would report it.
        if (socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error) is int error and not 0) throw new SocketException(error);
    }

    /// <inheritdoc />
    public void Dispose() => socket.Dispose();
}
