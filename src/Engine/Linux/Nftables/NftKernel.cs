using System.Buffers.Binary;
using KeepaliveConsole.Engine.Linux.Netlink;
using static KeepaliveConsole.Engine.Linux.Nftables.NftConstants;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>
/// Speaks to nftables by netlink. Not through the program nft or its library: a program costs tens of milliseconds a change, the library
/// can end the process that also sends the adverts, and neither can say "remember the server that was drawn".
/// </summary>
internal sealed class NftKernel : INftKernel
{
    private const int GETGEN = 16;
    private const ushort NFTA_GEN_ID = 1;

    /// <summary>Bytes of struct nfgenmsg.</summary>
    private const int HeaderLength = 4;

    /// <summary>A listing is asked for again when the table changes while it is listed.</summary>
    private const int MostTries = 5;

    private readonly NetlinkBatch _batch = new();
    private readonly NetlinkMessage _message = new(0);
    private NetlinkSocket? _socket;

    /// <inheritdoc />
    public uint? Generation()
    {
        if (Open(out _) is not { } socket) return null;
        uint? generation = null;
        LinuxError error = socket.Query(Request(GETGEN, 0, table: false), (_, payload) =>
        {
            foreach ((ushort type, byte[] value) in Attributes(payload))
                if (type == NFTA_GEN_ID && value.Length >= 4) generation ??= BinaryPrimitives.ReadUInt32BigEndian(value);
        });
        return error.IsSuccess ? generation : null;
    }

    /// <inheritdoc />
    public NftProblem? Transact(IReadOnlyList<NftOperation> operations)
    {
        if (operations.Count == 0) return null;
        if (Open(out LinuxError closed) is not { } socket) return new NftProblem(closed);
        var ends = new int[operations.Count];
        _batch.Clear();
        Bound(NFNL_MSG_BATCH_BEGIN);
        for (int i = 0; i < operations.Count; i++)
        {
            operations[i].Write(_batch, _message);
            ends[i] = _batch.Count;
        }

        Bound(NFNL_MSG_BATCH_END);
        LinuxError error = socket.Transact(_batch, out int refused);
        if (error.IsSuccess) return null;
        int step = Array.FindIndex(ends, end => refused < end);
        return new NftProblem(error, refused > 0 && step >= 0 ? operations[step].ToString() : null);
    }

    /// <inheritdoc />
    public NftProblem? List(out NftListing? listing)
    {
        NftProblem? problem = null;
        for (int attempt = 0; attempt < MostTries; attempt++)
        {
            listing = new NftListing();
            LinuxError error = Fill(listing);
            if (error.IsSuccess) return null;
            if (error.Number == LinuxError.ENOENT)
            {
                // The table is not there, or went meanwhile.
                listing = null;
                return null;
            }

            problem = new NftProblem(error);
            if (error.Number != LinuxError.EINTR) break;
        }

        listing = null;
        return problem;
    }

