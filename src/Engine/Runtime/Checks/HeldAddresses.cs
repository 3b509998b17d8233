using System.Net;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Checks;

/// <summary>
/// Tells which addresses this host holds, as the kernel says: true whoever put them there, also an election in another process. It listens for
/// changes and lists again at each, and once a minute in case one was lost. A thread of its own, in the network namespace of the thread that makes it.
/// </summary>
internal sealed class HeldAddresses : IDisposable
{
    private static readonly TimeSpan s_sweep = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan s_joinLimit = TimeSpan.FromSeconds(5);

    private readonly Action<IReadOnlySet<IPAddress>> _changed;
    private readonly IEventSink _sink;
    private readonly WakeUp _wake = new();
    private readonly Thread _thread;
    private volatile bool _isEnding;

    /// <summary>Starts; <paramref name="changed"/> is called on its thread with the whole set, first as soon as it is known.</summary>
    public HeldAddresses(Action<IReadOnlySet<IPAddress>> changed, IEventSink sink)
    {
        _changed = changed;
        _sink = sink;
        _thread = new Thread(Watch) { Name = "kc-held", IsBackground = true };
        _thread.Start();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_isEnding) return;
        _isEnding = true;
        _wake.Ring();
        if (_thread.Join(s_joinLimit)) _wake.Dispose();
    }

    private void Watch()
    {
        NetlinkSocket? monitor = null;
        RouteSocket? lister = null;
        try
        {
            if (!RouteSocket.TryOpenMonitor(out monitor, out LinuxError error) || !RouteSocket.TryOpen(out lister, out error))
            {
                _sink.Publish(EngineNotice.Of("checks", $"the addresses of this host cannot be read: {error}; checks that run only where the address is held rest", EventSeverity.Critical));
                return;
            }

            HashSet<IPAddress>? told = null;
            while (!_isEnding)
            {
                // What waits is older than the listing that follows.
                _ = monitor.ReadNotifications(static (_, _) => { });
                List<AddressFacts> addresses = [];
                if (lister.List([], addresses).IsSuccess)
                {
                    HashSet<IPAddress> held = [.. addresses.Where(address => !address.IsDuplicate).Select(address => address.Address.ToIPAddress())];
                    if (told is null || !told.SetEquals(held)) _changed(told = held);
                }

                Readable.Wait([_wake.Number, monitor.Number], s_sweep);
                _wake.Clear();
            }
        }
        finally
        {
            monitor?.Dispose();
            lister?.Dispose();
        }
    }
}
