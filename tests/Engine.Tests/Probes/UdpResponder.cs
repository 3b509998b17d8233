using System.Net;
using System.Net.Sockets;

namespace KeepaliveConsole.Engine.Tests.Probes;

/// <summary>Answers each datagram to a free loopback port with those that the test says.</summary>
internal sealed class UdpResponder : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly Task _answering;

    public UdpResponder(Func<byte[], byte[][]> answer)
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        Port = ((IPEndPoint)_socket.LocalEndPoint!).Port;
        _answering = AnswerAsync(answer);
    }

    public int Port { get; }

    /// <summary>Who asked, in order.</summary>
    public List<IPEndPoint> Askers { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _answering;
        _socket.Dispose();
        _stop.Dispose();
    }

    private async Task AnswerAsync(Func<byte[], byte[][]> answer)
    {
        byte[] buffer = new byte[65536];
        try
        {
            while (true)
            {
                SocketReceiveFromResult received = await _socket.ReceiveFromAsync(buffer, new IPEndPoint(IPAddress.Any, 0), _stop.Token);
                Askers.Add((IPEndPoint)received.RemoteEndPoint);
                foreach (byte[] one in answer(buffer[..received.ReceivedBytes])) await _socket.SendToAsync(one, received.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }
}
