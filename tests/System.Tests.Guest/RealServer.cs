using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>Answers every HTTP request on port 80 and every datagram on port 53 with its name and who asked: <c>r1 10.88.0.10</c>.</summary>
internal sealed class RealServer : IDisposable
{
    private readonly string _name;
    private readonly TcpListener _listener;
    private readonly Socket _datagrams;

    /// <summary>Listens in <paramref name="space"/>, on every IPv4 address or on every one of the family of <paramref name="any"/>.</summary>
    public RealServer(NetworkNamespace space, string name, IPAddress? any = null)
    {
        any ??= IPAddress.Any;
        _name = name;
        (_listener, _datagrams) = space.Run(() =>
        {
            var listener = new TcpListener(any, 80);
            listener.Start(512);
            var datagrams = new Socket(any.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            datagrams.Bind(new IPEndPoint(any, 53));
            return (listener, datagrams);
        });
        Start(AcceptConnections);
        Start(AnswerDatagrams);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _datagrams.Dispose();
    }

    private static void Start(Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
        {
            // The test is over.
        }
    }) { IsBackground = true }.Start();

    private void AcceptConnections()
    {
        while (true)
        {
            Socket connection = _listener.AcceptSocket();
            Start(() => Serve(connection));
        }
    }

    private void Serve(Socket connection)
    {
        using var stream = new NetworkStream(connection, ownsSocket: true);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0) continue; // an empty line ends the request's header
            string body = $"{_name} {((IPEndPoint)connection.RemoteEndPoint!).Address}";
            stream.Write(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
        }
    }

    private void AnswerDatagrams()
    {
        var buffer = new byte[512];
        while (true)
        {
            EndPoint from = new IPEndPoint(_datagrams.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
            _datagrams.ReceiveFrom(buffer, ref from);
            _datagrams.SendTo(Encoding.ASCII.GetBytes($"{_name} {((IPEndPoint)from).Address}"), from);
        }
    }
}
