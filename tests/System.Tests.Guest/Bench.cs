using KeepaliveConsole.Engine.Balancing;

namespace KeepaliveConsole.System.Tests.Guest;

/// <summary>A load balancer under test together with the kernel's own tool, which judges it and plays the one who meddles.</summary>
internal abstract class Bench
{
    public abstract ILoadBalancer Create();

    /// <summary>What the tool lists about r2's entry in the service on the VIP; empty = it is not there.</summary>
    public abstract string ListingOfR2(NetworkNamespace director);

    /// <summary>Is anything of ours left?</summary>
    public abstract bool HasOurs(NetworkNamespace director);

    /// <summary>Adds something that is not ours.</summary>
    public abstract void AddForeign(NetworkNamespace director);

    /// <summary>What is not ours, as the tool lists it.</summary>
    public abstract string ListForeign(NetworkNamespace director);

    /// <summary>Empties the director's table, whoever's it is.</summary>
    public abstract void Clear(NetworkNamespace director);

    /// <summary>How long a change may take, by the median.</summary>
    public abstract TimeSpan MedianChange { get; }

    /// <summary>Ways to meddle with a service wrr of r1=3 r2=1: a name for people, and the command.</summary>
    public abstract IReadOnlyList<(string Name, Action<NetworkNamespace> Do)> Meddlings { get; }
}
