using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;

namespace KeepaliveConsole.Web.Tests.Audit;

/// <summary>A syslog server on loopback: keeps the ids of the messages it gets.</summary>
internal sealed partial class SyslogServer : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Socket _socket;
    private readonly List<Socket> _clients = [];
    private readonly List<long> _ids = [];
    private readonly X509Certificate2? _certificate;

    private SyslogServer(Socket socket, X509Certificate2? certificate)
    {
        _socket = socket;
        _certificate = certificate;
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    public IReadOnlyList<long> Ids
    {
        get { lock (_ids) return [.. _ids]; }
    }

    public static SyslogServer Tcp(int port = 0, X509Certificate2? certificate = null)
    {
        var server = new SyslogServer(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp), certificate);
        server._socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        server._socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        server._socket.Listen();
        _ = Task.Run(server.AcceptAsync);
        return server;
    }

    public static SyslogServer Udp(int port = 0)
    {
        var server = new SyslogServer(new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp), null);
        server._socket.ReceiveBufferSize = 1 << 20;
        server._socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _ = Task.Run(server.ReceiveAsync);
        return server;
    }

    public void Dispose()
    {
        _end.Cancel();
        _socket.Dispose();
        lock (_clients) _clients.ForEach(client => client.Dispose());
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                Socket client = await _socket.AcceptAsync(_end.Token);
                lock (_clients) _clients.Add(client);
                _ = Task.Run(() => ReadAsync(client));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server went away.
        }
    }

    private async Task ReadAsync(Socket client)
    {
        try
        {
            Stream stream = new NetworkStream(client);
            if (_certificate is not null)
            {
                var encrypted = new SslStream(stream);
                await encrypted.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate });
                stream = encrypted;
            }

            var one = new byte[1];
            for (string length = ""; ;)
            {
                await stream.ReadExactlyAsync(one);
                if (one[0] != ' ')
                {
                    length += (char)one[0];
                    continue;
                }

                byte[] message = new byte[int.Parse(length, NumberStyles.None, CultureInfo.InvariantCulture)];
                await stream.ReadExactlyAsync(message);
                Take(message);
                length = "";
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or SocketException or System.Security.Authentication.AuthenticationException)
        {
            // The client or the server went away.
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (true) Take(buffer.AsSpan(0, await _socket.ReceiveAsync(buffer, SocketFlags.None, _end.Token)));
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server went away.
        }
    }

    private void Take(ReadOnlySpan<byte> message)
    {
        Match match = Id().Match(Encoding.UTF8.GetString(message));
        lock (_ids) _ids.Add(match.Success ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : -1);
    }

    [GeneratedRegex("^<[0-9]{1,3}>1 [0-9TZ:.-]+ [!-~]+ [!-~]+ [0-9]+ [!-~]+ \\[audit@32473 id=\"([0-9]+)\" ")]
    private static partial Regex Id();
}
