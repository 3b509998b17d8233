using System.Collections.Concurrent;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The thread that talks to the kernel about addresses and links, so that the time this takes is not an advert's. Work
/// is carried out in the order it came, per instance and over all. The thread belongs to the network namespace of the one
/// that starts it.
/// </summary>
internal sealed class AddressThread : IAddressKernel, IDisposable
{
    private readonly ConcurrentQueue<AddressWork> _work = new();
    private readonly WakeUp _wake = new();
    private readonly TimeSpan _sweepInterval;
    private readonly IAddressReports _reports;
    private readonly AddressKeeper _keeper;
    private readonly Thread _thread;
    private readonly List<LinkFacts> _links = [];
    private readonly List<AddressFacts> _addresses = [];
    private readonly NetlinkHandler _onNotification;
    private RouteSocket? _route;
    private NetlinkSocket? _monitor;
    private RawSocket? _frames;
    private bool _saidListFailure;

    /// <summary>Prepares it; nothing runs yet.</summary>
    public AddressThread(TimeSpan sweepInterval, IAddressReports reports)
    {
        _sweepInterval = sweepInterval > TimeSpan.Zero ? sweepInterval : TimeSpan.FromSeconds(1);
        _reports = reports;
        _keeper = new AddressKeeper(this, reports);
        _onNotification = OnNotification;
        _thread = new Thread(Run) { Name = "kc-addresses", IsBackground = true };
    }

    /// <summary>Opens the sockets in the calling thread's network namespace, then starts. False: not permitted or no such sockets here.</summary>
    public bool TryStart(out LinuxError error)
    {
        if (!RouteSocket.TryOpen(out _route, out error)
            || !RouteSocket.TryOpenMonitor(out _monitor, out error)
            || !RawSocket.TryOpenFrameSender(out _frames, out error)) return false;
        _thread.Start();
        return true;
    }

    /// <summary>Asks for work. Any thread; returns at once, allocates nothing in the steady state.</summary>
    public void Post(in AddressWork work)
    {
        _work.Enqueue(work);
        _wake.Ring();
    }

    /// <summary>Waits until the thread has ended, at most <paramref name="limit"/>.</summary>
    public bool Join(TimeSpan limit) => !_thread.IsAlive || _thread.Join(limit);

    /// <inheritdoc />
    public LinuxError Add(int interfaceIndex, AddressKey address, int prefixLength, string? label, int? leaseSeconds) =>
        _route!.Add(interfaceIndex, address, prefixLength, label, leaseSeconds);

    /// <inheritdoc />
    public LinuxError Remove(int interfaceIndex, AddressKey address, int prefixLength) => _route!.Remove(interfaceIndex, address, prefixLength);

    /// <inheritdoc />
    public LinuxError SendFrame(ReadOnlySpan<byte> frame, int interfaceIndex) => _frames!.SendFrame(frame, interfaceIndex);

    /// <inheritdoc />
    public void Dispose()
    {
        _route?.Dispose();
        _monitor?.Dispose();
        _frames?.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        MonotonicTime nextSweep = MonotonicClock.Now;
        long seen = -1;
        bool ended = false;
        while (!ended)
        {
            try
            {
                MonotonicTime now = MonotonicClock.Now;
                bool sweep = now >= nextSweep;
                if (sweep)
                {
                    Sweep();
                    nextSweep = now + _sweepInterval;
                }

                ReadNotifications();
                ended = DoWork();
                // Own changes come back as notifications: read before comparing, so that a stale one is not taken for drift.
                ReadNotifications();
                if (sweep || seen != _keeper.Table.Version) _keeper.Reconcile(MonotonicClock.Now);
                seen = _keeper.Table.Version;
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A fault in this code must not leave the elections without hands: say it, and go on with the next work.
                _reports.Publish(new EngineNotice("addresses", $"unexpected {exception.GetType().Name}: {exception.Message}; going on", EventSeverity.Critical));
            }

            if (!ended) Wait(nextSweep);
        }
    }

    private bool DoWork()
    {
        while (_work.TryDequeue(out AddressWork work))
        {
            if (work.Kind == AddressWorkKind.End) return true;
            _keeper.Do(work, MonotonicClock.Now);
        }

        return false;
    }

    private void Sweep()
    {
        // What waits in the monitor is older than the listing; applied after it, it would undo it for a moment.
        LinuxError error = _monitor!.ReadNotifications(static (_, _) => { });
        if (error.IsSuccess || error.Number == LinuxError.ENOBUFS) error = _route!.List(_links, _addresses);
        if (error.IsSuccess) _keeper.Table.Replace(_links, _addresses);
        else if (!_saidListFailure) _reports.Publish(new EngineNotice("addresses", $"interfaces could not be listed: {error}; trying again with each sweep", EventSeverity.Warning));
        _saidListFailure = !error.IsSuccess;
    }

    private void ReadNotifications()
    {
        // ENOBUFS: the kernel had more to say than the buffer holds, so some of it is lost. List everything.
        if (_monitor!.ReadNotifications(_onNotification).Number == LinuxError.ENOBUFS) Sweep();
    }

    private void OnNotification(ushort type, ReadOnlySpan<byte> payload)
    {
        InterfaceTable table = _keeper.Table;
        switch (type)
        {
            case RouteConstants.RTM_NEWLINK when RouteMessages.TryReadLink(payload, out LinkFacts link):
                table.Set(link);
                break;
            case RouteConstants.RTM_DELLINK when RouteMessages.TryReadLink(payload, out LinkFacts link):
                table.RemoveLink(link.Index);
                break;
            case RouteConstants.RTM_NEWADDR when RouteMessages.TryReadAddress(payload, out AddressFacts address):
                table.Set(address);
                break;
            case RouteConstants.RTM_DELADDR when RouteMessages.TryReadAddress(payload, out AddressFacts address):
                table.RemoveAddress(address.InterfaceIndex, address.Address, address.PrefixLength);
                break;
        }
    }

    private void Wait(MonotonicTime until)
    {
        double milliseconds = (until - MonotonicClock.Now).TotalMilliseconds;
        Readable.Wait(_wake.Number, _monitor!.Number, (int)Math.Clamp(Math.Ceiling(milliseconds), 0, int.MaxValue));
        _wake.Clear();
    }
}
