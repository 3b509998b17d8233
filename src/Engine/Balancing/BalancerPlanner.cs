using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>Compares wanted with actual.</summary>
public static class BalancerPlanner
{
    /// <summary>
    /// The steps in order: removals of destinations and lowered weights first (a dead server must not wait for others), then
    /// services, then additions and the other edits. Equal tables give no step; the order of services and destinations is no difference.
    /// Services of <paramref name="actual"/> that are neither in <paramref name="wanted"/> nor in <paramref name="owned"/> are foreign and left alone.
    /// Of two wanted services or destinations with the same key the first counts. What both tables share by reference is skipped, and what
    /// stands at the same place in both is compared without looking it up: one change in 10,000 destinations costs a walk over them.
    /// </summary>
    public static ValueArray<BalancerChange> Plan(BalancerTable wanted, BalancerTable actual, IReadOnlySet<ServiceKey> owned)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(owned);
        if (ReferenceEquals(wanted, actual)) return [];

        ReadOnlySpan<BalancerService> left = wanted.Services.Span, right = actual.Services.Span;
        var steps = new Steps();
        int aligned = 0;
        while (aligned < left.Length && aligned < right.Length && SamePlace(left[aligned], right[aligned]))
        {
            Compare(left[aligned], right[aligned], steps);
            aligned++;
        }

        if (aligned < left.Length || aligned < right.Length) CompareRest(left, right, aligned, owned, steps);
        return steps.InOrder();
    }

    private static void CompareRest(ReadOnlySpan<BalancerService> left, ReadOnlySpan<BalancerService> right, int aligned, IReadOnlySet<ServiceKey> owned, Steps steps)
    {
        var actualByKey = new Dictionary<ServiceKey, BalancerService>(right.Length - aligned);
        foreach (BalancerService service in right[aligned..]) actualByKey.TryAdd(service.Key, service);

        var seen = new HashSet<ServiceKey>(left.Length);
        foreach (BalancerService service in left[..aligned]) seen.Add(service.Key);
        foreach (BalancerService service in left[aligned..])
            if (seen.Add(service.Key)) Compare(service, actualByKey.GetValueOrDefault(service.Key), steps);

        foreach (BalancerService service in right[aligned..])
            if (!seen.Contains(service.Key) && owned.Contains(service.Key))
                steps.ServiceRemovals.Add(new(BalancerChangeKind.RemoveService, service, null));
    }

    private static bool SamePlace(BalancerService left, BalancerService right) => ReferenceEquals(left, right) || left.Key.Equals(right.Key);

    private static void Compare(BalancerService wanted, BalancerService? actual, Steps steps)
    {
        if (ReferenceEquals(wanted, actual)) return;
        if (actual is not null && !BalancerSameness.Family(wanted, actual))
        {
            steps.ServiceRemovals.Add(new(BalancerChangeKind.RemoveService, actual, null));
            actual = null;
        }

        if (actual is null) steps.Services.Add(new(BalancerChangeKind.AddService, wanted, null));
        else if (!BalancerSameness.Settings(wanted, actual)) steps.Services.Add(new(BalancerChangeKind.EditService, wanted, null));

        ReadOnlySpan<BalancerDestination> left = wanted.Destinations.Span, right = actual is null ? [] : actual.Destinations.Span;
        int aligned = 0;
        while (aligned < left.Length && aligned < right.Length && SamePlace(left[aligned], right[aligned]))
        {
            Compare(wanted, left[aligned], right[aligned], steps);
            aligned++;
        }

        if (aligned == left.Length && aligned == right.Length) return;
        // Servers that only left leave a gap: what follows it is the same again, and nothing has to be looked up.
        int rest = left.Length - aligned, after = 0;
        if (right.Length > left.Length)
            while (after < rest && SamePlace(left[^(after + 1)], right[^(after + 1)])) after++;
        if (after < rest || right.Length <= left.Length)
        {
            CompareRest(wanted, left, right, aligned, steps);
            return;
        }

        foreach (BalancerDestination gone in right[aligned..^after]) steps.Removals.Add(new(BalancerChangeKind.RemoveDestination, wanted, gone));
        for (int i = after; i > 0; i--) Compare(wanted, left[^i], right[^i], steps);
    }

    private static bool SamePlace(BalancerDestination left, BalancerDestination right) => ReferenceEquals(left, right) || DestinationKey.Of(left) == DestinationKey.Of(right);

    private static void CompareRest(BalancerService wanted, ReadOnlySpan<BalancerDestination> left, ReadOnlySpan<BalancerDestination> right, int aligned, Steps steps)
    {
        var seen = new HashSet<DestinationKey>(left.Length);
        foreach (BalancerDestination destination in left[..aligned]) seen.Add(DestinationKey.Of(destination));
        var before = new Dictionary<DestinationKey, BalancerDestination>(right.Length - aligned);
        foreach (BalancerDestination destination in right[aligned..])
            if (!seen.Contains(DestinationKey.Of(destination))) before.TryAdd(DestinationKey.Of(destination), destination);

        foreach (BalancerDestination destination in left[aligned..])
            if (seen.Add(DestinationKey.Of(destination))) Compare(wanted, destination, before.GetValueOrDefault(DestinationKey.Of(destination)), steps);

        foreach ((DestinationKey key, BalancerDestination destination) in before)
            if (!seen.Contains(key)) steps.Removals.Add(new(BalancerChangeKind.RemoveDestination, wanted, destination));
    }

    private static void Compare(BalancerService service, BalancerDestination wanted, BalancerDestination? actual, Steps steps)
    {
        if (actual is null) steps.Additions.Add(new(BalancerChangeKind.AddDestination, service, wanted));
        else if (wanted.Weight < actual.Weight) steps.LoweredWeights.Add(new(BalancerChangeKind.EditDestination, service, wanted));
        else if (!BalancerSameness.Destination(wanted, actual)) steps.OtherEdits.Add(new(BalancerChangeKind.EditDestination, service, wanted));
    }

    private sealed class Steps
    {
        public List<BalancerChange> Removals { get; } = [];

        public List<BalancerChange> LoweredWeights { get; } = [];

        public List<BalancerChange> ServiceRemovals { get; } = [];

        public List<BalancerChange> Services { get; } = [];

        public List<BalancerChange> Additions { get; } = [];

        public List<BalancerChange> OtherEdits { get; } = [];

        public ValueArray<BalancerChange> InOrder() => [.. Removals, .. LoweredWeights, .. ServiceRemovals, .. Services, .. Additions, .. OtherEdits];
    }
}
