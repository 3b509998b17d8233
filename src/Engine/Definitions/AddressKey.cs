using System.Buffers.Binary;
using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// An IP address as a plain value, so that the advert path compares addresses without allocating. Ordered by family,
/// then numerically: the order that settles a tie between equal priorities (RFC 9568 §6.4.3).
/// </summary>
public readonly record struct AddressKey(UInt128 Value, bool IsIPv6) : IComparable<AddressKey>
{
    /// <summary>From an IPv4 address in host byte order.</summary>
    public static AddressKey FromIPv4(uint address) => new(address, false);

    /// <summary>From an address object.</summary>
    public static AddressKey From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4 ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : new(BinaryPrimitives.ReadUInt128BigEndian(bytes), true);
    }

    /// <summary>As an address object; allocates.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsIPv6)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes, Value);
            return new IPAddress(bytes);
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Value);
        return new IPAddress(bytes[..4]);
    }

    /// <inheritdoc />
    public int CompareTo(AddressKey other) => IsIPv6 != other.IsIPv6 ? IsIPv6.CompareTo(other.IsIPv6) : Value.CompareTo(other.Value);

    /// <summary>Lower than.</summary>
    public static bool operator <(AddressKey left, AddressKey right) => left.CompareTo(right) < 0;

    /// <summary>Higher than.</summary>
    public static bool operator >(AddressKey left, AddressKey right) => left.CompareTo(right) > 0;

    /// <summary>Lower than or the same.</summary>
    public static bool operator <=(AddressKey left, AddressKey right) => left.CompareTo(right) <= 0;

    /// <summary>Higher than or the same.</summary>
    public static bool operator >=(AddressKey left, AddressKey right) => left.CompareTo(right) >= 0;

    /// <inheritdoc />
    public override string ToString() => ToIPAddress().ToString();
}
