using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Vrrp;

/// <summary>What has to happen to a master's addresses when the definition changes. Order as defined.</summary>
internal readonly record struct AddressDifference(ValueArray<VirtualAddressDefinition> Gone, ValueArray<VirtualAddressDefinition> Added)
{
    /// <summary>From <paramref name="held"/> to <paramref name="wanted"/>. A changed prefix, interface or label is a removal and an addition.</summary>
    public static AddressDifference Between(ValueArray<VirtualAddressDefinition> held, ValueArray<VirtualAddressDefinition> wanted) =>
        new(Without(held, wanted), Without(wanted, held));

    private static ValueArray<VirtualAddressDefinition> Without(ValueArray<VirtualAddressDefinition> from, ValueArray<VirtualAddressDefinition> others)
    {
        var kept = new HashSet<VirtualAddressDefinition>();
        foreach (VirtualAddressDefinition address in others) kept.Add(AsHeld(address));

        var rest = new List<VirtualAddressDefinition>();
        foreach (VirtualAddressDefinition address in from)
            if (!kept.Contains(AsHeld(address))) rest.Add(address);
        return rest.ToValueArray();
    }

    // Whether adverts name the address makes no difference to the interface that holds it.
    private static VirtualAddressDefinition AsHeld(VirtualAddressDefinition address) => address with { Excluded = false };
}
