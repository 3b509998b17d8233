using System.Net.Sockets;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Audit.Syslog;

/// <summary>A way to a syslog server that stands. Broken once, it is thrown away and another is made.</summary>
internal interface ISyslogLine : IDisposable
{
    /// <summary>Sends the messages; returns when the server's host has them, as far as the protocol lets one know. Throws when the line is broken.</summary>
    Task SendAsync(IReadOnlyList<byte[]> messages, CancellationToken cancellationToken);
}

/// <summary>Makes lines.</summary>
internal static class SyslogLines
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    /// <summary>Connects as the settings say; throws when that fails.</summary>
    public static async Task<ISyslogLine> ConnectAsync(SyslogSettings settings, CancellationToken cancellationToken)
    {
        int port = settings.Port > 0 ? settings.Port : settings.Protocol == SyslogProtocol.Tls ? 6514 : 514;
        Socket socket = settings.Protocol == SyslogProtocol.Udp ? new Socket(SocketType.Dgram, ProtocolType.Udp) : new Socket(SocketType.Stream, ProtocolType.Tcp);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            patience.CancelAfter(s_patience);
            await socket.ConnectAsync(settings.Host!, port, patience.Token).ConfigureAwait(false);
            if (settings.Protocol == SyslogProtocol.Udp) return new SyslogDatagrams(socket);
            Stream stream = new NetworkStream(socket, ownsSocket: false);
            if (settings.Protocol == SyslogProtocol.Tls) stream = await SyslogTls.OverAsync(stream, settings, patience.Token).ConfigureAwait(false);
            return new SyslogStream(socket, stream);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new IOException($"it did not answer within {s_patience.TotalSeconds} s");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
