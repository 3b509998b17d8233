using System.Buffers.Binary;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// One step of a rule in the kernel's own instructions. Values travel between steps in sixteen registers of four bytes, here
/// numbered 0 to 15; an address of IPv6 takes four of them.
/// </summary>
internal sealed class NftExpression
{
    private const int NetworkHeader = 1;
    private const int TransportHeader = 2;
    private const int RegisterVerdict = 0;

    private NftExpression(string name, string text, Action<NetlinkMessage> write)
    {
        Name = name;
        Text = text;
        var message = new NetlinkMessage(0);
        write(message);
        Data = message.Bytes[NetlinkConstants.HeaderLength..].ToArray();
    }

    /// <summary>The kernel's name of the instruction.</summary>
    public string Name { get; }

    /// <summary>Its attributes as the kernel takes them.</summary>
    public byte[] Data { get; }

    /// <summary>For people and tests, such as <c>lookup services4 r0 -> verdict</c>.</summary>
    public string Text { get; }

    public static NftExpression Meta(string what, int register) => new("meta", $"meta {what} -> r{register}", m => Number(Number(m, 1, Register(register)), 2, MetaKey(what)));

    public static NftExpression Ct(string what, int register) => new("ct", $"ct {what} -> r{register}", m => Number(Number(m, 1, Register(register)), 2, what == "status" ? 2u : 1u));

    public static NftExpression Network(int offset, int length, int register) => Payload("network", NetworkHeader, offset, length, register);

    public static NftExpression Transport(int offset, int length, int register) => Payload("transport", TransportHeader, offset, length, register);

    /// <summary>Goes on only when the register holds (or with <paramref name="not"/> does not hold) these bytes.</summary>
    public static NftExpression Compare(int register, byte[] bytes, bool not = false) => new("cmp", $"r{register} {(not ? "!=" : "==")} {Convert.ToHexStringLower(bytes)}", m =>
    {
        Number(Number(m, 1, Register(register)), 2, not ? 1u : 0u);
        Bytes(m, 3, bytes);
    });

    public static NftExpression Mask(int register, byte[] mask) => new("bitwise", $"r{register} &= {Convert.ToHexStringLower(mask)}", m =>
    {
        Number(Number(Number(m, 1, Register(register)), 2, Register(register)), 3, (uint)mask.Length);
        Bytes(m, 4, mask);
        Bytes(m, 5, new byte[mask.Length]);
    });

    /// <summary>Looks the register up in a set or map and goes on when it is there; <paramref name="result"/> takes the map's value, null = it is a set.</summary>
    public static NftExpression Lookup(string set, int register, int? result = null) =>
        new("lookup", $"lookup {set} r{register}{(result is { } to ? $" -> r{to}" : "")}", m =>
        {
            Number(m.AttributeString(1, set), 2, Register(register));
            if (result is { } into) Number(m, 3, Register(into));
        });

    /// <summary>Looks the register up in a map of verdicts and does what it says.</summary>
    public static NftExpression Dispatch(string map, int register) =>
        new("lookup", $"lookup {map} r{register} -> verdict", m => Number(Number(m.AttributeString(1, map), 2, Register(register)), 3, RegisterVerdict));

    public static NftExpression Counter(int modulus, int register) =>
        new("numgen", $"counter mod {modulus} -> r{register}", m => Number(Number(Number(Number(m, 1, Register(register)), 2, (uint)modulus), 3, 0), 4, 0));

    public static NftExpression Hash(int register, int length, int modulus, int result) =>
        new("hash", $"jhash r{register} of {length} bytes mod {modulus} -> r{result}", m =>
            Number(Number(Number(Number(Number(Number(m, 1, Register(register)), 2, Register(result)), 3, (uint)length), 4, (uint)modulus), 5, 1), 7, 0));

    /// <summary>Sends the connection on to the address in <paramref name="address"/> and, unless null, the port in <paramref name="port"/>.</summary>
    public static NftExpression Nat(bool ipv6, int address, int? port) =>
        new("nat", $"dnat {(ipv6 ? "ip6" : "ip")} r{address}{(port is { } at ? $" port r{at}" : "")}", m =>
        {
            Number(Number(Number(m, 1, 1), 2, ipv6 ? NftConstants.NFPROTO_IPV6 : NftConstants.NFPROTO_IPV4), 3, Register(address));
            if (port is { } register) Number(m, 5, Register(register));
        });

