using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.System.Tests.Rig;

/// <summary>A hostile machine: multicasts the same advert again and again, at most at a given rate.</summary>
internal sealed class AdvertFlood : IDisposable
{
    private readonly Thread _thread;
    private long _sent;
    private volatile bool _stopped;

    /// <summary>Begins. <paramref name="spoil"/> changes the datagram, IPv4 header first, before it is sent.</summary>
    public AdvertFlood(RigNode node, AdvertisementFormat format, int perSecond, Action<byte[]>? spoil = null)
    {
        byte[] datagram = new byte[AdvertisementCodec.MaxLengthBytes];
        int length = AdvertisementCodec.Write(datagram, format, new VrrpPriority(250), 1);
        spoil?.Invoke(datagram);
        int index = int.Parse(node.Ip("-o link show eth0").Split(':')[0], CultureInfo.InvariantCulture);
        RawSocket socket = node.Run(() => RawSocket.TryOpenVrrpSender("eth0", index, false, out RawSocket? opened, out LinuxError error)
            ? opened
            : throw new InvalidOperationException(error.ToString()));
        _thread = new Thread(() => Send(socket, datagram.AsSpan(0, length), perSecond)) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>Datagrams sent so far.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <inheritdoc />
    public void Dispose()
    {
        _stopped = true;
        _thread.Join();
    }

    private void Send(RawSocket socket, ReadOnlySpan<byte> datagram, int perSecond)
    {
        using RawSocket _ = socket;
        using var batch = new SendBatch(AdvertisementCodec.MaxLengthBytes);
        byte[] group = KernelAddress.Of(AdvertisementFormat.MulticastIPv4, 0);
        while (!batch.IsFull)
        {
            datagram.CopyTo(batch.Next());
            batch.Add(datagram.Length, group);
        }

        long start = Stopwatch.GetTimestamp();
        while (!_stopped)
        {
            Interlocked.Add(ref _sent, batch.Send(socket, 0, out LinuxError _));
            while (!_stopped && Sent > Stopwatch.GetElapsedTime(start).TotalSeconds * perSecond) Thread.Sleep(0);
        }
    }
}
