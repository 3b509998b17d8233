using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>Compares wanted with actual.</summary>
public static class BalancerPlanner
{
    /// <summary>
    /// The steps in order: removals of destinations and lowered weights first (a dead server must not wait for others), then
    /// services, then additions and the other edits. Equal tables give no step; the order of services and destinations is no difference.
    /// Services of <paramref name="actual"/> that are neither in <paramref name="wanted"/> nor in <paramref name="owned"/> are foreign and left alone.
    /// Of two wanted services or destinations with the same key the first counts.
    /// </summary>
    public static ValueArray<BalancerChange> Plan(BalancerTable wanted, BalancerTable actual, IReadOnlySet<ServiceKey> owned)
    {
        ArgumentNullException.ThrowIfNull(wanted);
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(owned);

        var actualByKey = new Dictionary<ServiceKey, BalancerService>();
        foreach (BalancerService service in actual.Services) actualByKey.TryAdd(service.Key, service);

        var steps = new Steps();
        var seen = new HashSet<ServiceKey>();
        foreach (BalancerService service in wanted.Services)
            if (seen.Add(service.Key)) Compare(service, actualByKey.GetValueOrDefault(service.Key), steps);

        foreach (BalancerService service in actual.Services)
            if (!seen.Contains(service.Key) && owned.Contains(service.Key))
                steps.ServiceRemovals.Add(new(BalancerChangeKind.RemoveService, service, null));

        return steps.InOrder();
    }

    private static void Compare(BalancerService wanted, BalancerService? actual, Steps steps)
    {
        if (actual is null) steps.Services.Add(new(BalancerChangeKind.AddService, wanted, null));
        else if (!SameSettings(wanted, actual)) steps.Services.Add(new(BalancerChangeKind.EditService, wanted, null));

        var before = new Dictionary<DestinationKey, BalancerDestination>();
        if (actual is not null)
            foreach (BalancerDestination destination in actual.Destinations) before.TryAdd(DestinationKey.Of(destination), destination);

        var seen = new HashSet<DestinationKey>();
        foreach (BalancerDestination destination in wanted.Destinations)
        {
            if (!seen.Add(DestinationKey.Of(destination))) continue;
            if (!before.TryGetValue(DestinationKey.Of(destination), out BalancerDestination? old))
                steps.Additions.Add(new(BalancerChangeKind.AddDestination, wanted, destination));
            else if (destination.Weight < old.Weight)
                steps.LoweredWeights.Add(new(BalancerChangeKind.EditDestination, wanted, destination));
            else if (destination != old)
                steps.OtherEdits.Add(new(BalancerChangeKind.EditDestination, wanted, destination));
        }

        foreach ((DestinationKey key, BalancerDestination destination) in before)
            if (!seen.Contains(key)) steps.Removals.Add(new(BalancerChangeKind.RemoveDestination, wanted, destination));
    }

    // The kernel keeps persistence in whole seconds; a fraction must not look like drift for ever.
    private static bool SameSettings(BalancerService wanted, BalancerService actual) =>
        wanted.Scheduler == actual.Scheduler && wanted.PersistenceSeconds == actual.PersistenceSeconds;

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
