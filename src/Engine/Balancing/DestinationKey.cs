using System.Net;

namespace KeepaliveConsole.Engine.Balancing;

/// <summary>What identifies a destination within its service: the kernel knows no second one with the same address and port.</summary>
internal readonly record struct DestinationKey(IPAddress Address, int Port)
{
    public static DestinationKey Of(BalancerDestination destination) => new(destination.Address, destination.Port);
}
