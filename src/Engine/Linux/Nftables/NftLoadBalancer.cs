using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Conntrack;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// NAT by nftables, for kernels without IPVS: a table of our own, in which maps lead a new connection to a pool, and a counter or a
/// hash of the client to one of its servers. A change is one transaction of the elements that differ; established
/// connections stay with their server, because only new ones pass the rules.
/// </summary>
internal sealed class NftLoadBalancer(INftKernel kernel, IConntrack conntrack, bool masquerade) : ILoadBalancer
{
    private static readonly Dictionary<int, NftPool> s_none = [];

    private readonly NftTableReader _reader = new(masquerade);
    private readonly NftCounters _counters = new(kernel, conntrack);

    // What the kernel holds as far as we know; null = not known, so the next change writes everything.
    private Dictionary<int, NftPool>? _pools;

    // The last reading and the generation it is of.
    private BalancerReading? _lastReading;
    private uint? _lastGeneration;

    /// <inheritdoc />
    public string Kind => "nftables";

    /// <inheritdoc />
    public bool OwnsTable => true;

    /// <summary>Why nftables cannot be used on this host now; null = it can.</summary>
    public static string? WhyUnavailable(INftKernel kernel)
    {
        // The kernel checks a transaction step by step; the last step here is one that it must refuse, so nothing of it happens.
        var impossible = new NftDeleteChain("never_there");
        NftProblem? problem = kernel.Transact([.. NftDifference.Rebuild(NftPools.For(NftSample.Table, s_none), masquerade: true), impossible]);
        return problem is null || problem.Step == impossible.ToString() ? null : problem.Explain();
    }

    /// <inheritdoc />
    public Sentence? Refuses(BalancerService service) => NftRefusals.Of(service);

    /// <inheritdoc />
    public BalancerReading Read() => Read(static () => false);

    /// <summary>
    /// As <see cref="Read()"/>. Where nothing changed, only the counters are asked for, and those of the last time are given when <paramref name="giveUp"/> says so;
    /// a table that something else changed is listed to the end.
    /// </summary>
    public BalancerReading Read(Func<bool> giveUp)
    {
        // Asked for before the listing: a change in between then shows as a new generation at the next reading.
        uint? now = kernel.Generation();
        if (now is null || now != _lastGeneration || _lastReading is null)
        {
            BalancerReading reading = List();
            (_lastReading, _lastGeneration) = reading.Problem is null ? (reading, now) : (null, null);
            if (_lastReading is null) return reading;
        }

        return _pools is { } pools ? _lastReading with { Counters = _counters.Read(pools, giveUp) } : _lastReading;
    }

    /// <inheritdoc />
    public bool HasSign => true;

    /// <inheritdoc />
    public bool MayHaveDrifted() => _lastGeneration is { } last && kernel.Generation() is { } now && now != last;

    /// <inheritdoc />
    public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Services.Count == 0) return Run(NftDifference.DropTable(), s_none, wanted, whole: true)?.Explain();

        Dictionary<int, NftPool> after = NftPools.For(wanted, _pools ?? s_none);
        if (_pools is { Count: > 0 } before && Run(NftDifference.Between(before, after), after, wanted, whole: false) is null) return null;
        // What is there differs from what we knew, or we knew nothing. Established connections live in the kernel's connection tracking, not in the rules.
        return Run(NftDifference.Rebuild(after, masquerade), after, wanted, whole: true)?.Explain();
    }

    /// <inheritdoc />
    public string? Flush() => Apply(BalancerTable.Empty, []);

    /// <inheritdoc />
    public SettingsOutcome Configure(BalancerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var problems = new List<string>();
        if (settings.TcpTimeout is not null || settings.TcpFinTimeout is not null || settings.UdpTimeout is not null)
            problems.Add("nftables has no connection time-outs of its own: set net.netfilter.nf_conntrack_tcp_timeout_established and its like with sysctl, or use IPVS");
        if (settings.SyncDaemon is not null) problems.Add("nftables cannot synchronise connections between directors: run conntrackd for it, or use IPVS");
        return problems.Count == 0 ? SettingsOutcome.Nothing : new SettingsOutcome([], string.Join("; ", problems));
    }

    /// <inheritdoc />
    public string? Cut(IReadOnlyList<BalancerPlace> places)
    {
        ArgumentNullException.ThrowIfNull(places);
        foreach (IGrouping<NftEndpoint, BalancerPlace> server in places.GroupBy(place => NftEndpoint.Of(place.Destination)))
            if (Cut(server.Key, [.. server.Select(place => place.Service.Key)]) is { IsSuccess: false } error)
                return $"connections of {server.First().Destination.EndpointName} could not be ended: {error}; the process needs the capability CAP_NET_ADMIN and the kernel module nf_conntrack_netlink";
        return null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        kernel.Dispose();
        conntrack.Dispose();
    }

    private LinuxError Cut(NftEndpoint server, ServiceKey[] services)
    {
        var flows = new List<ConntrackFlow>();
        LinuxError error = conntrack.Visit(server.Address.IsIPv6, flow =>
        {
            if (flow.Server == server.Address && (server.Port == 0 || flow.ServerPort == server.Port) && Array.Exists(services, key => Asked(key, flow))) flows.Add(flow);
        });
        foreach (ConntrackFlow flow in flows)
        {
            LinuxError deleted = conntrack.Delete(server.Address.IsIPv6, flow);
            if (!deleted.IsSuccess && deleted.Number != LinuxError.ENOENT && deleted.Number != LinuxError.ESRCH) error = deleted;
        }

        return error;
    }

    private static bool Asked(ServiceKey key, ConntrackFlow flow) => key.FirewallMark is not null
        || (flow.Protocol == (int)key.Protocol && flow.Asked == AddressKey.From(key.Address!) && (key.Port == 0 || flow.AskedPort == key.Port));

    private BalancerReading List()
    {
        _pools = null;
        NftReading? reading = null;
        for (int look = 0; look < 2; look++)
        {
            if (kernel.List(out NftListing? listing) is { } problem) return new BalancerReading(BalancerTable.Empty, problem.Explain());
            if (listing is null) return new BalancerReading(BalancerTable.Empty, null);
            reading = _reader.Read(listing);
            if (reading.Damaged.Count == 0) break;
            // Damage has to be seen twice: while the kernel enlarges a set's hash table a listing may miss elements.
        }

        _pools = reading!.Pools;
        return new BalancerReading(reading.Table, null) { Damaged = reading.Damaged };
    }

    private NftProblem? Run(List<NftOperation> operations, Dictionary<int, NftPool> after, BalancerTable wanted, bool whole)
    {
        uint? before = kernel.Generation();
        NftProblem? problem = kernel.Transact(operations);
        _pools = problem is null ? after : null;

        // One transaction raises the number by one. When nothing else came in between, and what was not written anew was
        // known, the table needs no listing: with many servers that takes long.
        uint? now = problem is null && (whole || before == _lastGeneration) ? kernel.Generation() : null;
        bool alone = now is not null && now == before + (operations.Count == 0 ? 0u : 1u);
        (_lastReading, _lastGeneration) = alone ? (new BalancerReading(wanted, null), now) : (null, null);
        return problem;
    }
}
