using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Route;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>The kernel of this machine, in the network namespace of the thread that opens it and uses it.</summary>
/// <param name="filter">Loads the filter table; null = there is none to load.</param>
internal sealed class KernelAddresses(FilterThread? filter = null) : IAddressKernel, IDisposable
{
    private const string SwitchFolder = "/proc/sys/";

    private RouteSocket? _route;
    private RouteSocket? _renewing;
    private FrameSocket? _frames;

    /// <summary>Opens the sockets.</summary>
    public bool TryOpen(out LinuxError error) => RouteSocket.TryOpen(out _route, out error) && RouteSocket.TryOpen(out _renewing, out error) && FrameSocket.TryOpenSender(out _frames, out error);

    /// <summary>Lists links and addresses.</summary>
    public LinuxError List(List<LinkFacts> links, List<AddressFacts> addresses) => _route!.List(links, addresses);

    /// <summary>Keeps from a socket that hears of changes those that <see cref="Renew"/> makes: a notification for each advert of each instance, which says nothing.</summary>
    public void KeepRenewalsFrom(NetlinkSocket monitor) => monitor.Refuse(_renewing!.Port);

    /// <summary>Waits until the filter is as last wanted.</summary>
    public void EndFilter(TimeSpan limit) => filter?.Join(limit);

    /// <inheritdoc />
    public void Add(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers) => _route!.Add(requests, answers);

    /// <inheritdoc />
    public void Renew(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers) => _renewing!.Add(requests, answers);

    /// <inheritdoc />
    public void Remove(ReadOnlySpan<AddressRequest> requests, Span<LinuxError> answers) => _route!.Remove(requests, answers);

    /// <inheritdoc />
    public int SendFrames(ReadOnlySpan<byte> frames, int frameLength, int interfaceIndex, out LinuxError error) =>
        _frames!.Send(frames, frameLength, interfaceIndex, out error);

    /// <inheritdoc />
    public LinuxError AddMacvlan(string name, int baseIndex, ReadOnlySpan<byte> hardwareAddress)
    {
        LinuxError error = _route!.Execute(LinkMessages.AddMacvlan(name, baseIndex, hardwareAddress));
        if (!error.IsSuccess) return error;
        List<LinkFacts> links = [];
        error = _route.List(links, []);
        if (links.Find(link => link.Name == name) is not { } made) return error.IsSuccess ? new LinuxError(LinuxError.ENODEV) : error;
        // A kernel without IPv6 refuses this, and has nothing to switch off.
        _route.Execute(LinkMessages.WithoutOwnIPv6(made.Index));
        return _route.Execute(LinkMessages.SetUp(made.Index));
    }

    /// <inheritdoc />
    public LinuxError RemoveLink(int index) => _route!.Execute(LinkMessages.Remove(index));

    /// <inheritdoc />
    public LinuxError ListRouting(List<RouteFacts> routes, List<RuleFacts> rules) => _route!.ListRouting(routes, rules);

    /// <inheritdoc />
    public LinuxError AddRoute(in RouteFacts route) => _route!.Add(route);

    /// <inheritdoc />
    public LinuxError RemoveRoute(in RouteFacts route) => _route!.Remove(route);

    /// <inheritdoc />
    public LinuxError AddRule(in RuleFacts rule) => _route!.Add(rule);

    /// <inheritdoc />
    public LinuxError RemoveRule(in RuleFacts rule) => _route!.Remove(rule);

    /// <inheritdoc />
    public string? ReadSwitch(string name)
    {
        try
        {
            return File.ReadAllText(SwitchFolder + name).Trim();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public string? WriteSwitch(string name, string value)
    {
        try
        {
            File.WriteAllText(SwitchFolder + name, value);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }

    /// <inheritdoc />
    public void Filter(string script) => filter?.Want(script);

    /// <inheritdoc />
    public void Dispose()
    {
        _route?.Dispose();
        _renewing?.Dispose();
        _frames?.Dispose();
    }
}
