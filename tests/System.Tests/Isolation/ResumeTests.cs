using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;
using KeepaliveConsole.System.Tests.Vrrp;

namespace KeepaliveConsole.System.Tests.Isolation;

/// <summary>Yield and resume from the console's interface through its election process to the wire.</summary>
[Collection(NetworkCollection.Name)]
public sealed class ResumeTests : IDisposable
{
    private readonly IsolationRig _rig = new(IsolationRig.Conf());

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void Yielded_LeavesALowerSuccessorAlone_UntilResumed()
    {
        ConsoleUnderTest console = _rig.Start();
        console.WaitForState("Master");
        console.SetUp();
        using var lower = new Vrrp.Director(_rig.AddNode("b", "10.77.0.2/24"));
        lower.Runtime.Apply(Cluster.Of(("b", 100)).With(instance => instance with
        {
            AdvertisementInterval = new AdvertisementInterval(10),
            VirtualAddresses = [new VirtualAddressDefinition { Address = global::System.Net.IPAddress.Parse(IsolationRig.Vip), PrefixLength = 24 }],
        }));
        lower.WaitForState(VrrpState.Backup);
        WaitFor.True(() => lower.Status.Owner is not null, "b to hear a", lower.Describe);

        Assert.Equal("Done", console.Act("yield").GetProperty("status").GetString());
        lower.WaitForState(VrrpState.Master);
        long counted = lower.Status.Counters.AdvertsSent;
        WaitFor.True(() => lower.Status.Counters.AdvertsSent > counted + 10, "ten adverts of b, three times as long as a needs to preempt", lower.Describe);
        Assert.Equal(VrrpState.Master, lower.Status.State);
        console.WaitForState("Backup");

        Assert.Equal("a takes part in the election of VI_1 as before it yielded.", console.Act("resume").GetProperty("message").GetString());
        lower.WaitForState(VrrpState.Backup);
        console.WaitForState("Master");
        WaitFor.True(() => _rig.HoldsVip, "the address on a again");
        Assert.Equal("Unchanged", console.Act("resume").GetProperty("status").GetString());
    }
}
