namespace KeepaliveConsole.Engine.Balancing;

/// <summary>A destination of one service, in the table or not.</summary>
/// <param name="Service">The service that clients ask.</param>
/// <param name="Destination">Where its connections go.</param>
public readonly record struct BalancerPlace(BalancerService Service, BalancerDestination Destination);
