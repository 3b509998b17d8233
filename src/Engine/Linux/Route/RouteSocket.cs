using System.Diagnostics.CodeAnalysis;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Route;

/// <summary>Changes and lists links, addresses, routes and rules. For one thread; each call is one exchange with the kernel.</summary>
internal sealed class RouteSocket : IDisposable
{
    private const int ListAttempts = 5;

    private readonly NetlinkSocket _netlink;
    private readonly NetlinkMessage _message = new(0);
    private readonly NetlinkBatch _batch = new();

    private RouteSocket(NetlinkSocket netlink) => _netlink = netlink;

    /// <summary>The name the kernel gave it; notifications of what it asked for carry it.</summary>
    public uint Port => _netlink.Port;

    /// <summary>Opens it.</summary>
    public static bool TryOpen([NotNullWhen(true)] out RouteSocket? socket, out LinuxError error)
    {
        socket = null;
        if (!NetlinkSocket.TryOpen(NetlinkConstants.NETLINK_ROUTE, 0, out NetlinkSocket? netlink, out error)) return false;
        netlink.FilterListings();
        socket = new RouteSocket(netlink);
        return true;
    }

    /// <summary>Opens a socket for notifications of links and addresses; what it delivers is read with <see cref="LinkMessages"/> and <see cref="RouteMessages"/>.</summary>
    public static bool TryOpenMonitor([NotNullWhen(true)] out NetlinkSocket? socket, out LinuxError error) => NetlinkSocket.TryOpen(
        NetlinkConstants.NETLINK_ROUTE,
        RouteConstants.RTMGRP_LINK | RouteConstants.RTMGRP_IPV4_IFADDR | RouteConstants.RTMGRP_IPV6_IFADDR,
        out socket,
        out error);

    /// <summary>Opens a socket for notifications of routes and rules. One of its own: a router with many routes says much here.</summary>
    public static bool TryOpenRoutingMonitor([NotNullWhen(true)] out NetlinkSocket? socket, out LinuxError error) => NetlinkSocket.TryOpen(
        NetlinkConstants.NETLINK_ROUTE,
        RouteConstants.RTMGRP_IPV4_ROUTE | RouteConstants.RTMGRP_IPV6_ROUTE | RouteConstants.RTMGRP_IPV4_RULE | RouteConstants.RTMGRP_IPV6_RULE,
        out socket,
        out error);

    /// <summary>Lists links and addresses. A table that changes meanwhile is listed again.</summary>
    public LinuxError List(List<LinkFacts> links, List<AddressFacts> addresses) => Repeat(() =>
    {
        links.Clear();
        addresses.Clear();
        LinuxError error = _netlink.Query(LinkMessages.List(), (type, payload) =>
        {
            if (type == RouteConstants.RTM_NEWLINK && LinkMessages.TryRead(payload, out LinkFacts link)) links.Add(link);
        });
        return error.IsSuccess
            ? _netlink.Query(RouteMessages.ListAddresses(), (type, payload) =>
            {
                if (type == RouteConstants.RTM_NEWADDR && RouteMessages.TryReadAddress(payload, out AddressFacts address)) addresses.Add(address);
            })
            : error;
    });

    /// <summary>Lists the routes and rules that carry our protocol number.</summary>
    public LinuxError ListRouting(List<RouteFacts> routes, List<RuleFacts> rules) => Repeat(() =>
    {
        routes.Clear();
        rules.Clear();
        LinuxError error = default;
        foreach (byte family in (ReadOnlySpan<byte>)[Libc.AF_INET, Libc.AF_INET6])
        {
            if (error.IsSuccess)
            {
                error = _netlink.Query(RoutingMessages.ListRoutes(family), (type, payload) =>
                {
                    if (type == RouteConstants.RTM_NEWROUTE && RoutingMessages.TryReadRoute(payload, out RouteFacts route)) routes.Add(route);
                });
            }

            if (error.IsSuccess)
            {
                error = _netlink.Query(RoutingMessages.ListRules(family), (type, payload) =>
                {
                    if (type == RouteConstants.RTM_NEWRULE && RoutingMessages.TryReadRule(payload, out RuleFacts rule)) rules.Add(rule);
                });
            }
        }

        return error;
    });

    /// <summary>Adds addresses, or renews the lifetime of those that are there; one answer for each.</summary>
    public void Add(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers)
    {
        _batch.Clear();
        foreach (ref readonly AddressRequest request in requests) _batch.Append(RouteMessages.Add(_message, request));
        _netlink.Execute(_batch, answers);
    }

    /// <summary>Removes addresses; one that is gone, or whose interface is gone, is success.</summary>
    public void Remove(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers)
    {
        _batch.Clear();
        foreach (ref readonly AddressRequest request in requests) _batch.Append(RouteMessages.Remove(_message, request));
        _netlink.Execute(_batch, answers);
        foreach (ref LinuxError answer in answers[..requests.Length])
            if (answer.Number is LinuxError.EADDRNOTAVAIL or LinuxError.ENODEV) answer = LinuxError.None;
    }

    /// <summary>Adds a route with our protocol number; one like it of another protocol is a refusal.</summary>
    public LinuxError Add(in RouteFacts route) => _netlink.Execute(RoutingMessages.Add(_message, route));

    /// <summary>Removes a route; one that is gone is success.</summary>
    public LinuxError Remove(in RouteFacts route) => Gone(_netlink.Execute(RoutingMessages.Remove(_message, route)));

    /// <summary>Adds a rule with our protocol number.</summary>
    public LinuxError Add(in RuleFacts rule) => _netlink.Execute(RoutingMessages.Add(_message, rule));

    /// <summary>Removes a rule; one that is gone is success.</summary>
    public LinuxError Remove(in RuleFacts rule) => Gone(_netlink.Execute(RoutingMessages.Remove(_message, rule)));

    /// <summary>Carries out one request about a link.</summary>
    public LinuxError Execute(NetlinkMessage request) => _netlink.Execute(request);

    /// <inheritdoc />
    public void Dispose() => _netlink.Dispose();

    private static LinuxError Gone(LinuxError error) => error.Number is LinuxError.ESRCH or LinuxError.ENOENT or LinuxError.ENODEV ? LinuxError.None : error;

    private static LinuxError Repeat(Func<LinuxError> list)
    {
        LinuxError error = default;
        for (int attempt = 0; attempt < ListAttempts; attempt++)
        {
            error = list();
            if (error.Number != LinuxError.EINTR) break;
        }

        return error;
    }
}
