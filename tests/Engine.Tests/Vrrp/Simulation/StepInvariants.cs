using System.Runtime.InteropServices;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.TestKit.Simulation;
using KeepaliveConsole.Engine.Vrrp.Recording;
using KeepaliveConsole.Engine.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Simulation;

/// <summary>What must hold after each single step, whatever happened before.</summary>
internal static class StepInvariants
{
    private static readonly int s_kinds = Enum.GetValues<VrrpOutputKind>().Length;

    public static void Assert(in SimulatedStep step)
    {
        // Before it is started an instance does not touch what a killed process may have left.
        bool isBeforeStart = step.Director.State == VrrpState.Initialize && step.Input.Kind == VrrpInputKind.LinkChanged;
        bool holds = step.Director.Kernel.HoldsAny(step.At);
        bool serves = step.Director.State == VrrpState.Master || step.Director.IsLeaving;
        // Whose lease has run out while it stood still holds nothing until its timer, long due, is looked at after the packets that waited.
        bool isWaking = serves && step.Director.IsWaking;
        Check(isBeforeStart || isWaking || holds == serves, "addresses are held if and only if Master or leaving", step);
        Check(isBeforeStart || (step.Director.Routing.Count > 0) == (serves && step.Director.Definition.VirtualRoutes.Count > 0), "routes are there if and only if addresses are", step);

        // One look at each output: this runs some thousand times for a seed.
        Span<int> first = stackalloc int[s_kinds];
        first.Fill(int.MaxValue);
        int transitions = 0, timers = 0, adverts = 0;
        ReadOnlySpan<VrrpOutput> outputs = CollectionsMarshal.AsSpan(step.Outputs);
        for (int index = 0; index < outputs.Length; index++)
        {
            ref readonly VrrpOutput output = ref outputs[index];
            first[(int)output.Kind] = Math.Min(first[(int)output.Kind], index);
            if (output.Kind == VrrpOutputKind.PublishTransition) transitions++;
            else if (output.Kind == VrrpOutputKind.SetTimer) timers++;
            else if (output.Kind == VrrpOutputKind.SendAdvertisement && output.Priority.Value > 0) adverts++;
        }

        Check(transitions <= 1, "at most one transition in a step", step);
        Check(timers <= 1, "at most one timer in a step", step);
        Check(transitions == 0 || outputs[^1].Kind == VrrpOutputKind.PublishTransition, "the transition comes last", step);
        Check(adverts <= 1, "never a burst of adverts", step);
        CheckOrder(step, first, VrrpOutputKind.SendAdvertisement, VrrpOutputKind.AddAddresses);
        CheckOrder(step, first, VrrpOutputKind.SendAdvertisement, VrrpOutputKind.RemoveAddresses);
        CheckOrder(step, first, VrrpOutputKind.AddAddresses, VrrpOutputKind.Announce);
        CheckOrder(step, first, VrrpOutputKind.AddAddresses, VrrpOutputKind.AddRouting);
        CheckOrder(step, first, VrrpOutputKind.AddRouting, VrrpOutputKind.Announce);
        CheckOrder(step, first, VrrpOutputKind.RemoveRouting, VrrpOutputKind.RemoveAddresses);
        if (transitions == 1) AssertCause(step.Outputs[^1].Transition!, step.Input, step);
    }

    private static void AssertCause(VrrpTransition transition, VrrpInput input, in SimulatedStep step)
    {
        Check(transition.From != transition.To, "a transition goes somewhere", step);
        bool isCaused = (transition.From, transition.To, transition.Cause) switch
        {
            (VrrpState.Initialize, VrrpState.Backup, TransitionCause.Started) => input.Kind is VrrpInputKind.Started or VrrpInputKind.LinkChanged,
            (VrrpState.Initialize, VrrpState.Fault, TransitionCause.InterfaceUnusable) =>
                input.Kind is VrrpInputKind.Started or VrrpInputKind.TakenUp or VrrpInputKind.DefinitionChanged,
            (VrrpState.Initialize, VrrpState.Master, TransitionCause.AddressOwner) => input.Kind == VrrpInputKind.Started,
            (VrrpState.Backup, VrrpState.Master, TransitionCause.MasterSilent) => transition.SilentFor > TimeSpan.Zero,
            (VrrpState.Backup, VrrpState.Master, TransitionCause.MasterReleased) => transition.PeerPriority is not null,
            (VrrpState.Backup, VrrpState.Master, TransitionCause.PreemptedLowerPriority) => transition.PeerPriority is not null,
            (VrrpState.Master, VrrpState.Backup, TransitionCause.HigherPriorityHeard) => transition.PeerPriority > transition.OwnPriority,
            (VrrpState.Master, VrrpState.Backup, TransitionCause.SamePriorityHigherAddress) => transition.PeerPriority == transition.OwnPriority,
            (_, VrrpState.Fault, TransitionCause.InterfaceUnusable) => input.Kind is VrrpInputKind.LinkChanged or VrrpInputKind.DefinitionChanged,
            (VrrpState.Fault, _, TransitionCause.InterfaceUsable) => input.Kind == VrrpInputKind.LinkChanged,
            (_, VrrpState.Initialize, TransitionCause.Stopped) => input.Kind == VrrpInputKind.StopRequested,
            (_, VrrpState.Initialize, TransitionCause.Released) => input.Kind == VrrpInputKind.DefinitionChanged,
            (VrrpState.Initialize, _, TransitionCause.Resumed) => input.Kind == VrrpInputKind.DefinitionChanged,
            (VrrpState.Backup, VrrpState.Master, TransitionCause.Resumed) => input.Kind == VrrpInputKind.ResumeRequested,
            (VrrpState.Master, VrrpState.Backup, TransitionCause.Yielded) => input.Kind == VrrpInputKind.YieldRequested,
            (VrrpState.Backup, VrrpState.Master, TransitionCause.NoSuccessor) => input.Kind == VrrpInputKind.TimerElapsed,
            (VrrpState.Initialize, VrrpState.Master, TransitionCause.TakenUp) => input.Kind is VrrpInputKind.TakenUp or VrrpInputKind.LinkChanged,
            (_, VrrpState.Fault, TransitionCause.TrackFailed) => transition.Detail == "chk_nginx is down",
            (VrrpState.Fault, _, TransitionCause.TrackRecovered) => input.Kind == VrrpInputKind.TrackingChanged,
            (VrrpState.Master, VrrpState.Backup, TransitionCause.StoodStill) => !step.Director.Definition.Preempt,
            (_, _, TransitionCause.GroupFollowed) => input.Kind is VrrpInputKind.GroupMoved or VrrpInputKind.Started && transition.Detail is not null,
            _ => false,
        };
        Check(isCaused, "a transition has its cause", step);
        Xunit.Assert.Contains(transition.Instance, TransitionSentence.English(transition), StringComparison.Ordinal);
    }

    private static void CheckOrder(in SimulatedStep step, ReadOnlySpan<int> first, VrrpOutputKind earlier, VrrpOutputKind later) =>
        Check(first[(int)later] == int.MaxValue || first[(int)earlier] == int.MaxValue || first[(int)earlier] < first[(int)later], "what is sent, added and announced comes in this order", step);

    private static void Check(bool holds, string rule, in SimulatedStep step)
    {
        if (holds) return;
        Xunit.Assert.Fail($"Broken: {rule}. {step.Director.Name} at {VrrpOutputText.Milliseconds(step.At)} ms, {step.Input.Kind}: {VrrpOutputText.Of(step.Outputs)}");
    }
}
