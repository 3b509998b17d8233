using System.Globalization;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Linux.Ipvs;
using KeepaliveConsole.Engine.Runtime.Balancing;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>A balancer in a process of its own, to be killed: wants a service on the VIP for each port, all on r1, and says "ready" when the kernel has them.</summary>
internal static class HeldBalancer
{
    /// <summary>Runs until the process is killed. <paramref name="folder"/> keeps what is remembered over restarts.</summary>
    public static int Run(string folder, string[] ports)
    {
        var sink = new RecordingSink();
        var ownership = new OwnedServicesFile(Path.Combine(folder, "balanced-services"), OwnedServicesFile.KernelsTable());
        var options = new EngineOptions { SweepInterval = TimeSpan.FromMilliseconds(200) };
        var runtime = new BalancerRuntime(new IpvsLoadBalancer(), options, sink, NullLoggerFactory.Instance, TimeProvider.System, null, ownership);
        runtime.SetDefinition(null);
        var wanted = new BalancerTable(ports.Select(port => BalancingRig.Service(Scheduler.WeightedRoundRobin, (1, 1)) with
        {
            Key = new ServiceKey { Address = BalancingRig.Vip, Port = int.Parse(port, CultureInfo.InvariantCulture) },
        }).ToValueArray());
        runtime.SetWanted(wanted, key => $"web{key.Port}");
        Expect.Soon(() => wanted.Services.All(service => runtime.Actual.Services.Any(actual => ReferenceEquals(actual, service))), () => $"the table is as wanted: {runtime.Problem}");
        Console.WriteLine("ready " + string.Join(" ", sink.Sentences));
        Thread.Sleep(Timeout.Infinite);
        return 0;
    }
}
