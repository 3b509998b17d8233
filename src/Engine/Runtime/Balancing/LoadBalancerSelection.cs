using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Conntrack;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Linux.Nftables;

namespace KeepaliveConsole.Engine.Runtime.Balancing;

/// <summary>Picks the load balancer that was asked for, or the best that this host has.</summary>
internal static class LoadBalancerSelection
{
    /// <summary>
    /// Auto: IPVS where the kernel has it, else nftables where the kernel has that, else none with the reasons. A load balancer named
    /// outright is taken even where it does not work yet: it says why, and works as soon as the cause is gone.
    /// </summary>
    public static ILoadBalancer Create(EngineOptions options) => options.LoadBalancer switch
    {
        LoadBalancerChoice.None => new NoLoadBalancer(null),
        LoadBalancerChoice.Ipvs => new IpvsLoadBalancer(),
        LoadBalancerChoice.Nftables => Nftables(options),
        _ => Best(options, IpvsLoadBalancer.WhyUnavailable, WhyNotNftables),
    };

    private static NftLoadBalancer Nftables(EngineOptions options) => new(new NftKernel(), new ConntrackTable(), options.NftablesMasquerade);

    private static string? WhyNotNftables()
    {
        using var kernel = new NftKernel();
        return NftLoadBalancer.WhyUnavailable(kernel);
    }

    /// <summary>The best of those that say nothing against themselves.</summary>
    internal static ILoadBalancer Best(EngineOptions options, Func<string?> whyNotIpvs, Func<string?> whyNotNftables)
    {
        if (whyNotIpvs() is not { } noIpvs) return new IpvsLoadBalancer();
        return whyNotNftables() is { } noNftables
            ? new NoLoadBalancer($"no load balancer: {noIpvs}; {noNftables}")
            : Nftables(options);
    }
}
