using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>A client's TCP connection to a virtual service, on which it may ask several times.</summary>
internal sealed class WebClient : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly Socket _socket;

    private WebClient(Socket socket) => _socket = socket;

    /// <summary>Connects from <paramref name="space"/>. Throws SocketException when refused or not answered in 5 s.</summary>
    public static WebClient Connect(NetworkNamespace space, IPEndPoint service, IPAddress? from = null)
    {
        Socket socket = space.Run(() => new Socket(service.AddressFamily, SocketType.Stream, ProtocolType.Tcp));
        socket.NoDelay = true;
        socket.SendTimeout = socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
        try
        {
            if (from is not null) socket.Bind(new IPEndPoint(from, 0));
            if (!socket.ConnectAsync(service).Wait(s_patience)) throw new SocketException((int)SocketError.TimedOut);
            return new WebClient(socket);
        }
        catch (Exception problem) when (problem is AggregateException or SocketException)
        {
            socket.Dispose();
            throw (problem as SocketException) ?? (SocketException)problem.InnerException!;
        }
    }

    /// <summary>Asks and returns the answer's body: name of the real server and the address it saw.</summary>
    public string Ask()
    {
        _socket.Send("GET / HTTP/1.1\r\nHost: service\r\n\r\n"u8);
        var buffer = new byte[1024];
        string text = "";
        while (true)
        {
            int length = _socket.Receive(buffer);
            if (length == 0) throw new SocketException((int)SocketError.ConnectionReset);
            text += Encoding.ASCII.GetString(buffer, 0, length);
            int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end < 0) continue;
            int bodyLength = int.Parse(text[(text.IndexOf("Content-Length: ", StringComparison.Ordinal) + 16)..end], global::System.Globalization.CultureInfo.InvariantCulture);
            if (text.Length >= end + 4 + bodyLength) return text[(end + 4)..];
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>One new connection, one answer; "none: REASON" when there is none.</summary>
    public static string AskOnce(NetworkNamespace space, IPEndPoint service, IPAddress? from = null)
    {
        try
        {
            using WebClient client = Connect(space, service, from);
            return client.Ask();
        }
        catch (SocketException problem)
        {
            return $"none: {problem.SocketErrorCode}";
        }
    }

    /// <summary>One datagram from a new socket, one answer; "none: REASON" when there is none.</summary>
    public static string AskDatagram(NetworkNamespace space, IPEndPoint service)
    {
        using Socket socket = space.Run(() => new Socket(service.AddressFamily, SocketType.Dgram, ProtocolType.Udp));
        socket.ReceiveTimeout = (int)s_patience.TotalMilliseconds;
        try
        {
            socket.Connect(service);
            socket.Send("who"u8);
            var buffer = new byte[512];
            return Encoding.ASCII.GetString(buffer, 0, socket.Receive(buffer));
        }
        catch (SocketException problem)
        {
            return $"none: {problem.SocketErrorCode}";
        }
    }
}
