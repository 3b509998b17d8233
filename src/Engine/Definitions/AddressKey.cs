using System.Buffers.Binary;
using System.Net;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// An IP address as a plain value, so that the advert path compares addresses without allocating. Ordered by family,
/// then numerically: the order that settles a tie between equal priorities (RFC 9568 §6.4.3).
/// <para>Two halves and not one number of 128 bits: the compiler does not compile ahead what holds one of those, and that would be every
/// method that a director needs to listen and to take over.</para>
/// </summary>
public readonly record struct AddressKey : IComparable<AddressKey>
{
    private AddressKey(ulong high, ulong low, bool isIPv6) => (High, Low, IsIPv6) = (high, low, isIPv6);

    /// <summary>First eight bytes of an IPv6 address; 0 for IPv4.</summary>
    public ulong High { get; }

    /// <summary>Last eight bytes of an IPv6 address; the whole of an IPv4 address, 0 to 2^32 - 1.</summary>
    public ulong Low { get; }

    /// <summary>Its family.</summary>
    public bool IsIPv6 { get; }

    /// <summary>Is it <c>0.0.0.0</c> or <c>::</c>?</summary>
    public bool IsUnspecified => (High | Low) == 0;

    /// <summary>The numerically next address of its family; the first follows the last.</summary>
    public AddressKey Next => !IsIPv6 ? FromIPv4(unchecked((uint)Low + 1)) : FromIPv6(Low == ulong.MaxValue ? unchecked(High + 1) : High, unchecked(Low + 1));

    /// <summary><c>::</c> or <c>0.0.0.0</c>.</summary>
    public static AddressKey Unspecified(bool isIPv6) => new(0, 0, isIPv6);

    /// <summary>From an IPv4 address in host byte order.</summary>
    public static AddressKey FromIPv4(uint address) => new(0, address, false);

    /// <summary>From an IPv6 address in two halves.</summary>
    public static AddressKey FromIPv6(ulong high, ulong low) => new(high, low, true);

    /// <summary>From an IPv6 address in network order; throws when there are fewer than sixteen bytes.</summary>
    public static AddressKey FromIPv6(ReadOnlySpan<byte> sixteenBytes) =>
        new(BinaryPrimitives.ReadUInt64BigEndian(sixteenBytes), BinaryPrimitives.ReadUInt64BigEndian(sixteenBytes[8..]), true);

    /// <summary>From an address object.</summary>
    public static AddressKey From(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out int length);
        return length == 4 ? FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : FromIPv6(bytes);
    }

    /// <summary>Writes an IPv6 address in network order, sixteen bytes.</summary>
    public void WriteIPv6(Span<byte> sixteenBytes)
    {
        BinaryPrimitives.WriteUInt64BigEndian(sixteenBytes, High);
        BinaryPrimitives.WriteUInt64BigEndian(sixteenBytes[8..], Low);
    }

    /// <summary>As an address object; allocates.</summary>
    public IPAddress ToIPAddress()
    {
        Span<byte> bytes = stackalloc byte[16];
        if (IsIPv6)
        {
            WriteIPv6(bytes);
            return new IPAddress(bytes);
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)Low);
        return new IPAddress(bytes[..4]);
    }

    /// <inheritdoc />
    public int CompareTo(AddressKey other) => IsIPv6 != other.IsIPv6 ? IsIPv6.CompareTo(other.IsIPv6)
        : High != other.High ? High.CompareTo(other.High) : Low.CompareTo(other.Low);

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
