using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace KeepaliveConsole.Engine.Linux.Netlink;

/// <summary>
/// Builds one netlink request: header, fixed part, attributes. Numbers are in the machine's byte order as netlink wants
/// them; attributes that the kernel reads in network order are written with the BigEndian methods. May be cleared and used again.
/// </summary>
internal sealed class NetlinkMessage
{
    private byte[] _bytes = new byte[256];
    private int _length;

    /// <summary>Starts a message of <paramref name="type"/>; NLM_F_REQUEST and NLM_F_ACK are added by the socket.</summary>
    public NetlinkMessage(ushort type, ushort flags = 0) => Begin(type, flags);

    /// <summary>The message so far, its length field filled in.</summary>
    public ReadOnlySpan<byte> Bytes
    {
        get
        {
            Write(0, _length);
            return _bytes.AsSpan(0, _length);
        }
    }

    /// <summary>Flags of the header.</summary>
    public ushort Flags => MemoryMarshal.Read<ushort>(_bytes.AsSpan(6));

    /// <summary>Clears it and starts anew, keeping the buffer.</summary>
    public NetlinkMessage Begin(ushort type, ushort flags = 0)
    {
        Array.Clear(_bytes, 0, Math.Max(_length, NetlinkConstants.HeaderLength));
        _length = NetlinkConstants.HeaderLength;
        Write(4, type);
        Write(6, flags);
        return this;
    }

    /// <summary>Appends bytes of the fixed part, such as struct ifaddrmsg or genlmsghdr, padded to four.</summary>
    public NetlinkMessage Fixed(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Extend(bytes.Length));
        return this;
    }

    /// <summary>Appends an attribute with any payload.</summary>
    public NetlinkMessage Attribute(ushort type, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(AttributePayload(type, payload.Length));
        return this;
    }

    /// <summary>Appends a number of one byte.</summary>
    public NetlinkMessage AttributeByte(ushort type, byte value) => Attribute(type, [value]);

    /// <summary>Appends a number of two bytes in the machine's order.</summary>
    public NetlinkMessage AttributeUInt16(ushort type, ushort value) => Attribute(type, MemoryMarshal.AsBytes([value]));

    /// <summary>Appends a number of four bytes in the machine's order.</summary>
    public NetlinkMessage AttributeUInt32(ushort type, uint value) => Attribute(type, MemoryMarshal.AsBytes([value]));

    /// <summary>Appends a number of two bytes in network order.</summary>
    public NetlinkMessage AttributeUInt16BigEndian(ushort type, ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(AttributePayload(type, 2), value);
        return this;
    }

    /// <summary>Appends a number of four bytes in network order.</summary>
    public NetlinkMessage AttributeUInt32BigEndian(ushort type, uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(AttributePayload(type, 4), value);
        return this;
    }

    /// <summary>Appends text with a terminating zero.</summary>
    public NetlinkMessage AttributeString(ushort type, string text)
    {
        Encoding.UTF8.GetBytes(text, AttributePayload(type, Encoding.UTF8.GetByteCount(text) + 1));
        return this;
    }

    /// <summary>Opens a nested attribute; give the result to <see cref="EndNested"/>.</summary>
    public int BeginNested(ushort type)
    {
        int start = _length;
        AttributePayload((ushort)(type | NetlinkConstants.NLA_F_NESTED), 0);
        return start;
    }

    /// <summary>Closes the nested attribute opened at <paramref name="start"/>.</summary>
    public NetlinkMessage EndNested(int start)
    {
        Write(start, (ushort)(_length - start));
        return this;
    }

    /// <summary>Fills in what the socket knows.</summary>
    internal void Address(ushort addedFlags, uint sequence)
    {
        Write(6, (ushort)(Flags | addedFlags));
        Write(8, sequence);
    }

    private Span<byte> AttributePayload(ushort type, int payloadLength)
    {
        int start = _length;
        Span<byte> whole = Extend(NetlinkConstants.AttributeHeaderLength + payloadLength);
        Write(start, (ushort)(NetlinkConstants.AttributeHeaderLength + payloadLength));
        Write(start + 2, type);
        return whole.Slice(NetlinkConstants.AttributeHeaderLength, payloadLength);
    }

    private Span<byte> Extend(int length)
    {
        int start = _length;
        int end = start + NetlinkConstants.Align(length);
        if (end > _bytes.Length) Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        _length = end;
        Span<byte> added = _bytes.AsSpan(start, end - start);
        added.Clear();
        return added;
    }

    private void Write<T>(int offset, T value)
        where T : unmanaged => MemoryMarshal.Write(_bytes.AsSpan(offset), value);
}
