using System.Globalization;
using System.Text;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Nftables.NftConstants;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>A rule: what it does, and the comment that <c>nft list</c> shows.</summary>
internal sealed record NftRule(string Comment, NftExpression[] Expressions);

/// <summary>A base chain's place in the kernel.</summary>
/// <param name="Type"><c>nat</c> or <c>filter</c>.</param>
/// <param name="Hook">0 = prerouting, 3 = output, 4 = postrouting.</param>
/// <param name="Priority">Order within the hook, lowest first.</param>
internal sealed record NftHook(string Type, int Hook, int Priority);

/// <summary>What a set or map is made of.</summary>
/// <param name="Name">Its name.</param>
/// <param name="KeyType">nft's number of the key's type.</param>
/// <param name="KeyFields">Bytes of each part of the key; each takes a multiple of four.</param>
internal sealed record NftSet(string Name, uint KeyType, int[] KeyFields)
{
    /// <summary>nft's number of the value's type; null = a set.</summary>
    public uint? ValueType { get; init; }

    /// <summary>Bytes of the value; 0 for verdicts and sets.</summary>
    public int ValueLength { get; init; }

    /// <summary>May elements be ranges?</summary>
    public bool Ranges { get; init; }

    /// <summary>Has every element a counter?</summary>
    public bool Counts { get; init; }

    /// <summary>Rules add elements, which go after this time; null = only we do.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Bytes of the key.</summary>
    public int KeyLength => KeyFields.Sum(NetlinkConstants.Align);

    /// <summary>The kernel's flags of it.</summary>
    public uint Flags => (ValueType is null ? 0 : NFT_SET_MAP) | (Ranges ? NFT_SET_INTERVAL | NFT_SET_CONCAT : 0) | (Timeout is null ? 0 : NFT_SET_TIMEOUT | NFT_SET_EVAL);
}

/// <summary>One element of a set or map.</summary>
/// <param name="Key">Its key, or the first of a range.</param>
/// <param name="Last">Last of a range, part by part; null = a single key.</param>
/// <param name="Value">Its value; null = none, or a verdict.</param>
/// <param name="Chain">Chain that its verdict goes to; null = no verdict.</param>
internal sealed record NftElement(byte[] Key, byte[]? Last = null, byte[]? Value = null, string? Chain = null);

/// <summary>One step of a transaction. Its text is what tests compare.</summary>
internal abstract record NftOperation
{
    /// <summary>Appends its messages, which use <paramref name="message"/> one after the other.</summary>
    public abstract void Write(NetlinkBatch batch, NetlinkMessage message);

    /// <summary>Starts a message about our table.</summary>
    protected static NetlinkMessage Begin(NetlinkMessage message, int type, ushort flags = 0) =>
        message.Begin((ushort)((NFNL_SUBSYS_NFTABLES << 8) | type), flags).Fixed([NFPROTO_INET, 0, 0, 0]).AttributeString(1, NftNames.Table);
}

internal sealed record NftAddTable : NftOperation
{
    public override void Write(NetlinkBatch batch, NetlinkMessage message) => batch.Append(Begin(message, NEWTABLE, NetlinkConstants.NLM_F_CREATE));

    public override string ToString() => "add table";
}

internal sealed record NftDeleteTable : NftOperation
{
    public override void Write(NetlinkBatch batch, NetlinkMessage message) => batch.Append(Begin(message, DELTABLE));

    public override string ToString() => "delete table";
}

internal sealed record NftAddChain(string Name, NftHook? Hook = null) : NftOperation
{
    public override void Write(NetlinkBatch batch, NetlinkMessage message)
    {
        Begin(message, NEWCHAIN, NetlinkConstants.NLM_F_CREATE).AttributeString(NFTA_CHAIN_NAME, Name);
        if (Hook is { } hook)
        {
            int nested = message.BeginNested(NFTA_CHAIN_HOOK);
            message.AttributeUInt32BigEndian(NFTA_HOOK_HOOKNUM, (uint)hook.Hook).AttributeUInt32BigEndian(NFTA_HOOK_PRIORITY, (uint)hook.Priority).EndNested(nested);
            message.AttributeUInt32BigEndian(NFTA_CHAIN_POLICY, 1).AttributeString(NFTA_CHAIN_TYPE, hook.Type);
        }

        batch.Append(message);
    }