    public static NftExpression Masquerade() => new("masq", "masquerade", _ => { });

    public static NftExpression RejectTcp() => new("reject", "reject with tcp reset", m => Number(m, 1, 1));

    /// <summary>Answers "port unreachable" in the packet's own family.</summary>
    public static NftExpression RejectPort() => new("reject", "reject with port unreachable", m => Number(m, 1, 2).AttributeByte(2, 1));

    /// <summary>Adds the key with its value to a map, or, where the key is there already, starts its time anew and keeps its value.</summary>
    public static NftExpression Remember(string map, int key, int value) => Dynset("remember", 1, map, key, value);

    /// <summary>Removes the key from a map.</summary>
    public static NftExpression Forget(string map, int key, int value) => Dynset("forget", 2, map, key, value);

    /// <summary>Writes it as an element of a rule's list.</summary>
    public void Write(NetlinkMessage message)
    {
        int element = message.BeginNested(NftConstants.NFTA_LIST_ELEM);
        message.AttributeString(NftConstants.NFTA_EXPR_NAME, Name).Attribute(NftConstants.NFTA_EXPR_DATA | NetlinkConstants.NLA_F_NESTED, Data).EndNested(element);
    }

    /// <summary>Is this what the kernel lists as <paramref name="listed"/> (NFTA_EXPR_DATA)? It adds defaults, so everything of ours has to be there, not the reverse.</summary>
    public bool IsListedAs(string name, ReadOnlySpan<byte> listed) => name == Name && Covers(Data, listed);

    private static bool Covers(ReadOnlySpan<byte> ours, ReadOnlySpan<byte> listed)
    {
        var attributes = new NetlinkAttributes(ours);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> wanted))
        {
            var others = new NetlinkAttributes(listed);
            bool found = false;
            while (!found && others.TryRead(out ushort other, out ReadOnlySpan<byte> value))
                found = other == type && value.SequenceEqual(wanted);
            if (!found) return false;
        }

        return true;
    }

    private static NftExpression Payload(string header, uint start, int offset, int length, int register) =>
        new("payload", $"{header} {length} bytes at {offset} -> r{register}", m => Number(Number(Number(Number(m, 1, Register(register)), 2, start), 3, (uint)offset), 4, (uint)length));

    private static NftExpression Dynset(string verb, uint operation, string map, int key, int value) =>
        new("dynset", $"{verb} r{key} = r{value} in {map}", m => Number(Number(Number(m.AttributeString(1, map), 3, operation), 4, Register(key)), 5, Register(value)));

    // The kernel lists a register that starts a group of four by the group's number, so that is how it is written.
    private static uint Register(int number) => number % 4 == 0 ? 1u + ((uint)number / 4) : 8u + (uint)number;

    private static uint MetaKey(string what) => what switch
    {
        "mark" => 3,
        "nfproto" => 15,
        "l4proto" => 16,
        _ => throw new ArgumentOutOfRangeException(nameof(what), what, "no such key"),
    };

    private static NetlinkMessage Number(NetlinkMessage message, ushort type, uint value) => message.AttributeUInt32BigEndian(type, value);

    private static void Bytes(NetlinkMessage message, ushort type, byte[] bytes)
    {
        int start = message.BeginNested(type);
        message.Attribute(NftConstants.NFTA_DATA_VALUE, bytes).EndNested(start);
    }

    /// <summary>A number in the machine's order, as registers hold marks, weights and slots.</summary>
    public static byte[] Native(uint value)
    {
        var bytes = new byte[4];
        BitConverter.TryWriteBytes(bytes, value);
        return bytes;
    }

    /// <summary>A number in network order, as registers hold what comes from packets.</summary>
    public static byte[] Port(int port)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, (ushort)port);
        return bytes;
    }

    /// <inheritdoc />
    public override string ToString() => $"[{Text}]";
}
