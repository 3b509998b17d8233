using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>One step from the defined priority to the advertised one.</summary>
/// <param name="Track">What is tracked; null = the base, or the result.</param>
/// <param name="Offset">What it adds; the base itself for the first step.</param>
/// <param name="Total">The sum so far, as it is after this step.</param>
public sealed record PriorityStep(TrackStatus? Track, int Offset, int Total)
{
    /// <summary>The base first, then each track in the order of the definition. The last sum may lie outside 1 to 254, where the advertised priority may not.</summary>
    public static IReadOnlyList<PriorityStep> Of(VrrpInstanceStatus instance)
    {
        ArgumentNullException.ThrowIfNull(instance);
        int total = instance.BasePriority;
        List<PriorityStep> steps = [new(null, total, total)];
        foreach (TrackStatus track in instance.Tracks) steps.Add(new PriorityStep(track, track.PriorityOffset, total += track.PriorityOffset));
        return steps;
    }
}
