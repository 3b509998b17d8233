using System.Net;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Route;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>What a receiving socket is for.</summary>
/// <param name="Interface">Name of the interface.</param>
/// <param name="IsIPv6">Family.</param>
/// <param name="IsAuthenticated">Adverts behind an authentication header (protocol 51) instead of plain ones (112).</param>
internal readonly record struct LineKey(string Interface, bool IsIPv6, bool IsAuthenticated);

/// <summary>
/// One interface adverts of one family are heard on: the socket, and the elections that listen there, by multicast and by
/// unicast. Loop thread only.
/// </summary>
internal sealed class HeartbeatLine(LineKey key) : IDisposable
{
    // Rarely more than one for a VRID: unicast elections with different peers, or other groups. They form a chain.
    private readonly EntryLine?[] _listeners = new EntryLine?[256];
    private readonly List<(IPAddress Group, int Members)> _groups = [];

    /// <summary>Interface and kind.</summary>
    public LineKey Key { get; } = key;

    /// <summary>ifindex the socket is bound to; 0 = none is open.</summary>
    public int Index { get; private set; }

    /// <summary>Receives; null while closed.</summary>
    public RawSocket? Receiver { get; private set; }

    /// <summary>Number of elections on this line.</summary>
    public int Members { get; private set; }

    /// <summary>Adverts of VRIDs that no election here uses.</summary>
    public ForeignAdverts Foreign { get; } = new();

    /// <summary>Opens the socket on the interface as it is now; one that was deleted and made anew has another index, and the old socket is deaf there.</summary>
    public bool TryOpen(LinkFacts facts, Epoll epoll, out LinuxError error)
    {
        error = LinuxError.None;
        if (Index == facts.Index) return true;
        Close(epoll);
        if (!RawSocket.TryOpenVrrpReceiver(facts.Name, Key.IsIPv6, Key.IsAuthenticated, out RawSocket? receiver, out error)) return false;
        foreach ((IPAddress group, _) in _groups)
            if (error.IsSuccess) error = receiver.Join(group, facts.Index);
        if (error.IsSuccess) error = epoll.Add(receiver.Number);
        if (!error.IsSuccess)
        {
            receiver.Dispose();
            return false;
        }

        (Receiver, Index) = (receiver, facts.Index);
        return true;
    }

    /// <summary>An election listens here from now on.</summary>
    public LinuxError Add(EntryLine listener)
    {
        ref EntryLine? first = ref _listeners[listener.Entry.VirtualRouterId];
        listener.NextListener = first;
        first = listener;
        Members++;
        PassEverything();
        if (listener.Group is not { } group) return LinuxError.None;
        int place = _groups.FindIndex(joined => joined.Group.Equals(group));
        if (place >= 0)
        {
            _groups[place] = (group, _groups[place].Members + 1);
            return LinuxError.None;
        }

        _groups.Add((group, 1));
        return Receiver?.Join(group, Index) ?? LinuxError.None;
    }

    /// <summary>It listens no more.</summary>
    public void Remove(EntryLine listener)
    {
        ref EntryLine? place = ref _listeners[listener.Entry.VirtualRouterId];
        while (place is not null && place != listener) place = ref place.NextListenerReference;
        if (place is null) return;
        place = listener.NextListener;
        listener.NextListener = null;
        Members--;
        PassEverything();
        int group = _groups.FindIndex(joined => joined.Group.Equals(listener.Group));
        if (group < 0) return;
        (IPAddress address, int members) = _groups[group];
        if (members > 1)
        {
            _groups[group] = (address, members - 1);
            return;
        }

        _groups.RemoveAt(group);
        _ = Receiver?.Leave(address, Index); // fails only when the interface is gone, and the group with it
    }

    /// <summary>
    /// For whom is this packet? The group or the sender tells elections with the same VRID apart; one that nobody expects goes to
    /// the first of them, to be refused with the reason. Null: nobody uses the VRID here.
    /// </summary>
    public EntryLine? Find(byte virtualRouterId, in ReceivedPacket packet)
    {
        EntryLine? first = _listeners[virtualRouterId];
        if (first?.NextListener is null) return first;
        EntryLine? unicast = null;
        for (EntryLine? listener = first; listener is not null; listener = listener.NextListener)
        {
            if (listener.Expects(packet)) return listener;
            if (listener.Group is null) unicast ??= listener;
        }

        return AdvertisementFormat.IsMulticast(packet.Destination) ? first : unicast ?? first;
    }

    /// <summary>An election here that would hear the same adverts as <paramref name="other"/>; null = none.</summary>
    public EntryLine? Same(EntryLine other)
    {
        for (EntryLine? listener = _listeners[other.Entry.VirtualRouterId]; listener is not null; listener = listener.NextListener)
            if (listener != other && Equals(listener.Group, other.Group) && (other.Group is not null || listener.Peers == other.Peers)) return listener;
        return null;
    }

    /// <summary>Lets the kernel drop adverts of VRIDs that nobody here uses.</summary>
    public LinuxError RefuseForeign()
    {
        List<byte> own = [];
        for (int virtualRouterId = 1; virtualRouterId < _listeners.Length; virtualRouterId++)
            if (_listeners[virtualRouterId] is not null) own.Add((byte)virtualRouterId);
        return Receiver?.Filter(VirtualRouterFilter.For(own, Key.IsIPv6, Key.IsAuthenticated)) ?? LinuxError.None;
    }

    /// <summary>Undoes <see cref="RefuseForeign"/>.</summary>
    public void PassEverything()
    {
        if (!Foreign.IsRefused) return;
        Foreign.IsRefused = false;
        _ = Receiver?.Filter([]);
    }

    /// <summary>Closes the socket; its elections stay and hear again once it is opened.</summary>
    public void Close(Epoll epoll)
    {
        if (Receiver is not null) epoll.Remove(Receiver.Number);
        Dispose();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Receiver?.Dispose();
        (Receiver, Index) = (null, 0);
        Foreign.IsRefused = false;
    }
}