    /// <inheritdoc />
    public IReadOnlyList<NftElementCount> Count(string set)
    {
        var counts = new List<NftElementCount>();
        LinuxError error = Elements(set, (key, _, element) =>
        {
            (long packets, long bytes) = Counter(element);
            counts.Add(new NftElementCount(key, packets, bytes));
        });
        return error.IsSuccess ? counts : [];
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private NetlinkSocket? Open(out LinuxError error)
    {
        error = LinuxError.None;
        if (_socket is null) NetlinkSocket.TryOpen(NETLINK_NETFILTER, 0, out _socket, out error);
        return _socket;
    }

    private void Bound(ushort type) => _batch.Append(_message.Begin(type).Fixed([0, 0, 0, NFNL_SUBSYS_NFTABLES]));

    private NetlinkMessage Request(int type, ushort flags, bool table = true)
    {
        _message.Begin((ushort)((NFNL_SUBSYS_NFTABLES << 8) | type), flags).Fixed([NFPROTO_INET, 0, 0, 0]);
        return table ? _message.AttributeString(1, NftNames.Table) : _message;
    }

    private LinuxError Fill(NftListing listing)
    {
        if (Open(out LinuxError closed) is not { } socket) return closed;
        LinuxError error = socket.Query(Request(GETTABLE, 0), (_, payload) =>
        {
            foreach ((ushort type, byte[] value) in Attributes(payload))
                if (type == NFTA_TABLE_FLAGS) listing.Flags = Big(value);
        });
        if (error.IsSuccess) error = socket.Query(Request(GETCHAIN, NetlinkConstants.NLM_F_DUMP), (_, payload) => NftListed.Chain(payload[HeaderLength..], listing));
        if (error.IsSuccess) error = socket.Query(Request(GETRULE, NetlinkConstants.NLM_F_DUMP), (_, payload) => NftListed.Rule(payload[HeaderLength..], listing));
        if (error.IsSuccess) error = socket.Query(Request(GETSET, NetlinkConstants.NLM_F_DUMP), (_, payload) => NftListed.Set(payload[HeaderLength..], listing));
        foreach ((string set, uint flags) in listing.Sets)
        {
            if (!error.IsSuccess) break;
            if ((flags & NFT_SET_EVAL) != 0) continue;
            List<NftElement> elements = listing.Elements[set] = [];
            // While the kernel enlarges a set's hash table it lists elements twice.
            var seen = new HashSet<string>();
            error = Elements(set, (key, last, element) =>
            {
                if (seen.Add(Convert.ToHexString(key))) elements.Add(NftListed.Element(key, last, element));
            });
        }

        return error;
    }

    private delegate void ElementHandler(byte[] key, byte[]? last, ReadOnlySpan<byte> element);

    private LinuxError Elements(string set, ElementHandler handle)
    {
        if (Open(out LinuxError closed) is not { } socket) return closed;
        NetlinkMessage request = Request(GETSETELEM, NetlinkConstants.NLM_F_DUMP).AttributeString(NFTA_SET_ELEM_LIST_SET, set);
        return socket.Query(request, (_, payload) =>
        {
            if (payload.Length < HeaderLength) return;
            var attributes = new NetlinkAttributes(payload[HeaderLength..]);
            while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> list))
            {
                if (type != NFTA_SET_ELEM_LIST_ELEMENTS) continue;
                var elements = new NetlinkAttributes(list);
                while (elements.TryRead(out _, out ReadOnlySpan<byte> element))
                    if (NftListed.Value(element, NFTA_SET_ELEM_KEY) is { } key) handle(key, NftListed.Value(element, NFTA_SET_ELEM_KEY_END), element);
            }
        });
    }

    private static (long Packets, long Bytes) Counter(ReadOnlySpan<byte> element)
    {
        long packets = 0;
        long bytes = 0;
        foreach ((ushort type, byte[] value) in Nested(Nested(element, NFTA_SET_ELEM_EXPR), NFTA_EXPR_DATA) is { } counter ? Each(counter) : [])
        {
            if (value.Length < 8) continue;
            if (type == NFTA_COUNTER_PACKETS) packets = BinaryPrimitives.ReadInt64BigEndian(value);
            else if (type == NFTA_COUNTER_BYTES) bytes = BinaryPrimitives.ReadInt64BigEndian(value);
        }

        return (packets, bytes);
    }

    private static byte[]? Nested(ReadOnlySpan<byte> bytes, ushort wanted)
    {
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == wanted) return value.ToArray();
        return null;
    }

    private static uint Big(byte[] value) => value.Length < 4 ? 0 : BinaryPrimitives.ReadUInt32BigEndian(value);

    private static List<(ushort Type, byte[] Value)> Attributes(ReadOnlySpan<byte> payload) => payload.Length < HeaderLength ? [] : Each(payload[HeaderLength..]);

    private static List<(ushort Type, byte[] Value)> Each(ReadOnlySpan<byte> bytes)
    {
        var list = new List<(ushort, byte[])>();
        var attributes = new NetlinkAttributes(bytes);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value)) list.Add((type, value.ToArray()));
        return list;
    }
}
