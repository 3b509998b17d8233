using System.Net.Sockets;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// NAT by nftables, for kernels without IPVS: a table of our own, in which each service's rule maps a counter or a hash of
/// the client to a real server. A change replaces the rules of the services it concerns in one transaction; established
/// connections stay with their server, because only new ones pass the rules.
/// </summary>
internal sealed class NftLoadBalancer(INftCommand nft, INftGeneration generation, bool masquerade) : ILoadBalancer
{
    private static readonly string[] s_list = ["-j", "-n", "list", "table", "ip", NftNames.Table];
    private static readonly string[] s_run = ["-f", "-"];
    private static readonly string[] s_check = ["-c", "-f", "-"];

    private readonly NftTableReader _reader = new(masquerade);

    // What the kernel holds as far as we know; null = not known, so the next change writes everything.
    private NftKnown? _known;

    // The last listing and the generation it is of.
    private BalancerReading? _lastReading;
    private uint? _lastGeneration;

    /// <inheritdoc />
    public string Kind => "nftables";

    /// <inheritdoc />
    public bool OwnsTable => true;

    /// <summary>Why nftables cannot be used on this host now; null = it can.</summary>
    public static string? WhyUnavailable(INftCommand nft)
    {
        NftResult result = nft.Run(s_check, new NftScript(masquerade: true).Rebuild(BalancerTable.Empty).ToString());
        return result.ExitCode == 0 ? null : Explain(result);
    }

    /// <inheritdoc />
    public string? Refuses(BalancerService service)
    {
        ArgumentNullException.ThrowIfNull(service);
        const string instead = "use IPVS for it";
        if (service.Key.FirewallMark is not null) return $"nftables cannot balance by firewall mark; {instead}";
        if (service.Key.Address!.AddressFamily != AddressFamily.InterNetwork) return $"nftables balancing is for IPv4 only; {instead}";
        if (service.Key.Port == 0) return $"nftables cannot balance every port of an address; {instead}";
        if (service.PersistenceTimeout is not null) return $"nftables has no persistence; choose the scheduler sh or {instead}";
        if (service.Scheduler is Scheduler.LeastConnections or Scheduler.WeightedLeastConnections)
            return $"nftables cannot count connections, so lc and wlc are not possible; choose rr, wrr or sh, or {instead}";
        foreach (BalancerDestination destination in service.Destinations)
        {
            if (destination.ForwardingMethod != ForwardingMethod.Nat) return $"nftables cannot do direct routing to {destination.EndpointName}; choose NAT or {instead}";
            if (destination.Address.AddressFamily != AddressFamily.InterNetwork) return $"nftables cannot reach {destination.EndpointName}, an IPv6 server of an IPv4 service; {instead}";
        }

        return null;
    }

    /// <inheritdoc />
    public BalancerReading Read()
    {
        // Asked for before the listing: a change in between then shows as a new generation at the next reading.
        uint? now = generation.Read();
        if (now is not null && now == _lastGeneration && _lastReading is { } last) return last;
        BalancerReading reading = List();
        (_lastReading, _lastGeneration) = reading.Problem is null ? (reading, now) : (null, null);
        return reading;
    }

    /// <inheritdoc />
    public string? Apply(BalancerTable wanted, ValueArray<BalancerChange> changes)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        if (wanted.Services.Count == 0) return Run(new NftScript(masquerade).DropTable(), null, wanted, whole: true);

        var after = new NftKnown([.. wanted.Services.Select(service => service.Key)], NftScript.Endpoints(wanted));
        if (_known is { } known && Run(Replace(known, after, wanted, changes), after, wanted, whole: false) is null) return null;
        // What is there differs from what we knew, or we knew nothing. Established connections live in the kernel's connection tracking, not in the rules.
        return Run(new NftScript(masquerade).Rebuild(wanted), after, wanted, whole: true);
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
    public void Dispose() => generation.Dispose();

    private BalancerReading List()
    {
        NftResult result = nft.Run(s_list, "");
        if (result.ExitCode is not null and not 0 && result.Error.Contains("No such file or directory", StringComparison.Ordinal))
        {
            _known = null;
            return new BalancerReading(BalancerTable.Empty, null);
        }

        NftListing? listing = result.ExitCode == 0 ? NftListing.TryParse(result.Output) : null;
        if (listing is null)
        {
            _known = null;
            return new BalancerReading(BalancerTable.Empty, result.ExitCode == 0 ? "nft lists its table in a form that is not understood; is this version of nft supported?" : Explain(result));
        }

        NftReading reading = _reader.Read(listing);
        _known = reading.Rebuild ? null : new NftKnown([.. listing.Published.Keys], listing.RealServers);
        return new BalancerReading(reading.Table, null) { Damaged = reading.Damaged };
    }

    private NftScript Replace(NftKnown known, NftKnown after, BalancerTable wanted, ValueArray<BalancerChange> changes)
    {
        var script = new NftScript(masquerade);
        foreach (ServiceKey key in known.Published.Where(key => !after.Published.Contains(key))) script.RemoveService(key);
        var changed = new HashSet<ServiceKey>(changes.Select(change => change.Service.Key));
        script.AddRealServers(after.RealServers.Except(known.RealServers));
        foreach (BalancerService service in wanted.Services)
        {
            if (!changed.Contains(service.Key)) continue;
            script.Service(service);
            if (!known.Published.Contains(service.Key)) script.Publish(service.Key);
        }

        script.RemoveRealServers(known.RealServers.Except(after.RealServers));
        return script;
    }

    private string? Run(NftScript script, NftKnown? after, BalancerTable wanted, bool whole)
    {
        uint? before = generation.Read();
        NftResult result = nft.Run(s_run, script.ToString());
        _known = result.ExitCode == 0 ? after : null;

        // One script is one transaction and raises the number by one. When nothing else came in between, and what was not
        // written anew was known, the table needs no listing: with many services that takes seconds.
        uint? now = result.ExitCode == 0 && (whole || before == _lastGeneration) ? generation.Read() : null;
        bool alone = now is not null && now == before + 1;
        (_lastReading, _lastGeneration) = alone ? (new BalancerReading(wanted, null), now) : (null, null);
        return result.ExitCode == 0 ? null : Explain(result);
    }

    private static string Explain(NftResult result)
    {
        if (result.ExitCode is null) return result.Error;
        if (result.Error.Contains("Operation not permitted", StringComparison.Ordinal))
            return "nft may not change the kernel's tables: run as root or give the process the capability CAP_NET_ADMIN";
        string[] lines = result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        string first = lines.Length == 0 ? $"it ended with exit code {result.ExitCode}" : lines[0];
        return first.Contains("Operation not supported", StringComparison.Ordinal)
            ? $"this kernel has no nftables NAT for IPv4 (nft: {first})"
            : $"nft refused: {first}";
    }

    /// <summary>What the kernel holds: the services that are published and the real servers that are masqueraded.</summary>
    private sealed record NftKnown(HashSet<ServiceKey> Published, HashSet<NftEndpoint> RealServers);
}
