using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Runtime.Balancing;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>One balancer on the director of a rig. The rig is made once and used again: in the guest that takes seconds.</summary>
internal sealed class BalancingSetup : IDisposable
{
    private static BalancingRig? s_rig;
    private readonly Bench _bench;

    public BalancingSetup(Bench bench)
    {
        _bench = bench;
        Rig = s_rig ??= new BalancingRig();
        Rig.Director.Run(() => File.WriteAllText(ForwardingSwitch, "0"));
        Runtime = Rig.Start(bench.Create, Sink);
    }

    public BalancingRig Rig { get; }

    public RecordingSink Sink { get; } = new();

    public BalancerRuntime Runtime { get; }

    public string Forwarding => Rig.Director.Run(() => File.ReadAllText(ForwardingSwitch).Trim());

    private static string ForwardingSwitch => "/proc/sys/net/ipv4/ip_forward";

    /// <summary>Sets the wanted table and waits until the kernel has it.</summary>
    public void Want(params BalancerService[] services)
    {
        var wanted = new BalancerTable(services.ToValueArray());
        var owned = new HashSet<ServiceKey>(Runtime.Actual.Services.Select(service => service.Key));
        Runtime.SetWanted(wanted, key => key.Port == 80 ? "web" : "dns");
        Expect.Soon(() => Runtime.Actual.Services.Count > 0 && BalancerPlanner.Plan(wanted, Runtime.Actual, owned).Count == 0,
            () => $"the table is as wanted ({Runtime.Problem}) {string.Join(" ", Sink.Sentences)}");
    }

    /// <summary>Waits that many turns of the sweep.</summary>
    public static void WaitForSweeps(int count) => Thread.Sleep(200 * (count + 1));

    public void Dispose()
    {
        Runtime.Stop(TableOnStop.RemoveOwn);
        _bench.Clear(Rig.Director);
        Sink.Dispose();
    }

    /// <summary>Removes the rig; the next setup makes another.</summary>
    public static void RemoveRig()
    {
        s_rig?.Dispose();
        s_rig = null;
    }
}
