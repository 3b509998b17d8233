using System.Buffers.Binary;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Nftables.NftConstants;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>Reads the kernel's listings. What is of another table or of a form we never write is passed over.</summary>
internal static class NftListed
{
    public static void Chain(ReadOnlySpan<byte> payload, NftListing listing)
    {
        string table = "";
        string name = "";
        string type = "";
        uint? number = null;
        uint priority = 0;
        var attributes = new NetlinkAttributes(payload);
        while (attributes.TryRead(out ushort attribute, out ReadOnlySpan<byte> value))
        {
            if (attribute == NFTA_CHAIN_TABLE) table = NetlinkAttributes.Text(value);
            else if (attribute == NFTA_CHAIN_NAME) name = NetlinkAttributes.Text(value);
            else if (attribute == NFTA_CHAIN_TYPE) type = NetlinkAttributes.Text(value);
            else if (attribute == NFTA_CHAIN_HOOK) (number, priority) = (Number(value, NFTA_HOOK_HOOKNUM), Number(value, NFTA_HOOK_PRIORITY) ?? 0);
        }

        if (table == NftNames.Table) listing.Chains[name] = number is { } hook ? new NftHook(type, (int)hook, unchecked((int)priority)) : null;
    }

    public static void Rule(ReadOnlySpan<byte> payload, NftListing listing)
    {
        string table = "";
        string chain = "";
        string? comment = null;
        var expressions = new List<(string, byte[])>();
        var attributes = new NetlinkAttributes(payload);
        while (attributes.TryRead(out ushort attribute, out ReadOnlySpan<byte> value))
        {
            if (attribute == NFTA_RULE_TABLE) table = NetlinkAttributes.Text(value);
            else if (attribute == NFTA_RULE_CHAIN) chain = NetlinkAttributes.Text(value);
            else if (attribute == NFTA_RULE_USERDATA && value.Length > 2 && value[0] == NFTNL_UDATA_RULE_COMMENT) comment = NetlinkAttributes.Text(value[2..]);
            else if (attribute == NFTA_RULE_EXPRESSIONS) Expressions(value, expressions);
        }

        if (table != NftNames.Table) return;
        if (!listing.Rules.TryGetValue(chain, out List<NftListedRule>? rules)) listing.Rules[chain] = rules = [];
        rules.Add(new NftListedRule(comment, expressions));
    }

    public static void Set(ReadOnlySpan<byte> payload, NftListing listing)
    {
        string table = "";
        string name = "";
        var attributes = new NetlinkAttributes(payload);
        while (attributes.TryRead(out ushort attribute, out ReadOnlySpan<byte> value))
        {
            if (attribute == NFTA_SET_TABLE) table = NetlinkAttributes.Text(value);
            else if (attribute == NFTA_SET_NAME) name = NetlinkAttributes.Text(value);
        }

        if (table == NftNames.Table) listing.Sets[name] = Number(payload, NFTA_SET_FLAGS) ?? 0;
    }

    public static NftElement Element(byte[] key, byte[]? last, ReadOnlySpan<byte> element)
    {
        byte[]? value = null;
        string? chain = null;
        var attributes = new NetlinkAttributes(element);
        while (attributes.TryRead(out ushort attribute, out ReadOnlySpan<byte> data))
        {
            if (attribute != NFTA_SET_ELEM_DATA) continue;
            var parts = new NetlinkAttributes(data);
            while (parts.TryRead(out ushort part, out ReadOnlySpan<byte> content))
            {
                if (part == NFTA_DATA_VALUE) value = content.ToArray();
                else if (part == NFTA_DATA_VERDICT && Number(content, NFTA_VERDICT_CODE) == unchecked((uint)NFT_GOTO)) chain = Text(content, NFTA_VERDICT_CHAIN);
            }
        }

        return new NftElement(key, last, value, chain);
    }

    /// <summary>The bytes (NFTA_DATA_VALUE) inside the attribute <paramref name="wanted"/>; null = not there.</summary>
    public static byte[]? Value(ReadOnlySpan<byte> bytes, ushort wanted)
    {
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type != wanted) continue;
            var inner = new NetlinkAttributes(value);
            while (inner.TryRead(out ushort part, out ReadOnlySpan<byte> content))
                if (part == NFTA_DATA_VALUE) return content.ToArray();
        }

        return null;
    }

    private static void Expressions(ReadOnlySpan<byte> list, List<(string, byte[])> expressions)
    {
        var elements = new NetlinkAttributes(list);
        while (elements.TryRead(out _, out ReadOnlySpan<byte> element))
        {
            byte[] data = [];
            var parts = new NetlinkAttributes(element);
            while (parts.TryRead(out ushort part, out ReadOnlySpan<byte> content))
                if (part == NFTA_EXPR_DATA) data = content.ToArray();
            expressions.Add((Text(element, NFTA_EXPR_NAME) ?? "", data));
        }
    }

    private static uint? Number(ReadOnlySpan<byte> bytes, ushort wanted)
    {
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == wanted && value.Length >= 4) return BinaryPrimitives.ReadUInt32BigEndian(value);
        return null;
    }

    private static string? Text(ReadOnlySpan<byte> bytes, ushort wanted)
    {
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == wanted) return NetlinkAttributes.Text(value);
        return null;
    }
}
