using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Nftables;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// The thread that talks to the kernel about addresses, links and routes, so that the time this takes is not an advert's. Work
/// is carried out in the order it came, per instance and over all. The thread belongs to the network namespace of the one
/// that starts it.
/// </summary>
internal sealed class AddressThread : IDisposable
{
    /// <summary>Claims of one socket per turn, so that a flood of them does not keep the work waiting.</summary>
    private const int ClaimsPerTurn = 256;

    /// <summary>Longest wait for nft at the end.</summary>
    private static readonly TimeSpan s_filterLimit = TimeSpan.FromSeconds(1);

    private readonly ConcurrentQueue<AddressWork> _work = new();
    private readonly WakeUp _wake = new();
    private readonly TimeSpan _sweepInterval;
    private readonly int _realTimePriority;
    private readonly IAddressReports _reports;
    private readonly KernelAddresses _kernel;
    private readonly AddressKeeper _keeper;
    private readonly Thread _thread;
    private readonly byte[] _claim = new byte[128];
    private readonly int[] _waited = new int[5];
    private readonly TableFeed _feed;
    private readonly NetlinkHandler _onRouting;
    private NetlinkSocket? _monitor;
    private NetlinkSocket? _routingMonitor;
    private FrameSocket? _arpClaims;
    private FrameSocket? _neighbourClaims;
    private bool _hasRoutingChanged;
    private readonly List<AddressWork> _renewals = [];
    private bool _saidOpenFailure;
    private bool _hasSilentWork; // the posting thread's alone

    /// <summary>Prepares it; nothing runs yet.</summary>
    /// <param name="sweepInterval">Time between full looks at the kernel.</param>
    /// <param name="reports">Whom it tells.</param>
    /// <param name="realTimePriority">The election thread's; this one runs just below it, because an address that comes late is an outage. 0 = ordinary.</param>
    public AddressThread(TimeSpan sweepInterval, IAddressReports reports, int realTimePriority = 0)
    {
        _sweepInterval = sweepInterval > TimeSpan.Zero ? sweepInterval : TimeSpan.FromSeconds(1);
        _realTimePriority = realTimePriority;
        _reports = reports;
        _kernel = new KernelAddresses(new FilterThread(new NftCommand(), reports));
        _keeper = new AddressKeeper(_kernel, reports);
        _feed = new TableFeed(_keeper.Table, handler => _monitor!.ReadNotifications(handler), _kernel.List, reports);
        _onRouting = OnRouting;
        _thread = new Thread(Run) { Name = "kc-addresses", IsBackground = true };
    }

    /// <summary>Opens the sockets in the calling thread's network namespace, then starts. False: not permitted or no such sockets here.</summary>
    public bool TryStart(out LinuxError error)
    {
        if (!_kernel.TryOpen(out error) || !RouteSocket.TryOpenMonitor(out _monitor, out error)) return false;
        _kernel.KeepRenewalsFrom(_monitor);
        _thread.Start();
        return true;
    }

    /// <summary>Asks for work. Any thread; returns at once, allocates nothing in the steady state.</summary>
    public void Post(in AddressWork work)
    {
        _work.Enqueue(work);
        _wake.Ring();
    }

    /// <summary>Asks for work that can wait until the next <see cref="Ring"/> or <see cref="Post"/>. Both, and this, on one thread.</summary>
    public void PostSilently(in AddressWork work)
    {
        _work.Enqueue(work);
        _hasSilentWork = true;
    }

    /// <summary>Wakes the thread when work was posted silently: once for the renewals of all adverts that left together.</summary>
    public void Ring()
    {
        if (!_hasSilentWork) return;
        _hasSilentWork = false;
        _wake.Ring();
    }

    /// <summary>Waits until the thread has ended, at most <paramref name="limit"/>.</summary>
    public bool Join(TimeSpan limit) => !_thread.IsAlive || _thread.Join(limit);

    /// <inheritdoc />
    public void Dispose()
    {
        _kernel.Dispose();
        _monitor?.Dispose();
        _routingMonitor?.Dispose();
        _arpClaims?.Dispose();
        _neighbourClaims?.Dispose();
        _wake.Dispose();
    }

    private void Run()
    {
        // Refused: the election thread was refused it too, and says so.
        if (_realTimePriority > 0) _ = RealTimeThread.Become(Math.Clamp(_realTimePriority - 1, 1, 99));
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
                    _feed.Sweep();
                    nextSweep = now + _sweepInterval;
                }

