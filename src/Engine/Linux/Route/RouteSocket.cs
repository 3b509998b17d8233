using System.Diagnostics.CodeAnalysis;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>Changes addresses and lists links and addresses. For one thread; each call is one exchange with the kernel, 0.1 to 1 ms.</summary>
internal sealed class RouteSocket : IDisposable
{
    private const int ListAttempts = 5;

    private readonly NetlinkSocket _netlink;
    private readonly NetlinkMessage _message = new(0);

    private RouteSocket(NetlinkSocket netlink) => _netlink = netlink;

    /// <summary>Opens it.</summary>
    public static bool TryOpen([NotNullWhen(true)] out RouteSocket? socket, out LinuxError error)
    {
        socket = NetlinkSocket.TryOpen(NetlinkConstants.NETLINK_ROUTE, 0, out NetlinkSocket? netlink, out error) ? new RouteSocket(netlink) : null;
        return socket is not null;
    }

    /// <summary>Opens a socket for notifications of links and IPv4 addresses; what it delivers is read with <see cref="RouteMessages"/>.</summary>
    public static bool TryOpenMonitor([NotNullWhen(true)] out NetlinkSocket? socket, out LinuxError error) =>
        NetlinkSocket.TryOpen(NetlinkConstants.NETLINK_ROUTE, RouteConstants.RTMGRP_LINK | RouteConstants.RTMGRP_IPV4_IFADDR, out socket, out error);

    /// <summary>Lists links and addresses. A table that changes meanwhile is listed again.</summary>
    public LinuxError List(List<LinkFacts> links, List<AddressFacts> addresses)
    {
        LinuxError error = default;
        for (int attempt = 0; attempt < ListAttempts; attempt++)
        {
            links.Clear();
            addresses.Clear();
            error = _netlink.Query(RouteMessages.ListLinks(), (type, payload) =>
            {
                if (type == RouteConstants.RTM_NEWLINK && RouteMessages.TryReadLink(payload, out LinkFacts link)) links.Add(link);
            });
            if (error.IsSuccess)
            {
                error = _netlink.Query(RouteMessages.ListAddresses(), (type, payload) =>
                {
                    if (type == RouteConstants.RTM_NEWADDR && RouteMessages.TryReadAddress(payload, out AddressFacts address)) addresses.Add(address);
                });
            }

            if (error.Number != LinuxError.EINTR) return error;
        }

        return error;
    }

    /// <summary>Adds an address, or renews the lifetime of one that is there.</summary>
    public LinuxError Add(int interfaceIndex, AddressKey address, int prefixLength, string? label, int? leaseSeconds) =>
        _netlink.Execute(RouteMessages.Add(_message, interfaceIndex, address, prefixLength, label, leaseSeconds));

    /// <summary>Removes an address; one that is gone, or whose interface is gone, is success.</summary>
    public LinuxError Remove(int interfaceIndex, AddressKey address, int prefixLength)
    {
        LinuxError error = _netlink.Execute(RouteMessages.Remove(_message, interfaceIndex, address, prefixLength));
        return error.Number is LinuxError.EADDRNOTAVAIL or LinuxError.ENODEV ? LinuxError.None : error;
    }

    /// <inheritdoc />
    public void Dispose() => _netlink.Dispose();
}
