using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>The addresses in a simulated kernel. It goes on when the process does not, and drops an address when its lifetime ends.</summary>
public sealed class SimulatedAddressTable
{
    private readonly Dictionary<string, MonotonicTime?> _validUntil = [];

    /// <summary>Adds the address or gives it another lifetime; null = for ever.</summary>
    public void Set(VirtualAddressDefinition address, MonotonicTime? validUntil) => _validUntil[address.ToString()] = validUntil;

    /// <summary>Removes the address; one already gone is success.</summary>
    public void Remove(VirtualAddressDefinition address) => _validUntil.Remove(address.ToString());

    /// <summary>Is any address held at <paramref name="now"/>?</summary>
    public bool HoldsAny(MonotonicTime now)
    {
        foreach (MonotonicTime? validUntil in _validUntil.Values)
            if (validUntil is not { } end || now < end) return true;
        return false;
    }

    /// <summary>The addresses held at <paramref name="now"/>, in order.</summary>
    public IReadOnlyList<string> Held(MonotonicTime now) =>
        [.. _validUntil.Where(entry => entry.Value is not { } end || now < end).Select(entry => entry.Key).Order(StringComparer.Ordinal)];
}
