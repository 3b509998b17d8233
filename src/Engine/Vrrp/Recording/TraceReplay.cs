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
    /// Steps with other outputs than recorded; empty = the election does today what it did then. From a gap to the next change of state only adverts, removals
    /// and changes of state are compared: what was pushed out may have moved a timer, renewed a lease or announced.
    /// </summary>
    public static ValueArray<TraceDifference> Run(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var instance = new VrrpInstance(trace.Definition, trace.Participant);
        var outputs = new List<VrrpOutput>();
        var differences = new List<TraceDifference>();
        bool isSettling = false;
        foreach (TraceStep step in trace.Steps)
        {
            outputs.Clear();
            instance.Step(step.At, step.Input, outputs);
            isSettling |= step.IsAfterGap;
            if (step.Outputs is not { } recorded) continue;
            string replayed = VrrpOutputText.Of(outputs);
            bool isSame = isSettling ? Essence(replayed) == Essence(recorded) : replayed == recorded;
            if (!isSame) differences.Add(new TraceDifference(step.At, VrrpInputText.Of(step.Input), recorded, replayed));
            if (outputs.Exists(output => output.Kind == VrrpOutputKind.PublishTransition)) isSettling = false;
        }

        return differences.ToValueArray();
    }

    private static string Essence(string outputs) => string.Join("; ", outputs.Split("; ").Where(output =>
        !output.StartsWith("timer ", StringComparison.Ordinal) && !output.StartsWith("add ", StringComparison.Ordinal)
        && !output.StartsWith("renew ", StringComparison.Ordinal) && !output.StartsWith("announce ", StringComparison.Ordinal)));
}
