using System.Collections.Concurrent;
using System.Net;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using KeepaliveConsole.System.Tests.Rig;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.System.Tests.Vrrp;

/// <summary>A VRRP runtime on a machine of the rig, and the events it published.</summary>
internal sealed class Director : IEventSink, IDisposable
{
    private readonly ConcurrentQueue<EngineEvent> _events = new();

    public Director(RigNode machine)
    {
        Machine = machine;
        var options = new EngineOptions { Node = machine.Name, SweepInterval = TimeSpan.FromMilliseconds(500) };
        Runtime = new VrrpRuntime(options, this, NullLoggerFactory.Instance, TimeProvider.System);
        machine.Run(() =>
        {
            Runtime.Start();
            return 0;
        });
    }

    public RigNode Machine { get; }

    public VrrpRuntime Runtime { get; }

    public IReadOnlyList<EngineEvent> Events => [.. _events];

    public IReadOnlyList<VrrpTransition> Transitions => [.. _events.OfType<VrrpTransitioned>().Select(happened => happened.Transition)];

    public VrrpInstanceStatus Status => Runtime.Snapshot().Single();

    public void Publish(EngineEvent engineEvent) => _events.Enqueue(engineEvent);

    public void WaitForState(VrrpState state) =>
        WaitFor.True(() => Runtime.Snapshot() is [var status] && status.State == state, $"{Machine.Name} to be {state}", Describe);

    public void WaitForEvent<T>(Func<T, bool> isWanted, string what)
        where T : EngineEvent => WaitFor.True(() => Events.OfType<T>().Any(isWanted), what, Describe);

    public string Describe() => $"{Machine.Name}: " + string.Join(" | ", Events.Select(happened => happened.Sentence));

    public void Dispose() => Runtime.Dispose();
}

/// <summary>Definitions for these tests.</summary>
internal static class Cluster
{
    public const string Vip = "192.168.200.16";

    /// <summary>One VRRPv3 instance at 300 ms (a backup of priority 100 waits 1083 ms), so that tests are quick and a busy machine is not mistaken for a dead one.</summary>
    public static ClusterDefinition Of(params (string Node, int Priority)[] nodes) => new()
    {
        VrrpInstances =
        [
            new VrrpInstanceDefinition
            {
                Name = "VI_1",
                VirtualRouterId = new VirtualRouterId(51),
                Version = VrrpVersion.V3,
                AdvertisementInterval = new AdvertisementInterval(30),
                VirtualAddresses = [new VirtualAddressDefinition { Address = IPAddress.Parse(Vip), PrefixLength = 24, Label = "eth0:1" }],
                Participants = nodes.Select(node => new VrrpParticipantDefinition
                {
                    Node = node.Node,
                    Interface = "eth0",
                    Priority = new VrrpPriority((byte)node.Priority),
                }).ToValueArray(),
            },
        ],
    };

    /// <summary>The same with the one instance changed.</summary>
    public static ClusterDefinition With(this ClusterDefinition definition, Func<VrrpInstanceDefinition, VrrpInstanceDefinition> change) =>
        definition with { VrrpInstances = [change(definition.VrrpInstances[0])] };
}
