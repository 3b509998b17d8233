using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Nftables;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// Runs nft beside the address thread: a program takes tens of milliseconds, and seconds when it hangs, in which leases would run out.
/// Only the last wish counts. The thread belongs to the network namespace of the one that asks first.
/// </summary>
internal sealed class FilterThread(INftCommand nft, IAddressReports reports)
{
    private readonly Lock _lock = new();
    private Thread? _thread;
    private string? _wanted;
    private bool _isLoaded;

    /// <summary>Wants the table to read so; empty = no table. Returns at once.</summary>
    public void Want(string script)
    {
        lock (_lock)
        {
            _wanted = script;
            if (_thread is not null) return;
            _thread = new Thread(Run) { Name = "kc-filter", IsBackground = true };
            _thread.Start();
        }
    }

    /// <summary>Waits until the last wish is carried out, at most <paramref name="limit"/>.</summary>
    public bool Join(TimeSpan limit)
    {
        Thread? thread;
        lock (_lock) thread = _thread;
        return thread is null || thread.Join(limit);
    }

    private void Run()
    {
        while (true)
        {
            string script;
            lock (_lock)
            {
                if (_wanted is null)
                {
                    _thread = null;
                    return;
                }

                script = _wanted;
                _wanted = null;
            }

            Load(script);
        }
    }

    private void Load(string script)
    {
        NftResult result = nft.Run(["-f", "-"], script.Length > 0 ? script : PacketFilter.RemoveScript);
        bool isDone = result.ExitCode == 0;
        // Nothing is wanted and nothing was loaded: that there is no nft, or that it may not, is no trouble then.
        if (!isDone && (script.Length > 0 || _isLoaded))
        {
            reports.Publish(EngineNotice.Of(
                "packet filter",
                script.Length > 0
                    ? $"the nftables table {PacketFilter.Table} could not be loaded: {Words(result)}; packets to virtual addresses of instances with accept = false are accepted, and group reports of macvlans leave"
                    : (Sentence)$"the nftables table {PacketFilter.Table} could not be removed: {Words(result)}; remove it with: nft delete table inet {PacketFilter.Table}",
                EventSeverity.Warning));
        }

        if (isDone) _isLoaded = script.Length > 0;
    }

    private static string Words(NftResult result) => result.Error.Trim().ReplaceLineEndings(" ");
}
