using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>A frame from the wire, Ethernet header first.</summary>
/// <param name="At">Stopwatch time stamp of the moment it was read.</param>
/// <param name="Bytes">The frame.</param>
internal sealed record CapturedFrame(long At, byte[] Bytes)
{
    /// <summary>Ethernet type.</summary>
    public int EtherType => (Bytes[12] << 8) | Bytes[13];

    /// <summary>An IPv4 packet of protocol 112?</summary>
    public bool IsVrrp => EtherType == 0x0800 && Bytes.Length >= 34 && Bytes[23] == 112;

    /// <summary>A gratuitous ARP: sender and target protocol address are the same.</summary>
    public bool IsGratuitousArp => EtherType == 0x0806 && Bytes.Length >= 42 && Bytes.AsSpan(28, 4).SequenceEqual(Bytes.AsSpan(38, 4));

    /// <summary>Bytes as hexadecimal.</summary>
    public string Hex(int start, int length) => Convert.ToHexString(Bytes, start, length).ToLowerInvariant();
}

/// <summary>Records every frame that reaches a machine of the rig.</summary>
internal sealed class Sniffer : IDisposable
{
    private const int AllFrames = 0x0300; // ETH_P_ALL in network byte order

    private readonly ConcurrentQueue<CapturedFrame> _frames = new();
    private readonly Socket _socket;
    private readonly Thread _thread;
    private volatile bool _stopped;

    public Sniffer(RigNode node)
    {
        _socket = node.Run(() => new Socket(AddressFamily.Packet, SocketType.Raw, (ProtocolType)AllFrames) { ReceiveTimeout = 100 });
        _thread = new Thread(Record) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Adverts so far.</summary>
    public IReadOnlyList<CapturedFrame> Adverts => [.. _frames.Where(frame => frame.IsVrrp)];

    /// <summary>Gratuitous ARP requests so far.</summary>
    public IReadOnlyList<CapturedFrame> GratuitousArps => [.. _frames.Where(frame => frame.IsGratuitousArp)];

    /// <summary>Time between two frames.</summary>
    public static TimeSpan Between(CapturedFrame first, CapturedFrame second) => Stopwatch.GetElapsedTime(first.At, second.At);

    /// <inheritdoc />
    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
        _socket.Dispose();
    }

    private void Record()
    {
        byte[] buffer = new byte[2048];
        while (!_stopped)
        {
            try
            {
                int length = _socket.Receive(buffer);
                if (length >= 14) _frames.Enqueue(new CapturedFrame(Stopwatch.GetTimestamp(), buffer[..length]));
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
            {
                // Nothing on the wire; look whether to stop.
            }
        }
    }
}
