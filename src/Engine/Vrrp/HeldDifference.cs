using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>What one definition has the master hold and the other does not: addresses, routes, rules. Order as defined. A changed prefix, interface or label makes another address.</summary>
internal readonly record struct HeldDifference(
    ValueArray<VirtualAddressDefinition> Addresses, ValueArray<VirtualRouteDefinition> Routes, ValueArray<VirtualRuleDefinition> Rules)
{
    /// <summary>What <paramref name="definition"/> has and <paramref name="other"/> has not.</summary>
    public static HeldDifference Of(VrrpInstanceDefinition definition, VrrpInstanceDefinition other) =>
        new(Without(definition.VirtualAddresses, other.VirtualAddresses), Without(definition.VirtualRoutes, other.VirtualRoutes), Without(definition.VirtualRules, other.VirtualRules));

    private static ValueArray<VirtualAddressDefinition> Without(ValueArray<VirtualAddressDefinition> from, ValueArray<VirtualAddressDefinition> others) =>
        Without(from, others, AsHeld);

    private static ValueArray<T> Without<T>(ValueArray<T> from, ValueArray<T> others) => Without(from, others, item => item);

    private static ValueArray<T> Without<T>(ValueArray<T> from, ValueArray<T> others, Func<T, T> asHeld)
    {
        var kept = new HashSet<T>(others.Select(asHeld));
        return from.Where(item => !kept.Contains(asHeld(item))).ToValueArray();
    }

    // Whether adverts name the address makes no difference to the interface that holds it.
    private static VirtualAddressDefinition AsHeld(VirtualAddressDefinition address) => address with { Excluded = false };
}
