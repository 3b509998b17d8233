using System.Globalization;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.System.Tests.Rig;

namespace KeepaliveConsole.System.Tests.Vrrp;

/// <summary>Elections with a real keepalived, in both directions and both versions.</summary>
[Collection(NetworkCollection.Name)]
public sealed class KeepalivedPeerTests : IDisposable
{
    private readonly NetworkRig _rig = new();
    private readonly RigNode _ours;
    private readonly RigNode _theirs;

    public KeepalivedPeerTests()
    {
        _ours = _rig.AddNode("a", "192.168.200.1/24");
        _theirs = _rig.AddNode("k", "192.168.200.2/24");
    }

    public void Dispose() => _rig.Dispose();

    public static TheoryData<VrrpVersion, bool> Kinds => new() { { VrrpVersion.V2, true }, { VrrpVersion.V2, false }, { VrrpVersion.V3, false } };

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task WeAreHigher_KeepalivedStandsBy_AndTakesOverWhenWeStop(VrrpVersion version, bool password)
    {
        using var a = new Director(_ours);
        a.Runtime.Apply(Definition(version, password, 200));
        a.WaitForState(VrrpState.Master);
        using var keepalived = new KeepalivedProcess(_theirs, Configuration(version, password, 100));
        long sent = a.Status.Counters.AdvertsSent;
        WaitFor.True(() => a.Status.Counters.AdvertsSent > sent + 5, "five adverts beside keepalived", a.Describe);
        Assert.False(_theirs.Holds(Cluster.Vip));
        Assert.Equal(VrrpState.Master, a.Status.State);

        await a.Runtime.StopAsync(null);

        WaitFor.True(() => _theirs.Holds(Cluster.Vip), "the VIP on keepalived's machine", a.Describe);
        Assert.False(_ours.Holds(Cluster.Vip));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void KeepalivedIsHigher_WeStandBy_AndTakeOverWhenItStops(VrrpVersion version, bool password)
    {
        using var keepalived = new KeepalivedProcess(_theirs, Configuration(version, password, 200));
        WaitFor.True(() => _theirs.Holds(Cluster.Vip), "keepalived to become master");
        using var a = new Director(_ours);
        a.Runtime.Apply(Definition(version, password, 100));
        a.WaitForState(VrrpState.Backup);
        WaitFor.True(() => a.Status.Counters.AdvertsReceived > 5, "five adverts of keepalived", a.Describe);
        VrrpOwner owner = a.Status.Owner!;
        Assert.Equal(("192.168.200.2", 200), (owner.Address!.ToString(), owner.Priority));
        Assert.Equal([VrrpState.Backup], a.Transitions.Select(transition => transition.To));

        keepalived.Stop();

        a.WaitForState(VrrpState.Master);
        WaitFor.True(() => _ours.Holds(Cluster.Vip), "the VIP on our machine", a.Describe);
        Assert.Equal(TransitionCause.MasterReleased, a.Transitions[^1].Cause);
        Assert.Empty(a.Status.Counters.PacketErrors);
    }

    private static ClusterDefinition Definition(VrrpVersion version, bool password, int priority) => Cluster.Of(("a", priority)).With(instance => instance with
    {
        Version = version,
        AdvertisementInterval = AdvertisementInterval.Default,
        Authentication = password ? new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "1111" } : null,
    });

    private static string Configuration(VrrpVersion version, bool password, int priority) => string.Create(CultureInfo.InvariantCulture, $$"""
        global_defs {
            vrrp_version {{(int)version}}
        }
        vrrp_instance VI_1 {
            state BACKUP
            interface eth0
            virtual_router_id 51
            priority {{priority}}
            advert_int 1
            {{(password ? "authentication {\n auth_type PASS\n auth_pass 1111\n }" : "")}}
            virtual_ipaddress {
                {{Cluster.Vip}}/24 dev eth0
            }
        }
        """);
}
