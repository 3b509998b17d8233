namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// VRRP priority: 0 = "I am leaving" (only on the wire), 1 to 254 = may be backup, 255 = owner of the address.
/// Default of an instance: 100. RFC 9568 §5.2.4.
/// </summary>
public readonly record struct VrrpPriority(byte Value) : IComparable<VrrpPriority>
{
    /// <summary>0: the master gives the address up now.</summary>
    public static VrrpPriority Release => new(0);

    /// <summary>100: the priority of an instance that names none.</summary>
    public static VrrpPriority Default => new(100);

    /// <summary>255: the address is the router's own.</summary>
    public static VrrpPriority Owner => new(255);

    /// <summary>May a definition carry <paramref name="value"/>? 1 to 255.</summary>
    public static bool IsValid(long value) => value is >= 1 and <= 255;

    /// <inheritdoc />
    public int CompareTo(VrrpPriority other) => Value.CompareTo(other.Value);

    /// <summary>Lower than.</summary>
    public static bool operator <(VrrpPriority left, VrrpPriority right) => left.Value < right.Value;

    /// <summary>Higher than.</summary>
    public static bool operator >(VrrpPriority left, VrrpPriority right) => left.Value > right.Value;

    /// <summary>Lower than or the same.</summary>
    public static bool operator <=(VrrpPriority left, VrrpPriority right) => left.Value <= right.Value;

    /// <summary>Higher than or the same.</summary>
    public static bool operator >=(VrrpPriority left, VrrpPriority right) => left.Value >= right.Value;

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
