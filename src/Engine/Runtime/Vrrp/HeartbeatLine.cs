using System.Diagnostics.CodeAnalysis;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>One interface adverts travel on: its two sockets and the elections that listen there. Loop thread only.</summary>
internal sealed class HeartbeatLine(string name) : IDisposable
{
    private readonly VrrpEntry?[] _listeners = new VrrpEntry?[256];

    /// <summary>Name of the interface.</summary>
    public string Name { get; } = name;

    /// <summary>ifindex the sockets are bound to; 0 = none is open.</summary>
    public int Index { get; private set; }

    /// <summary>Sends; null while closed.</summary>
    public RawSocket? Sender { get; private set; }

    /// <summary>Receives; null while closed.</summary>
    public RawSocket? Receiver { get; private set; }

    /// <summary>Number of elections on this line.</summary>
    public int Members { get; set; }

    /// <summary>Who listens for this VRID?</summary>
    public VrrpEntry? this[byte virtualRouterId]
    {
        get => _listeners[virtualRouterId];
        set => _listeners[virtualRouterId] = value;
    }

    /// <summary>Opens the sockets on the interface as it is now; one that was deleted and made anew has another index, and the old sockets are deaf there.</summary>
    public bool TryOpen(LinkFacts facts, Epoll epoll, out LinuxError error)
    {
        error = LinuxError.None;
        if (Index == facts.Index) return true;
        Close(epoll);
        if (!TryOpenBoth(facts, out RawSocket? sender, out RawSocket? receiver, out error)) return false;
        error = epoll.Add(receiver.Number);
        if (!error.IsSuccess)
        {
            sender.Dispose();
            receiver.Dispose();
            return false;
        }

        (Sender, Receiver, Index) = (sender, receiver, facts.Index);
        return true;
    }

    /// <summary>Closes the sockets.</summary>
    public void Close(Epoll epoll)
    {
        if (Receiver is not null) epoll.Remove(Receiver.Number);
        Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Sender?.Dispose();
        Receiver?.Dispose();
        (Sender, Receiver, Index) = (null, null, 0);
    }

    private static bool TryOpenBoth(LinkFacts facts, [NotNullWhen(true)] out RawSocket? sender, [NotNullWhen(true)] out RawSocket? receiver, out LinuxError error)
    {
        receiver = null;
        if (!RawSocket.TryOpenVrrpSender(facts.Name, facts.Index, out sender, out error)) return false;
        if (RawSocket.TryOpenVrrpReceiver(facts.Name, facts.Index, out receiver, out error)) return true;
        sender.Dispose();
        sender = null;
        return false;
    }
}
