namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Virtual router identifier (VRID), 1 to 255. Unique per interface and address family. RFC 9568 §5.2.3.</summary>
public readonly record struct VirtualRouterId
{
    /// <summary>Creates an identifier; throws outside 1 to 255, so check input with <see cref="IsValid"/> first.</summary>
    public VirtualRouterId(int value)
    {
        if (!IsValid(value)) throw new ArgumentOutOfRangeException(nameof(value), value, "A VRID is 1 to 255.");
        Value = (byte)value;
    }

    /// <summary>1 to 255; 0 only in the default value, which is not a valid identifier.</summary>
    public byte Value { get; }

    /// <summary>Is <paramref name="value"/> 1 to 255?</summary>
    public static bool IsValid(long value) => value is >= 1 and <= 255;

    /// <inheritdoc />
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
