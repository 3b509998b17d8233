using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux.Netlink;

/// <summary>One message inside a received datagram.</summary>
internal readonly ref struct NetlinkFrame
{
    /// <summary>Message type.</summary>
    public ushort Type { get; init; }

    /// <summary>Flags.</summary>
    public ushort Flags { get; init; }

    /// <summary>Sequence of the request it answers; 0 for notifications.</summary>
    public uint Sequence { get; init; }

    /// <summary>Everything after the header.</summary>
    public ReadOnlySpan<byte> Payload { get; init; }
}

/// <summary>Walks the messages of one received datagram. A length that does not fit ends the walk.</summary>
internal ref struct NetlinkReader(ReadOnlySpan<byte> datagram)
{
    private ReadOnlySpan<byte> _rest = datagram;

    /// <summary>The next message, or false at the end.</summary>
    public bool TryRead(out NetlinkFrame frame)
    {
        frame = default;
        if (_rest.Length < NetlinkConstants.HeaderLength) return false;
        uint length = MemoryMarshal.Read<uint>(_rest);
        if (length < NetlinkConstants.HeaderLength || length > (uint)_rest.Length) return false;
        frame = new NetlinkFrame
        {
            Type = MemoryMarshal.Read<ushort>(_rest[4..]),
            Flags = MemoryMarshal.Read<ushort>(_rest[6..]),
            Sequence = MemoryMarshal.Read<uint>(_rest[8..]),
            Payload = _rest[NetlinkConstants.HeaderLength..(int)length],
        };
        _rest = _rest[Math.Min(NetlinkConstants.Align((int)length), _rest.Length)..];
        return true;
    }
}

/// <summary>Walks attributes: <c>while (attributes.TryRead(out ushort type, out var payload))</c>. Nested ones: a reader over the payload.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>The next attribute, its type without the nested and byte-order flags; false at the end or when a length does not fit.</summary>
    public bool TryRead(out ushort type, out ReadOnlySpan<byte> payload)
    {
        type = 0;
        payload = default;
        if (_rest.Length < NetlinkConstants.AttributeHeaderLength) return false;
        ushort length = MemoryMarshal.Read<ushort>(_rest);
        if (length < NetlinkConstants.AttributeHeaderLength || length > _rest.Length) return false;
        type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & NetlinkConstants.NLA_TYPE_MASK);
        payload = _rest[NetlinkConstants.AttributeHeaderLength..length];
        _rest = _rest[Math.Min(NetlinkConstants.Align(length), _rest.Length)..];
        return true;
    }

    /// <summary>Text without its terminating zero.</summary>
    public static string Text(ReadOnlySpan<byte> payload)
    {
        int end = payload.IndexOf((byte)0);
        return System.Text.Encoding.UTF8.GetString(end < 0 ? payload : payload[..end]);
    }

    /// <summary>A number in the machine's order; default when the payload is too short.</summary>
    public static T Number<T>(ReadOnlySpan<byte> payload)
        where T : unmanaged => MemoryMarshal.TryRead(payload, out T value) ? value : default;
}
