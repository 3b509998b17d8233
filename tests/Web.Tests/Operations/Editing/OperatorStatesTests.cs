using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Operations.Editing;

public sealed class OperatorStatesTests
{
    private static readonly ClusterDefinition s_before = FakeStatus.Cluster();
    private static readonly ClusterDefinition s_trial = s_before with { VrrpInstances = [s_before.VrrpInstances[0] with { Preempt = false }] };

    [Fact]
    public void WithoutAnAction_ItIsWhatItWas() => Assert.Equal(s_before, OperatorStates.Carry(s_trial, s_trial, s_before));

    [Fact]
    public void ADrainAndARelease_OutliveTheChange()
    {
        ClusterDefinition drained = AdminStates.Set(s_trial, [new RealServerName(FakeStatus.Service, "10.88.0.102:80")], new AdminWish(AdminState.Drain, "disk"), "ann", out _);
        ClusterDefinition released = Participation.Set(drained, "VI_WEB", "l1", released: true, out _);
        ClusterDefinition back = OperatorStates.Carry(released, s_trial, s_before);
        Assert.True(back.VrrpInstances[0].Preempt);
        Assert.True(back.VrrpInstances[0].Participants[0].Released);
        RealServerDefinition server = back.VirtualServices[0].RealServers[1];
        Assert.Equal((AdminState.Drain, "disk", "ann"), (server.Admin, server.AdminReason, server.AdminOwner));
        Assert.Equal(AdminState.Enabled, back.VirtualServices[0].RealServers[0].Admin);
    }

    [Fact]
    public void AStateThatTheChangeItselfMade_GoesBackWithIt()
    {
        ClusterDefinition trial = AdminStates.Set(s_trial, [new RealServerName(FakeStatus.Service, "10.88.0.102:80")], new AdminWish(AdminState.Maintenance), "ann", out _);
        Assert.Equal(s_before, OperatorStates.Carry(trial, trial, s_before));
    }
}
