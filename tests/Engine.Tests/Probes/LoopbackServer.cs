using System.Net;
using System.Net.Sockets;
using System.Text;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>A server on a free loopback port that does with each connection what the test says.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener;
    private readonly Task _accepting;
    private int _connections;

    public LoopbackServer(Func<Connection, Task> serve, IPAddress? address = null)
    {
        _listener = new Socket((address ?? IPAddress.Loopback).AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(address ?? IPAddress.Loopback, 0));
        _listener.Listen(16);
        Port = ((IPEndPoint)_listener.LocalEndPoint!).Port;
        _accepting = AcceptAsync(serve);
    }

    public int Port { get; }

    public int Connections => _connections;

    /// <summary>Reads a request, sends <paramref name="answer"/> and closes.</summary>
    public static LoopbackServer Answering(string answer) => new(async connection =>
    {
        await connection.ReadRequestAsync();
        await connection.SendAsync(answer);
    });

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(Func<Connection, Task> serve)
    {
        try
        {
            while (true)
            {
                using Socket socket = await _listener.AcceptAsync(_stop.Token);
                _connections++;
                try
                {
                    await serve(new Connection(socket, _stop.Token));
                }
                catch (SocketException)
                {
                    // The probe went away first, which many of these servers are there to provoke.
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    internal sealed class Connection(Socket socket, CancellationToken stop)
    {
        public Socket Socket => socket;

        public CancellationToken Stop => stop;

        public async Task<string> ReadRequestAsync()
        {
            var text = new StringBuilder();
            byte[] buffer = new byte[1024];
            while (!text.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
            {
                int count = await socket.ReceiveAsync(buffer, stop);
                if (count == 0) break;
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }

            return text.ToString();
        }

        public async Task SendAsync(string text) => await SendAsync(Encoding.UTF8.GetBytes(text));

        public async Task SendAsync(ReadOnlyMemory<byte> bytes)
        {
            while (!bytes.IsEmpty) bytes = bytes[await socket.SendAsync(bytes, stop)..];
        }

        /// <summary>Holds the connection until the probe closes it.</summary>
        public async Task UntilClosedAsync()
        {
            byte[] buffer = new byte[256];
            while (await socket.ReceiveAsync(buffer, stop) > 0)
            {
            }
        }

        /// <summary>Ends the connection by RST.</summary>
        public void Reset()
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Close();
        }
    }
}
