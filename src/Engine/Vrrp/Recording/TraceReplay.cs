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
    /// Steps with other outputs than recorded; empty = the election does today what it did then. After a gap the steps up to the first one
    /// with outputs that agrees do not count: what was pushed out may have moved a timer or renewed a lease.
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
            if (replayed == recorded) isSettling &= recorded.Length == 0;
            else if (!isSettling) differences.Add(new TraceDifference(step.At, VrrpInputText.Of(step.Input), recorded, replayed));
        }

        return differences.ToValueArray();
    }
}
