using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>A table that needs every part of the kernel's nftables that balancing uses.</summary>
internal static class NftSample
{
    public static BalancerTable Table { get; } = new(
    [
        Service("192.0.2.1", "192.0.2.2", Scheduler.RoundRobin) with { PersistenceTimeout = TimeSpan.FromMinutes(5) },
        Service("2001:db8::1", "2001:db8::2", Scheduler.SourceHash),
    ]);

    private static BalancerService Service(string address, string server, Scheduler scheduler) => new(
        new ServiceKey { Address = IPAddress.Parse(address), Port = 80 }, scheduler, null, [new BalancerDestination(IPAddress.Parse(server), 80, 1, ForwardingMethod.Nat)]);
}
