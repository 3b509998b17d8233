using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.TestKit.Simulation;

/// <summary>The addresses in a simulated kernel. It goes on when the process does not, and drops an address when its lifetime ends.</summary>
public sealed class SimulatedAddressTable
{
    // A list, not a dictionary of texts: it is asked after every step, and a director holds a handful.
    private readonly List<(VirtualAddressDefinition Address, MonotonicTime? ValidUntil)> _entries = [];

    /// <summary>Adds the address or gives it another lifetime; null = for ever.</summary>
    public void Set(VirtualAddressDefinition address, MonotonicTime? validUntil)
    {
        int index = IndexOf(address);
        if (index < 0) _entries.Add((address, validUntil));
        else _entries[index] = (address, validUntil);
    }

    /// <summary>Removes the address; one already gone is success.</summary>
    public void Remove(VirtualAddressDefinition address)
    {
        int index = IndexOf(address);
        if (index >= 0) _entries.RemoveAt(index);
    }

    /// <summary>Is any address held at <paramref name="now"/>?</summary>
    public bool HoldsAny(MonotonicTime now)
    {
        foreach ((_, MonotonicTime? validUntil) in _entries)
            if (validUntil is not { } end || now < end) return true;
        return false;
    }

    /// <summary>The addresses held at <paramref name="now"/>, in order.</summary>
    public IReadOnlyList<string> Held(MonotonicTime now) =>
        [.. _entries.Where(entry => entry.ValidUntil is not { } end || now < end).Select(entry => entry.Address.ToString()).Order(StringComparer.Ordinal)];

    // As the kernel tells addresses apart: by the address and the length of its network part.
    private int IndexOf(VirtualAddressDefinition address)
    {
        for (int index = 0; index < _entries.Count; index++)
        {
            VirtualAddressDefinition held = _entries[index].Address;
            if (ReferenceEquals(held, address) || (held.PrefixLength == address.PrefixLength && held.Address.Equals(address.Address))) return index;
        }

        return -1;
    }
}