    public override string ToString() => Hook is { } hook ? string.Create(CultureInfo.InvariantCulture, $"add chain {Name} type {hook.Type} hook {hook.Hook} priority {hook.Priority}") : $"add chain {Name}";
}

internal sealed record NftFlushChain(string Name) : NftOperation
{
    public override void Write(NetlinkBatch batch, NetlinkMessage message) => batch.Append(Begin(message, DELRULE).AttributeString(NFTA_RULE_CHAIN, Name));

    public override string ToString() => $"flush chain {Name}";
}

internal sealed record NftDeleteChain(string Name) : NftOperation
{
    public override void Write(NetlinkBatch batch, NetlinkMessage message) => batch.Append(Begin(message, DELCHAIN).AttributeString(NFTA_CHAIN_NAME, Name));

    public override string ToString() => $"delete chain {Name}";
}

internal sealed record NftAddRule(string Chain, NftRule Rule) : NftOperation
{
    private const ushort NLM_F_APPEND = 0x800;

    public override void Write(NetlinkBatch batch, NetlinkMessage message)
    {
        Begin(message, NEWRULE, NetlinkConstants.NLM_F_CREATE | NLM_F_APPEND).AttributeString(NFTA_RULE_CHAIN, Chain);
        int list = message.BeginNested(NFTA_RULE_EXPRESSIONS);
        foreach (NftExpression expression in Rule.Expressions) expression.Write(message);
        message.EndNested(list);
        byte[] comment = Encoding.UTF8.GetBytes(Rule.Comment);
        batch.Append(message.Attribute(NFTA_RULE_USERDATA, [NFTNL_UDATA_RULE_COMMENT, (byte)(comment.Length + 1), .. comment, 0]));
    }

    public override string ToString() => $"add rule {Chain} {string.Join(' ', (object[])Rule.Expressions)} comment \"{Rule.Comment}\"";
}

internal sealed record NftAddSet(NftSet Set) : NftOperation
{
    /// <summary>Most clients that persistence remembers in one pool; those beyond it are spread as if there were none.</summary>
    public const int MostRemembered = 1 << 18;

    public override void Write(NetlinkBatch batch, NetlinkMessage message)
    {
        Begin(message, NEWSET, NetlinkConstants.NLM_F_CREATE).AttributeString(NFTA_SET_NAME, Set.Name).AttributeUInt32BigEndian(NFTA_SET_FLAGS, Set.Flags)
            .AttributeUInt32BigEndian(NFTA_SET_KEY_TYPE, Set.KeyType).AttributeUInt32BigEndian(NFTA_SET_KEY_LEN, (uint)Set.KeyLength)
            .AttributeUInt32BigEndian(NFTA_SET_ID, (uint)batch.Count + 1);
        if (Set.ValueType is { } type) message.AttributeUInt32BigEndian(NFTA_SET_DATA_TYPE, type).AttributeUInt32BigEndian(NFTA_SET_DATA_LEN, (uint)Set.ValueLength);
        if (Set.Ranges || Set.Timeout is not null) Describe(message);
        if (Set.Timeout is { } timeout)
        {
            ulong milliseconds = (ulong)timeout.TotalMilliseconds;
            message.Attribute(NFTA_SET_TIMEOUT, BitConverter.GetBytes(global::System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(milliseconds)));
        }

        // Tells nft that the numbers are in the machine's order, so that it lists them right: key (0) and value (1), 1 = the machine's.
        if (Set.KeyType == TypeMark || Set.ValueType == TypeMark) message.Attribute(NFTA_SET_USERDATA, [Set.KeyType == TypeMark ? (byte)0 : (byte)1, 4, .. NftExpression.Native(1)]);
        if (Set.Counts)
        {
            int counter = message.BeginNested(NFTA_SET_EXPR);
            message.AttributeString(NFTA_EXPR_NAME, "counter");
            message.EndNested(message.BeginNested(NFTA_EXPR_DATA)).EndNested(counter);
        }

        batch.Append(message);
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"add {(Set.ValueType is null ? "set" : "map")} {Set.Name} key {Set.KeyLength} bytes{(Set.ValueType is null ? "" : Set.ValueType == NFT_DATA_VERDICT ? " : verdict" : $" : {Set.ValueLength} bytes")}{(Set.Ranges ? " ranges" : "")}{(Set.Counts ? " counter" : "")}{(Set.Timeout is { } timeout ? $" timeout {timeout.TotalSeconds:0} s" : "")}");

