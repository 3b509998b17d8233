namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What the table is after changes that all succeeded, so that it need not be read again to know.</summary>
internal static class BalancerPrediction
{
    public static BalancerTable After(BalancerTable actual, ValueArray<BalancerChange> changes)
    {
        var services = new List<BalancerService>(actual.Services);
        foreach (BalancerChange change in changes) Carry(services, change);
        return new BalancerTable(services.ToValueArray());
    }

    private static void Carry(List<BalancerService> services, BalancerChange change)
    {
        int index = services.FindIndex(service => service.Key == change.Service.Key);
        switch (change.Kind)
        {
            case BalancerChangeKind.AddService when index < 0:
                services.Add(change.Service with { Destinations = [] });
                break;
            case BalancerChangeKind.AddService or BalancerChangeKind.EditService when index >= 0:
                services[index] = change.Service with { Destinations = services[index].Destinations };
                break;
            case BalancerChangeKind.RemoveService when index >= 0:
                services.RemoveAt(index);
                break;
            case BalancerChangeKind.AddDestination or BalancerChangeKind.EditDestination when index >= 0:
                services[index] = services[index] with { Destinations = With(services[index].Destinations, change.Destination!) };
                break;
            case BalancerChangeKind.RemoveDestination when index >= 0:
                services[index] = services[index] with { Destinations = Without(services[index].Destinations, change.Destination!) };
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
