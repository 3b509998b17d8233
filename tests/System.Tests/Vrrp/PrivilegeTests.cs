using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.System.Tests.Vrrp;

public sealed class PrivilegeTests
{
    private const int LinuxCapabilityVersion3 = 0x20080522;

    [Fact]
    public void WithoutCapabilities_InstancesAreHeldInFaultWithTheFix()
    {
        var sink = new Sink();
        using var runtime = new VrrpRuntime(new EngineOptions { Node = "a" }, sink, NullLoggerFactory.Instance, TimeProvider.System);
        int refused = -1;
        // Capabilities belong to a thread; this one gives all of its own away and ends.
        var thread = new Thread(() =>
        {
            refused = capset([LinuxCapabilityVersion3, 0], new int[6]);
            runtime.Start();
        });
        thread.Start();
        thread.Join();
        Assert.Equal(0, refused);

        runtime.Apply(Cluster.Of(("a", 200)));

        const string Expected = "CAP_NET_ADMIN and CAP_NET_RAW missing; run as root or give the binary CAP_NET_ADMIN and CAP_NET_RAW, e.g. AmbientCapabilities in the systemd unit";
        Assert.Equal(Expected, runtime.NotPermitted);
        VrrpInstanceStatus status = Assert.Single(runtime.Snapshot());
        Assert.Equal((VrrpState.Fault, TransitionCause.NotPermitted), (status.State, status.LastTransition!.Cause));
        Assert.Contains(sink.Events, happened => happened is VrrpTransitioned { Transition.Detail: Expected });
        Assert.False(runtime.RealTime);
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int capset(int[] header, int[] data);

    private sealed class Sink : IEventSink
    {
        public List<EngineEvent> Events { get; } = [];

        public void Publish(EngineEvent engineEvent) => Events.Add(engineEvent);
    }
}