    private void Describe(NetlinkMessage message)
    {
        int description = message.BeginNested(NFTA_SET_DESC);
        if (Set.Timeout is not null) message.AttributeUInt32BigEndian(NFTA_SET_DESC_SIZE, MostRemembered);
        if (Set.Ranges)
        {
            int fields = message.BeginNested(NFTA_SET_DESC_CONCAT);
            foreach (int length in Set.KeyFields)
            {
                int field = message.BeginNested(NFTA_LIST_ELEM);
                message.AttributeUInt32BigEndian(NFTA_SET_FIELD_LEN, (uint)length).EndNested(field);
            }

            message.EndNested(fields);
        }

        message.EndNested(description);
    }
}

internal sealed record NftDeleteSet(string Name) : NftOperation
{
    public override void Write(NetlinkBatch batch, NetlinkMessage message) => batch.Append(Begin(message, DELSET).AttributeString(NFTA_SET_NAME, Name));

    public override string ToString() => $"delete set {Name}";
}

/// <summary>Adds or deletes elements; many of them take several messages, because the list of one message holds 64 KiB at most.</summary>
internal sealed record NftElements(string Set, bool Delete, IReadOnlyList<NftElement> List) : NftOperation
{
    private const int MostInOneMessage = 400;

    public override void Write(NetlinkBatch batch, NetlinkMessage message)
    {
        for (int start = 0; start < List.Count; start += MostInOneMessage)
        {
            Begin(message, Delete ? DELSETELEM : NEWSETELEM, Delete ? (ushort)0 : NetlinkConstants.NLM_F_CREATE).AttributeString(NFTA_SET_ELEM_LIST_SET, Set);
            int list = message.BeginNested(NFTA_SET_ELEM_LIST_ELEMENTS);
            for (int i = start; i < Math.Min(List.Count, start + MostInOneMessage); i++) Write(message, List[i]);
            batch.Append(message.EndNested(list));
        }
    }

    public override string ToString() => $"{(Delete ? "delete" : "add")} elements {Set} {string.Join(", ", List.Select(Text))}";

    private string Text(NftElement element)
    {
        string key = Convert.ToHexStringLower(element.Key) + (element.Last is null ? "" : "-" + Convert.ToHexStringLower(element.Last));
        return Delete ? key : element.Chain is { } chain ? $"{key} : goto {chain}" : element.Value is { } value ? $"{key} : {Convert.ToHexStringLower(value)}" : key;
    }

    private void Write(NetlinkMessage message, NftElement element)
    {
        int start = message.BeginNested(NFTA_LIST_ELEM);
        Value(message, NFTA_SET_ELEM_KEY, element.Key);
        if (element.Last is { } last) Value(message, NFTA_SET_ELEM_KEY_END, last);
        if (!Delete && element.Value is { } value) Value(message, NFTA_SET_ELEM_DATA, value);
        if (!Delete && element.Chain is { } chain)
        {
            int data = message.BeginNested(NFTA_SET_ELEM_DATA);
            int verdict = message.BeginNested(NFTA_DATA_VERDICT);
            message.AttributeUInt32BigEndian(NFTA_VERDICT_CODE, unchecked((uint)NFT_GOTO)).AttributeString(NFTA_VERDICT_CHAIN, chain).EndNested(verdict).EndNested(data);
        }

        message.EndNested(start);
    }

    private static void Value(NetlinkMessage message, ushort type, byte[] bytes)
    {
        int start = message.BeginNested(type);
        message.Attribute(NFTA_DATA_VALUE, bytes).EndNested(start);
    }
}
