using System.Diagnostics;
using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using Xunit.Abstractions;

namespace KeepaliveConsole.System.Tests.Vrrp;

[Collection(NetworkCollection.Name)]
public sealed class ManyInstancesTests(ITestOutputHelper output) : IDisposable
{
    private readonly NetworkRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData(10)]
    [InlineData(1)]
    public void TwoHundredAndFiftyFiveInstances_SendWhatIsDue(int centiseconds)
    {
        RigNode machine = _rig.AddNode("a", "192.168.200.1/16");
        using var a = new Director(machine);
        VrrpInstanceDefinition one = Cluster.Of(("a", 200)).VrrpInstances[0];
        a.Runtime.Apply(new ClusterDefinition
        {
            VrrpInstances = Enumerable.Range(1, 255).Select(number => one with
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"VI_{number}"),
                VirtualRouterId = new VirtualRouterId((byte)number),
                AdvertisementInterval = new AdvertisementInterval(centiseconds),
                VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"192.168.210.{number}")), PrefixLength = 32 }],
            }).ToValueArray(),
        });
        WaitFor.True(() => a.Runtime.Snapshot().All(status => status is { State: VrrpState.Master, VirtualAddresses: [{ Held: true }] }), "255 masters", () => "");
        Thread.Sleep(1000);

        long before = a.Runtime.Snapshot().Sum(status => status.Counters.AdvertsSent);
        ValueArray<long> late = a.Runtime.LatenessCounts;
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long start = Stopwatch.GetTimestamp();
        Thread.Sleep(3000);
        long sent = a.Runtime.Snapshot().Sum(status => status.Counters.AdvertsSent) - before;
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        TimeSpan used = Process.GetCurrentProcess().TotalProcessorTime - cpu;
        double due = 255 * seconds * 100 / centiseconds;
        output.WriteLine($"interval {centiseconds} cs: sent {sent} of {due:0} ({sent / due:P2}), cpu {used.TotalSeconds / seconds:0.000} s/s, worst {a.Runtime.WorstLateness.TotalMilliseconds} ms");
        output.WriteLine("late by bound: " + string.Join(" ", a.Runtime.LatenessCounts.Select((count, i) => count - late[i])));
        Assert.InRange(sent / due, 0.9, 1.02);
    }
}
