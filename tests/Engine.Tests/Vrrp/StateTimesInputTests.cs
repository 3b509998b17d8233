using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp;

/// <summary>Every state with every input: the exact outputs in order. Priority 100, 1 s, VRRPv2; Backup since 0 ms, Master since 3609.375 ms, Fault since 500 ms.</summary>
public class StateTimesInputTests
{
    private const string Vip = "10.88.0.100/24";

    private static readonly VrrpInput s_sameDefinition = VrrpInput.DefinitionIs(InstanceDriver.V2(), new InstanceDriver().Participant);
    private static readonly VrrpInput s_secondAddress = VrrpInput.DefinitionIs(InstanceDriver.V2("10.88.0.100", "10.88.0.101"), new InstanceDriver().Participant);
    private static readonly VrrpInput s_released = VrrpInput.DefinitionIs(InstanceDriver.V2(), new InstanceDriver().Participant with { Released = true });
    private static readonly VrrpInput s_trackFault = VrrpInput.TrackingIs(new TrackEffect(0, "chk_nginx is down"));
    private static readonly VrrpInput s_failed = VrrpInput.Failed(TransitionCause.AddressFailed, "no buffer space");

    private static readonly (VrrpState State, double At, VrrpInput Input, string Outputs)[] s_rows =
    [
        (VrrpState.Initialize, 0, VrrpInput.Started, ""),
        (VrrpState.Initialize, 1000, InstanceDriver.Advert(200), ""),
        (VrrpState.Initialize, 1000, InstanceDriver.Advert(0), ""),
        (VrrpState.Initialize, 1000, VrrpInput.TimerElapsed, ""),
        (VrrpState.Initialize, 1000, VrrpInput.LinkIs(InstanceDriver.Usable()), ""),
        (VrrpState.Initialize, 1000, VrrpInput.LinkIs(InstanceDriver.Unusable()), ""),
        (VrrpState.Initialize, 1000, VrrpInputs.Priority(50), ""),
        (VrrpState.Initialize, 1000, s_secondAddress, ""),
        (VrrpState.Initialize, 1000, VrrpInput.StopRequested, ""),
        (VrrpState.Initialize, 1000, s_failed, ""),
        (VrrpState.Initialize, 1000, VrrpInput.AnnounceRequested, ""),
        (VrrpState.Initialize, 1000, s_trackFault, ""),
        (VrrpState.Initialize, 1000, s_released, ""),
        (VrrpState.Initialize, 1000, VrrpInput.YieldRequested, ""),
        (VrrpState.Initialize, 1000, VrrpInput.ResumeRequested, ""),
        (VrrpState.Initialize, 1000, VrrpInput.GroupIs(VrrpState.Backup), ""),
        (VrrpState.Initialize, 1000, VrrpInput.GroupIs(VrrpState.Master), ""),
        (VrrpState.Initialize, 1000, VrrpInput.GroupIs(VrrpState.Fault), ""),
        (VrrpState.Initialize, 1000, VrrpInput.TakenUp, ""),

        (VrrpState.Backup, 1000, VrrpInput.Started, ""),
        (VrrpState.Backup, 1000, InstanceDriver.Advert(200), "timer 4609.375"),
        (VrrpState.Backup, 1000, InstanceDriver.Advert(100, InstanceDriver.LowerPeer), "timer 4609.375"),
        (VrrpState.Backup, 1000, InstanceDriver.Advert(99), ""),
        (VrrpState.Backup, 1000, InstanceDriver.Advert(0), "timer 1609.375"),
        (VrrpState.Backup, 3609.374999, VrrpInput.TimerElapsed, ""),
        (VrrpState.Backup, 3609.375, VrrpInput.TimerElapsed, $"send 100; add {Vip} lease 4 s; announce {Vip} x5; timer 4609.375; Backup to Master (MasterSilent)"),
        (VrrpState.Backup, 1000, VrrpInput.LinkIs(InstanceDriver.Usable()), ""),
        (VrrpState.Backup, 1000, VrrpInput.LinkIs(InstanceDriver.Usable("10.88.0.99")), ""),
        (VrrpState.Backup, 1000, VrrpInput.LinkIs(InstanceDriver.Unusable()), "timer none; Backup to Fault (InterfaceUnusable)"),
        (VrrpState.Backup, 1000, VrrpInputs.Priority(100), ""),
        (VrrpState.Backup, 1000, VrrpInputs.Priority(50), "timer 3804.6875"),
        (VrrpState.Backup, 1000, VrrpInputs.Priority(0), "timer 3996.09375"),
        (VrrpState.Backup, 1000, s_sameDefinition, ""),
        (VrrpState.Backup, 1000, s_secondAddress, ""),
        (VrrpState.Backup, 1000, VrrpInput.StopRequested, "timer none; Backup to Initialize (Stopped)"),
        (VrrpState.Backup, 1000, s_failed, "timer 11000; Backup to Fault (AddressFailed)"),
        (VrrpState.Backup, 1000, VrrpInput.AnnounceRequested, ""),
        (VrrpState.Backup, 1000, s_trackFault, "timer none; Backup to Fault (TrackFailed)"),
        (VrrpState.Backup, 1000, s_released, "timer none; Backup to Initialize (Released)"),
        (VrrpState.Backup, 1000, VrrpInput.YieldRequested, ""),
        (VrrpState.Backup, 1000, VrrpInput.ResumeRequested, ""),
        (VrrpState.Backup, 1000, VrrpInput.GroupIs(VrrpState.Backup), ""),
        (VrrpState.Backup, 1000, VrrpInput.GroupIs(VrrpState.Master), $"send 100; add {Vip} lease 4 s; announce {Vip} x5; timer 2000; Backup to Master (GroupFollowed)"),
        (VrrpState.Backup, 1000, VrrpInput.GroupIs(VrrpState.Fault), "timer none; Backup to Fault (GroupFollowed)"),
        (VrrpState.Backup, 1000, VrrpInput.TakenUp, ""),

        (VrrpState.Master, 4000, VrrpInput.Started, ""),
        (VrrpState.Master, 4000, InstanceDriver.Advert(101, InstanceDriver.LowerPeer), "send 100; timer 4020; Master to Backup (HigherPriorityHeard)"),
        (VrrpState.Master, 4000, InstanceDriver.Advert(100, InstanceDriver.HigherPeer), "send 100; timer 4020; Master to Backup (SamePriorityHigherAddress)"),
        (VrrpState.Master, 4000, InstanceDriver.Advert(100, InstanceDriver.LowerPeer), $"send 100; renew {Vip} lease 4 s; announce {Vip} x5; timer 5000"),
        (VrrpState.Master, 4000, InstanceDriver.Advert(100, InstanceDriver.Own), ""),
        (VrrpState.Master, 4000, InstanceDriver.Advert(99), $"send 100; renew {Vip} lease 4 s; announce {Vip} x5; timer 5000"),
        (VrrpState.Master, 4000, InstanceDriver.Advert(0), $"send 100; renew {Vip} lease 4 s; timer 5000"),
        (VrrpState.Master, 4609.374999, VrrpInput.TimerElapsed, ""),
        (VrrpState.Master, 4609.375, VrrpInput.TimerElapsed, $"send 100; renew {Vip} lease 4 s; timer 5609.375"),
        (VrrpState.Master, 4000, VrrpInput.LinkIs(InstanceDriver.Usable()), ""),
        (VrrpState.Master, 4000, VrrpInput.LinkIs(InstanceDriver.Unusable()), $"send 0; remove {Vip}; timer none; Master to Fault (InterfaceUnusable)"),
        (VrrpState.Master, 4000, VrrpInputs.Priority(50), ""),
        (VrrpState.Master, 4000, s_sameDefinition, ""),
        (VrrpState.Master, 4000, s_secondAddress, "add 10.88.0.101/24 lease 4 s; announce 10.88.0.101/24 x5"),
        (VrrpState.Master, 4000, VrrpInput.StopRequested, $"send 0; renew {Vip} lease 4 s; timer 4996.0937; Master to Initialize (Stopped)"),
        (VrrpState.Master, 4000, VrrpInput.StopWithin(TimeSpan.Zero), $"send 0; remove {Vip}; timer none; Master to Initialize (Stopped)"),
        (VrrpState.Master, 4000, VrrpInput.StopWithin(TimeSpan.FromMilliseconds(300)), $"send 0; renew {Vip} lease 4 s; timer 4300; Master to Initialize (Stopped)"),
        (VrrpState.Master, 4000, s_failed, $"send 0; remove {Vip}; timer 14000; Master to Fault (AddressFailed)"),
        (VrrpState.Master, 4000, VrrpInput.AnnounceRequested, $"announce {Vip} x5"),
        (VrrpState.Master, 4000, s_trackFault, $"send 0; remove {Vip}; timer none; Master to Fault (TrackFailed)"),
        (VrrpState.Master, 4000, s_released, $"send 0; renew {Vip} lease 4 s; timer 4996.0937; Master to Initialize (Released)"),
        (VrrpState.Master, 4000, VrrpInput.YieldRequested, $"send 0; renew {Vip} lease 4 s; timer 4996.0937; Master to Backup (Yielded)"),
        (VrrpState.Master, 4000, VrrpInput.ResumeRequested, ""),
        (VrrpState.Master, 4000, VrrpInput.GroupIs(VrrpState.Backup), $"send 0; renew {Vip} lease 4 s; timer 5992.1874; Master to Backup (GroupFollowed)"),
        (VrrpState.Master, 4000, VrrpInput.GroupIs(VrrpState.Master), ""),
        (VrrpState.Master, 4000, VrrpInput.GroupIs(VrrpState.Fault), $"send 0; remove {Vip}; timer none; Master to Fault (GroupFollowed)"),
        (VrrpState.Master, 4000, VrrpInput.TakenUp, ""),

        (VrrpState.Fault, 1000, VrrpInput.Started, ""),
        (VrrpState.Fault, 1000, InstanceDriver.Advert(200), ""),
        (VrrpState.Fault, 1000, InstanceDriver.Advert(0), ""),
        (VrrpState.Fault, 1000, VrrpInput.TimerElapsed, ""),
        (VrrpState.Fault, 1000, VrrpInput.LinkIs(InstanceDriver.Unusable("no source address")), ""),
        (VrrpState.Fault, 1000, VrrpInput.LinkIs(InstanceDriver.Usable()), "timer 4609.375; Fault to Backup (InterfaceUsable)"),
        (VrrpState.Fault, 1000, VrrpInputs.Priority(50), ""),
        (VrrpState.Fault, 1000, s_sameDefinition, ""),
        (VrrpState.Fault, 1000, s_secondAddress, ""),
        (VrrpState.Fault, 1000, VrrpInput.StopRequested, "Fault to Initialize (Stopped)"),
        (VrrpState.Fault, 1000, s_failed, ""),
        (VrrpState.Fault, 1000, VrrpInput.AnnounceRequested, ""),
        (VrrpState.Fault, 1000, s_trackFault, ""),
        (VrrpState.Fault, 1000, s_released, "Fault to Initialize (Released)"),
        (VrrpState.Fault, 1000, VrrpInput.YieldRequested, ""),
        (VrrpState.Fault, 1000, VrrpInput.ResumeRequested, ""),
        (VrrpState.Fault, 1000, VrrpInput.GroupIs(VrrpState.Backup), ""),
        (VrrpState.Fault, 1000, VrrpInput.GroupIs(VrrpState.Master), ""),
        (VrrpState.Fault, 1000, VrrpInput.GroupIs(VrrpState.Fault), ""),
        (VrrpState.Fault, 1000, VrrpInput.TakenUp, ""),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, s_rows.Length)];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Step_StateAndInput_ExactOutputsInOrder(int row)
    {
        (VrrpState state, double at, VrrpInput input, string outputs) = s_rows[row];
        InstanceDriver driver = In(state);

        Assert.Equal($"{state} + {input.Kind}: {outputs}", $"{state} + {input.Kind}: {driver.At(at, input)}");
    }

    [Fact]
    public void Step_EveryStateTimesEveryInput_HasARow()
    {
        foreach (VrrpState state in Enum.GetValues<VrrpState>())
            foreach (VrrpInputKind kind in Enum.GetValues<VrrpInputKind>())
                Assert.Contains(s_rows, row => row.State == state && row.Input.Kind == kind);
    }

    [Fact]
    public void Step_SameInputsTwice_SameOutputs()
    {
        foreach ((VrrpState state, double at, VrrpInput input, string _) in s_rows)
            Assert.Equal(In(state).At(at, input), In(state).At(at, input));
    }

    private static InstanceDriver In(VrrpState state) => state switch
    {
        VrrpState.Backup => new InstanceDriver().StartedAt0(),
        VrrpState.Master => new InstanceDriver().AsMaster(),
        VrrpState.Fault => new InstanceDriver().AsFault(),
        _ => new InstanceDriver(),
    };
}
