namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>What the load balancer of one host cannot do. The rules ask; they know no load balancer.</summary>
public interface IBalancerLimits
{
    /// <summary>The node it belongs to.</summary>
    string Node { get; }

    /// <summary><c>ipvs</c>, <c>nftables</c> or <c>none</c>.</summary>
    string Kind { get; }

    /// <summary>Why it cannot do <paramref name="service"/>, with the way out and without a full stop; null = it can.</summary>
    Sentence? Refuses(VirtualServiceDefinition service);
}
