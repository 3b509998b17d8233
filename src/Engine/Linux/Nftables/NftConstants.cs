namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>linux/netfilter/nf_tables.h and nfnetlink.h: numbers of messages and attributes. All numbers in attributes are big-endian.</summary>
internal static class NftConstants
{
    public const int NETLINK_NETFILTER = 12;
    public const int NFNL_SUBSYS_NFTABLES = 10;
    public const ushort NFNL_MSG_BATCH_BEGIN = 0x10;
    public const ushort NFNL_MSG_BATCH_END = 0x11;
    public const byte NFPROTO_INET = 1;
    public const byte NFPROTO_IPV4 = 2;
    public const byte NFPROTO_IPV6 = 10;

    public const int NEWTABLE = 0;
    public const int GETTABLE = 1;
    public const int DELTABLE = 2;
    public const int NEWCHAIN = 3;
    public const int GETCHAIN = 4;
    public const int DELCHAIN = 5;
    public const int NEWRULE = 6;
    public const int GETRULE = 7;
    public const int DELRULE = 8;
    public const int NEWSET = 9;
    public const int GETSET = 10;
    public const int DELSET = 11;
    public const int NEWSETELEM = 12;
    public const int GETSETELEM = 13;
    public const int DELSETELEM = 14;

    public const ushort NFTA_TABLE_NAME = 1;
    public const ushort NFTA_TABLE_FLAGS = 2;

    public const ushort NFTA_CHAIN_TABLE = 1;
    public const ushort NFTA_CHAIN_NAME = 3;
    public const ushort NFTA_CHAIN_HOOK = 4;
    public const ushort NFTA_CHAIN_POLICY = 5;
    public const ushort NFTA_CHAIN_TYPE = 7;
    public const ushort NFTA_HOOK_HOOKNUM = 1;
    public const ushort NFTA_HOOK_PRIORITY = 2;

    public const ushort NFTA_RULE_TABLE = 1;
    public const ushort NFTA_RULE_CHAIN = 2;
    public const ushort NFTA_RULE_EXPRESSIONS = 4;
    public const ushort NFTA_RULE_USERDATA = 7;
    public const ushort NFTA_LIST_ELEM = 1;
    public const ushort NFTA_EXPR_NAME = 1;
    public const ushort NFTA_EXPR_DATA = 2;

    public const ushort NFTA_SET_TABLE = 1;
    public const ushort NFTA_SET_NAME = 2;
    public const ushort NFTA_SET_FLAGS = 3;
    public const ushort NFTA_SET_KEY_TYPE = 4;
    public const ushort NFTA_SET_KEY_LEN = 5;
    public const ushort NFTA_SET_DATA_TYPE = 6;
    public const ushort NFTA_SET_DATA_LEN = 7;
    public const ushort NFTA_SET_DESC = 9;
    public const ushort NFTA_SET_ID = 10;
    public const ushort NFTA_SET_TIMEOUT = 11;
    public const ushort NFTA_SET_USERDATA = 13;
    public const ushort NFTA_SET_EXPR = 17;
    public const ushort NFTA_SET_DESC_SIZE = 1;
    public const ushort NFTA_SET_DESC_CONCAT = 2;
    public const ushort NFTA_SET_FIELD_LEN = 1;

    public const uint NFT_SET_INTERVAL = 0x4;
    public const uint NFT_SET_MAP = 0x8;
    public const uint NFT_SET_TIMEOUT = 0x10;
    public const uint NFT_SET_EVAL = 0x20;
    public const uint NFT_SET_CONCAT = 0x80;
    public const uint NFT_DATA_VERDICT = 0xFFFFFF00;

    public const ushort NFTA_SET_ELEM_LIST_TABLE = 1;
    public const ushort NFTA_SET_ELEM_LIST_SET = 2;
    public const ushort NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    public const ushort NFTA_SET_ELEM_KEY = 1;
    public const ushort NFTA_SET_ELEM_DATA = 2;
    public const ushort NFTA_SET_ELEM_EXPR = 7;
    public const ushort NFTA_SET_ELEM_KEY_END = 10;
    public const ushort NFTA_DATA_VALUE = 1;
    public const ushort NFTA_DATA_VERDICT = 2;
    public const ushort NFTA_VERDICT_CODE = 1;
    public const ushort NFTA_VERDICT_CHAIN = 2;
    public const ushort NFTA_COUNTER_BYTES = 1;
    public const ushort NFTA_COUNTER_PACKETS = 2;

    public const int NFT_GOTO = -4;

    /// <summary>The kind of a rule's user data that nft shows as its comment.</summary>
    public const byte NFTNL_UDATA_RULE_COMMENT = 0;

    /// <summary>nft's numbers of data types, which it shows a set's key by.</summary>
    public const uint TypeIPv4 = 7;
    public const uint TypeIPv6 = 8;
    public const uint TypeProtocol = 12;
    public const uint TypePort = 13;
    public const uint TypeMark = 19;

    /// <summary>The type of a concatenation.</summary>
    public static uint Concat(params ReadOnlySpan<uint> types)
    {
        uint concat = 0;
        foreach (uint type in types) concat = (concat << 6) | type;
        return concat;
    }
}
