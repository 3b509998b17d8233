namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What a change does.</summary>
public enum BalancerChangeKind
{
    /// <summary>Add the service (without destinations).</summary>
    AddService,

    /// <summary>Change scheduler or persistence of the service.</summary>
    EditService,

    /// <summary>Remove the service and its destinations.</summary>
    RemoveService,

    /// <summary>Add the destination.</summary>
    AddDestination,

    /// <summary>Change weight or method of the destination.</summary>
    EditDestination,

    /// <summary>Remove the destination.</summary>
    RemoveDestination,
}

/// <summary>One step from the actual table to the wanted one.</summary>
/// <param name="Kind">What to do.</param>
/// <param name="Service">The service as wanted (as it was, for a removal of the service).</param>
/// <param name="Destination">The destination as wanted (as it was, for its removal); null for changes of a service.</param>
public sealed record BalancerChange(BalancerChangeKind Kind, BalancerService Service, BalancerDestination? Destination);
