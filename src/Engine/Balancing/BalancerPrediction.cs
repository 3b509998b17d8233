using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What the table is after changes that all succeeded, so that it need not be read again to know.</summary>
internal static class BalancerPrediction
{
    public static BalancerTable After(BalancerTable actual, ValueArray<BalancerChange> changes)
    {
        var services = new OrderedDictionary<ServiceKey, BalancerService>();
        foreach (BalancerService service in actual.Services) services.TryAdd(service.Key, service);
        foreach (BalancerChange change in changes) Carry(services, change);
        return new BalancerTable(services.Values.ToValueArray());
    }

    private static void Carry(OrderedDictionary<ServiceKey, BalancerService> services, BalancerChange change)
    {
        ServiceKey key = change.Service.Key;
        bool known = services.TryGetValue(key, out BalancerService? service);
        switch (change.Kind)
        {
            case BalancerChangeKind.AddService or BalancerChangeKind.EditService:
                services[key] = change.Service with { Destinations = known ? service!.Destinations : [] };
                break;
            case BalancerChangeKind.RemoveService:
                services.Remove(key);
                break;
            case BalancerChangeKind.AddDestination or BalancerChangeKind.EditDestination when known:
                services[key] = service! with { Destinations = With(service.Destinations, change.Destination!) };
                break;
            case BalancerChangeKind.RemoveDestination when known:
                services[key] = service! with { Destinations = Without(service.Destinations, change.Destination!) };
                break;
        }
    }

    private static ValueArray<BalancerDestination> With(ValueArray<BalancerDestination> destinations, BalancerDestination wanted)
    {
        var list = new List<BalancerDestination>(destinations);
        int index = list.FindIndex(destination => DestinationKey.Of(destination) == DestinationKey.Of(wanted));
        if (index < 0) list.Add(wanted);
        else list[index] = wanted;
        return list.ToValueArray();
    }

    private static ValueArray<BalancerDestination> Without(ValueArray<BalancerDestination> destinations, BalancerDestination gone) =>
        destinations.Where(destination => DestinationKey.Of(destination) != DestinationKey.Of(gone)).ToValueArray();
}
