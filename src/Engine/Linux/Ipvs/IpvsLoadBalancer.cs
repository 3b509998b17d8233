using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Genl;
using static KeepaliveConsole.Engine.Linux.Ipvs.IpvsConstants;

namespace KeepaliveConsole.Engine.Linux.Ipvs;

/// <summary>The kernel's IPVS by generic netlink. The table is one for the whole network namespace, so it may hold services of others.</summary>
internal sealed class IpvsLoadBalancer : ILoadBalancer
{
    /// <summary>How often a listing is begun again when the table changes under it.</summary>
    private const int MostListings = 5;

    private readonly IpvsListing _listing = new();
    private readonly IpvsConfiguration _configuration = new();
    private readonly IpvsWriter _writer;
    private GenericNetlink? _kernel;
    private BalancerTable _wanted = BalancerTable.Empty;

    private readonly IpvsCut _cut;

    public IpvsLoadBalancer()
    {
        _writer = new IpvsWriter(_listing.MarkFamilies);
        _cut = new IpvsCut(_writer.Family);
    }

    /// <inheritdoc />
    public string Kind => "ipvs";

    /// <inheritdoc />
    public bool OwnsTable => false;

    /// <summary>Why IPVS cannot be used on this host now; null = it can.</summary>
    public static string? WhyUnavailable()
    {
        using var probe = new IpvsLoadBalancer();
        LinuxError error = probe.Open(out GenericNetlink? kernel);
        if (error.IsSuccess) error = kernel!.Execute(kernel.Request(IPVS_CMD_GET_INFO));
        return error.IsSuccess ? null : IpvsErrors.Explain(error);
    }

    /// <inheritdoc />
    public Sentence? Refuses(BalancerService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        if (service.Key is { FirewallMark: null, Port: 0 } && service.PersistenceSeconds == 0)
            return $"a service on every port (port 0) needs persistence, so that a client's connections go to one server: set a persistence time-out";
        ushort? family = IpvsMessages.Family(service);
        foreach (BalancerDestination destination in service.Destinations)
        {
            Sentence? reason = destination.ForwardingMethod == ForwardingMethod.Tunnel ? TunnelRefusal(destination) : FamilyRefusal(destination, family);
            if (reason is not null) return reason;
        }

        return null;
    }

    /// <inheritdoc />
    public BalancerReading Read() => List(null);

    /// <inheritdoc />
    public BalancerReading Read(Func<bool> giveUp) => List(giveUp);

    /// <inheritdoc />
    public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        _wanted = wanted;
        LinuxError error = Open(out GenericNetlink? kernel);
        if (!error.IsSuccess) return IpvsErrors.Explain(error);
        string? problem = _writer.Carry(kernel!, changes.Span);
        if (_listing.SaysTunnels is not null || !changes.Any(change => change.Destination is { } to && NeedsNewKernel(to))) return problem;

        // The first such tunnel here: only now the kernel shows whether it understood. An old one made it IP in IP, which no server there takes.
        Read();
        if (_listing.SaysTunnels != false) return problem;
        BalancerChange[] wrong = [.. changes.Where(change => change.Destination is { } to && NeedsNewKernel(to)).Select(change => change with { Kind = BalancerChangeKind.RemoveDestination })];
        _writer.Carry(kernel!, wrong);
        return string.Join("; ", ((string?[])[problem, $"{wrong[0].Service.Key}: {TunnelRefusal(wrong[0].Destination!)}"]).OfType<string>());
    }

    /// <inheritdoc />
    public string? Flush()
    {
        LinuxError error = Open(out GenericNetlink? kernel);
        if (error.IsSuccess) error = kernel!.Execute(kernel.Request(IPVS_CMD_FLUSH));
        return error.IsSuccess ? null : IpvsErrors.Explain(error);
    }

    /// <inheritdoc />
    public SettingsOutcome Configure(BalancerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        LinuxError error = Open(out GenericNetlink? kernel);
        // That it cannot be reached is told with the table; without a wish there is nothing more to say.
        if (!error.IsSuccess) return settings == BalancerSettings.None ? SettingsOutcome.Nothing : new SettingsOutcome([], IpvsErrors.Explain(error));
        return _configuration.Apply(kernel!, settings);
    }

    /// <inheritdoc />
    public string? Cut(IReadOnlyList<BalancerPlace> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        LinuxError error = Open(out GenericNetlink? kernel);
        return error.IsSuccess ? _cut.End(kernel!, places) : IpvsErrors.Explain(error);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _kernel?.Dispose();
        _kernel = null;
    }

    private BalancerReading List(Func<bool>? giveUp)
    {
        LinuxError error = Open(out GenericNetlink? kernel);
        for (int attempt = 1; error.IsSuccess; attempt++)
        {
            error = _listing.Read(kernel!, _wanted, giveUp, out BalancerReading reading);
            if (error.IsSuccess) return reading;
            if (error.Number == LinuxError.ECANCELED) return reading with { IsInterrupted = true };
            if (error.Number == LinuxError.EINTR && attempt < MostListings) error = LinuxError.None;
        }

        return new BalancerReading(BalancerTable.Empty, IpvsErrors.Explain(error));
    }

    private static bool NeedsNewKernel(BalancerDestination destination) =>
        destination.ForwardingMethod == ForwardingMethod.Tunnel && BalancerSameness.Tunnel(destination.Tunnel).Kind != TunnelKind.IpIp;

    private Sentence? TunnelRefusal(BalancerDestination destination) => _listing.SaysTunnels == false && NeedsNewKernel(destination)
        ? (Sentence)$"this kernel makes IP-in-IP tunnels only, not the {BalancerSameness.Tunnel(destination.Tunnel).Kind.ToString().ToUpperInvariant()} tunnel to {destination.EndpointName} (Linux 5.2 and later do GUE, 5.3 and later GRE): use ipip or a newer kernel"
        : null;

    private static Sentence? FamilyRefusal(BalancerDestination destination, ushort? family) => family is { } wanted && IpvsMessages.Family(destination.Address) != wanted
        ? (Sentence)$"{destination.EndpointName} is of another address family than the service; NAT and direct routing stay within one, only tunnels cross"
        : null;

    private LinuxError Open(out GenericNetlink? kernel)
    {
        LinuxError error = LinuxError.None;
        if (_kernel is null) GenericNetlink.TryOpen(Family, IpvsConstants.Version, out _kernel, out error);
        kernel = _kernel;
        return error;
    }
}
