using System.Buffers.Binary;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Linux.Netlink;
using KeepaliveConsole.Engine.Linux.Nftables;

namespace KeepaliveConsole.Engine.Linux.Conntrack;

/// <summary>Connection tracking by netlink (linux/netfilter/nfnetlink_conntrack.h).</summary>
internal sealed class ConntrackTable : IConntrack
{
    private const int NFNL_SUBSYS_CTNETLINK = 1;
    private const int IPCTNL_MSG_CT_GET = 1;
    private const int IPCTNL_MSG_CT_DELETE = 2;
    private const ushort CTA_TUPLE_ORIG = 1;
    private const ushort CTA_TUPLE_REPLY = 2;
    private const ushort CTA_STATUS = 3;
    private const ushort CTA_PROTOINFO = 4;
    private const ushort CTA_TUPLE_IP = 1;
    private const ushort CTA_TUPLE_PROTO = 2;
    private const ushort CTA_PROTO_NUM = 1;
    private const ushort CTA_PROTO_SRC_PORT = 2;
    private const ushort CTA_PROTO_DST_PORT = 3;
    private const ushort CTA_PROTOINFO_TCP = 1;
    private const ushort CTA_PROTOINFO_TCP_STATE = 1;
    private const uint IPS_SEEN_REPLY = 2;
    private const uint IPS_DST_NAT = 32;
    private const byte TCP_CONNTRACK_ESTABLISHED = 3;

    /// <summary>Bytes of struct nfgenmsg.</summary>
    private const int HeaderLength = 4;

    private readonly NetlinkMessage _message = new(0);
    private NetlinkSocket? _socket;

    /// <inheritdoc />
    public LinuxError Visit(bool ipv6, Action<ConntrackFlow> handle)
    {
        if (Open(out LinuxError closed) is not { } socket) return closed;
        LinuxError error = socket.Query(Begin(IPCTNL_MSG_CT_GET, NetlinkConstants.NLM_F_DUMP, ipv6), (_, payload) =>
        {
            if (payload.Length > HeaderLength && Read(payload[HeaderLength..]) is { } flow) handle(flow);
        });
        // The table changes all the time; a flow that came or went while it was listed is no failure.
        return error.Number == LinuxError.EINTR ? LinuxError.None : error;
    }

    /// <inheritdoc />
    public LinuxError Delete(bool ipv6, ConntrackFlow flow) => Open(out LinuxError closed) is { } socket
        ? socket.Execute(Begin(IPCTNL_MSG_CT_DELETE, 0, ipv6).Attribute(CTA_TUPLE_ORIG | NetlinkConstants.NLA_F_NESTED, flow.Tuple))
        : closed;

    /// <inheritdoc />
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    /// <summary>Reads one listed flow; null when it was not sent on.</summary>
    internal static ConntrackFlow? Read(ReadOnlySpan<byte> payload)
    {
        byte[] tuple = [];
        Side asked = default;
        Side answer = default;
        uint status = 0;
        byte state = 0;
        var attributes = new NetlinkAttributes(payload);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
        {
            if (type == CTA_TUPLE_ORIG) (tuple, asked) = (value.ToArray(), ReadSide(value, source: false));
            else if (type == CTA_TUPLE_REPLY) answer = ReadSide(value, source: true);
            else if (type == CTA_STATUS && value.Length >= 4) status = BinaryPrimitives.ReadUInt32BigEndian(value);
            else if (type == CTA_PROTOINFO) state = State(value);
        }

        if ((status & IPS_DST_NAT) == 0 || tuple.Length == 0) return null;
        bool established = asked.Protocol == (int)TransportProtocol.Tcp ? state == TCP_CONNTRACK_ESTABLISHED : (status & IPS_SEEN_REPLY) != 0;
        return new ConntrackFlow(asked.Protocol, asked.Address, asked.Port, answer.Address, answer.Port, established, tuple);
    }

    private NetlinkSocket? Open(out LinuxError error)
    {
        error = LinuxError.None;
        if (_socket is null) NetlinkSocket.TryOpen(NftConstants.NETLINK_NETFILTER, 0, out _socket, out error);
        return _socket;
    }

    private NetlinkMessage Begin(int type, ushort flags, bool ipv6) =>
        _message.Begin((ushort)((NFNL_SUBSYS_CTNETLINK << 8) | type), flags).Fixed([(byte)(ipv6 ? Libc.AF_INET6 : Libc.AF_INET), 0, 0, 0]);

    private static Side ReadSide(ReadOnlySpan<byte> tuple, bool source)
    {
        var side = default(Side);
        var parts = new NetlinkAttributes(tuple);
        while (parts.TryRead(out ushort part, out ReadOnlySpan<byte> content))
        {
            var fields = new NetlinkAttributes(content);
            while (fields.TryRead(out ushort field, out ReadOnlySpan<byte> value))
            {
                // Sources of both families have odd numbers (1, 3), destinations even ones (2, 4).
                if (part == CTA_TUPLE_IP && field % 2 == (source ? 1 : 0) && value.Length is 4 or 16) side = side with { Address = NftBytes.Address(value) };
                else if (part == CTA_TUPLE_PROTO && field == CTA_PROTO_NUM && value.Length > 0) side = side with { Protocol = value[0] };
                else if (part == CTA_TUPLE_PROTO && field == (source ? CTA_PROTO_SRC_PORT : CTA_PROTO_DST_PORT) && value.Length >= 2) side = side with { Port = BinaryPrimitives.ReadUInt16BigEndian(value) };
            }
        }

        return side;
    }

    private static byte State(ReadOnlySpan<byte> information)
    {
        var protocols = new NetlinkAttributes(information);
        while (protocols.TryRead(out ushort protocol, out ReadOnlySpan<byte> content))
        {
            if (protocol != CTA_PROTOINFO_TCP) continue;
            var fields = new NetlinkAttributes(content);
            while (fields.TryRead(out ushort field, out ReadOnlySpan<byte> value))
                if (field == CTA_PROTOINFO_TCP_STATE && value.Length > 0) return value[0];
        }

        return 0;
    }

    private readonly record struct Side(AddressKey Address, int Port, int Protocol);
}
