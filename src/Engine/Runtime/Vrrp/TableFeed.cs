using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Keeps the table as the kernel has it: by its notifications, and by a whole listing now and then and whenever notifications were lost.</summary>
/// <param name="table">The table.</param>
/// <param name="read">Hands over the notifications that wait; ENOBUFS: some were lost.</param>
/// <param name="list">Lists everything.</param>
/// <param name="reports">Whom to tell when listing fails.</param>
internal sealed class TableFeed(
    InterfaceTable table, Func<NetlinkHandler, LinuxError> read, Func<List<LinkFacts>, List<AddressFacts>, LinuxError> list, IAddressReports reports)
{
    private readonly List<LinkFacts> _links = [];
    private readonly List<AddressFacts> _addresses = [];
    private NetlinkHandler? _apply;
    private bool _saidFailure;

    /// <summary>Lists everything.</summary>
    public void Sweep()
    {
        // What waits in the monitor is older than the listing; applied after it, it would undo it for a moment.
        LinuxError error = read(static (_, _) => { });
        if (error.IsSuccess || error.Number == LinuxError.ENOBUFS) error = list(_links, _addresses);
        if (error.IsSuccess) table.Replace(_links, _addresses);
        else if (!_saidFailure) reports.Publish(EngineNotice.Of("addresses", $"interfaces could not be listed: {error}; trying again with each sweep", EventSeverity.Warning));
        _saidFailure = !error.IsSuccess;
    }

    /// <summary>Applies what waits. When the kernel had more to say than the buffer holds, some of it is lost, and everything is listed.</summary>
    public void Read()
    {
        if (read(_apply ??= Apply).Number == LinuxError.ENOBUFS) Sweep();
    }

    private void Apply(ushort type, ReadOnlySpan<byte> payload)
    {
        switch (type)
        {
            case RouteConstants.RTM_NEWLINK when LinkMessages.TryRead(payload, out LinkFacts link):
                table.Set(link);
                break;
            case RouteConstants.RTM_DELLINK when LinkMessages.TryRead(payload, out LinkFacts link):
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
}