                _feed.Read();
                ended = DoWork();
                OpenWhatIsNeeded();
                // Own changes come back as notifications: read before comparing, so that a stale one is not taken for drift.
                _feed.Read();
                if (sweep || seen != _keeper.Table.Version) _keeper.Reconcile(MonotonicClock.Now);
                seen = _keeper.Table.Version;
                LookAtRouting();
                Listen(_arpClaims);
                Listen(_neighbourClaims);
                _keeper.Pump(MonotonicClock.Now);
            }
            catch (Exception exception) when (exception is not OutOfMemoryException)
            {
                // A fault in this code must not leave the elections without hands: say it, and go on with the next work.
                _reports.Publish(EngineNotice.Of("addresses", $"unexpected {exception.GetType().Name}: {exception.Message}; going on", EventSeverity.Critical));
            }

            if (!ended) Wait(nextSweep);
        }

        _kernel.EndFilter(s_filterLimit);
    }

    private bool DoWork()
    {
        while (_work.TryDequeue(out AddressWork work))
        {
            if (work.Kind == AddressWorkKind.Renew)
            {
                _renewals.Add(work);
                continue;
            }

            Renew();
            if (work.Kind == AddressWorkKind.End) return true;
            _keeper.Do(work, MonotonicClock.Now);
        }

        Renew();
        return false;
    }

    // All that wait go to the kernel together.
    private void Renew()
    {
        if (_renewals.Count == 0) return;
        _keeper.Renew(CollectionsMarshal.AsSpan(_renewals), MonotonicClock.Now);
        _renewals.Clear();
    }

    // The first time a route, an address family or a filter is needed. A host without IPv6 or routes has none of these sockets.
    private void OpenWhatIsNeeded()
    {
        LinuxError error = default;
        if (_keeper.WatchesRouting && _routingMonitor is null && RouteSocket.TryOpenRoutingMonitor(out _routingMonitor, out error)) _hasRoutingChanged = true;
        if (error.IsSuccess && _keeper.ListensFor(isIPv6: false) && _arpClaims is null) FrameSocket.TryOpenListener(isIPv6: false, out _arpClaims, out error);
        if (error.IsSuccess && _keeper.ListensFor(isIPv6: true) && _neighbourClaims is null) FrameSocket.TryOpenListener(isIPv6: true, out _neighbourClaims, out error);
        if (error.IsSuccess || _saidOpenFailure) return;
        _saidOpenFailure = true;
        _reports.Publish(EngineNotice.Of("addresses", $"a socket that watches routes or claims of addresses could not be opened: {error}; removed routes come back with the next sweep, and another holder of an address may go unnoticed", EventSeverity.Warning));
    }

    private void LookAtRouting()
    {
        if (_routingMonitor is not null && _routingMonitor.ReadNotifications(_onRouting).Number == LinuxError.ENOBUFS) _hasRoutingChanged = true;
        if (!_hasRoutingChanged) return;
        _hasRoutingChanged = false;
        _keeper.RoutingChanged(MonotonicClock.Now);
    }

    private void OnRouting(ushort type, ReadOnlySpan<byte> payload)
    {
        if (type is RouteConstants.RTM_NEWROUTE or RouteConstants.RTM_DELROUTE) _hasRoutingChanged |= RoutingMessages.TryReadRoute(payload, out _);
        else if (type is RouteConstants.RTM_NEWRULE or RouteConstants.RTM_DELRULE) _hasRoutingChanged |= RoutingMessages.TryReadRule(payload, out _);
    }

    private void Listen(FrameSocket? socket)
    {
        for (int i = 0; i < ClaimsPerTurn && socket is not null && socket.TryReceive(_claim, out int length, out int interfaceIndex); i++)
            _keeper.Heard(_claim.AsSpan(0, Math.Min(length, _claim.Length)), interfaceIndex, MonotonicClock.Now);
    }

    private void Wait(MonotonicTime until)
    {
        if (_keeper.NextDue is { } due && due < until) until = due;
        _waited[0] = _wake.Number;
        _waited[1] = _monitor!.Number;
        int count = 2;
        if (_routingMonitor is not null) _waited[count++] = _routingMonitor.Number;
        if (_arpClaims is not null) _waited[count++] = _arpClaims.Number;
        if (_neighbourClaims is not null) _waited[count++] = _neighbourClaims.Number;
        Readable.Wait(_waited.AsSpan(0, count), until - MonotonicClock.Now);
        _wake.Clear();
    }
}
