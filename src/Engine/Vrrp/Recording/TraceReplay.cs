using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Vrrp.Recording;

/// <summary>A step whose replay asked for something else than was recorded.</summary>
/// <param name="At">When.</param>
/// <param name="Input">The input.</param>
/// <param name="Recorded">What was recorded.</param>
/// <param name="Replayed">What the replay asked for.</param>
public sealed record TraceDifference(MonotonicTime At, string Input, string Recorded, string Replayed);

/// <summary>Plays a recorded election on a new instance and compares.</summary>
public static class TraceReplay
{
    /// <summary>
    /// Steps with other outputs than recorded; empty = the election does today what it did then. From a gap to the next change of state only releases,
    /// removals and changes of state are compared: what was pushed out may have moved a timer, and with it the rhythm of the adverts.
    /// </summary>
    public static ValueArray<TraceDifference> Run(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var instance = new VrrpInstance(trace.Definition, trace.Participant);
        var outputs = new List<VrrpOutput>();
        var differences = new List<TraceDifference>();
        MonotonicTime? timer = null;
        bool isSettling = false;
        foreach (TraceStep step in trace.Steps)
        {
            if (step.Outputs is null || step.IsAfterGap) CatchUp(instance, step.At, timer);
            outputs.Clear();
            instance.Step(step.At, step.Input, outputs);
            timer = TimerAfter(outputs, timer);
            isSettling |= step.IsAfterGap;
            if (step.Outputs is not { } recorded) continue;
            string replayed = VrrpOutputText.Of(outputs);
            bool isSame = isSettling ? Essence(replayed) == Essence(recorded) : replayed == recorded;
            if (!isSame) differences.Add(new TraceDifference(step.At, VrrpInputText.Of(step.Input), recorded, replayed));
            if (outputs.Exists(output => output.Kind == VrrpOutputKind.PublishTransition)) isSettling = false;
        }

        return differences.ToValueArray();
    }

    // Where entries are missing a master sent its adverts all the same; without them it would seem to have stood still.
    private static void CatchUp(VrrpInstance instance, MonotonicTime until, MonotonicTime? timer)
    {
        var outputs = new List<VrrpOutput>();
        while (instance.State == VrrpState.Master && timer is { } due && due + instance.Definition.AdvertisementInterval.Span < until)
        {
            outputs.Clear();
            instance.Step(due, VrrpInput.TimerElapsed, outputs);
            timer = TimerAfter(outputs, timer);
        }
    }

    private static MonotonicTime? TimerAfter(List<VrrpOutput> outputs, MonotonicTime? timer)
    {
        foreach (VrrpOutput output in outputs)
            if (output.Kind == VrrpOutputKind.SetTimer) timer = output.Deadline;
        return timer;
    }

    private static string Essence(string outputs) => string.Join("; ", outputs.Split("; ").Where(output =>
        output == "send 0" || output.StartsWith("remove ", StringComparison.Ordinal) || output.StartsWith("unroute ", StringComparison.Ordinal) || output.EndsWith(')')));
}
