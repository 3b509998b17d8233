using System.Diagnostics.CodeAnalysis;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Genl;

/// <summary>
/// A generic netlink family: its number is asked for by name, then its commands are sent (linux/genetlink.h). For one
/// thread at a time; belongs to the network namespace of the thread that opened it.
/// </summary>
internal sealed class GenericNetlink : IDisposable
{
    private const ushort GENL_ID_CTRL = 0x10;
    private const byte CTRL_CMD_GETFAMILY = 3;
    private const ushort CTRL_ATTR_FAMILY_ID = 1;
    private const ushort CTRL_ATTR_FAMILY_NAME = 2;

    /// <summary>Bytes of struct genlmsghdr.</summary>
    private const int HeaderLength = 4;

    private readonly NetlinkSocket _socket;
    private readonly ushort _family;
    private readonly byte _version;

    private GenericNetlink(NetlinkSocket socket, ushort family, byte version)
    {
        _socket = socket;
        _family = family;
        _version = version;
    }

    /// <summary>Opens the family called <paramref name="name"/>. ENOENT: the kernel has no such family, or its module is not loaded.</summary>
    public static bool TryOpen(string name, byte version, [NotNullWhen(true)] out GenericNetlink? family, out LinuxError error)
    {
        family = null;
        if (!NetlinkSocket.TryOpen(NetlinkConstants.NETLINK_GENERIC, 0, out NetlinkSocket? socket, out error)) return false;
        ushort number = 0;
        NetlinkMessage request = Begin(new NetlinkMessage(GENL_ID_CTRL), CTRL_CMD_GETFAMILY, 1).AttributeString(CTRL_ATTR_FAMILY_NAME, name);
        error = socket.Query(request, (_, payload) => number = FamilyNumber(payload));
        if (error.IsSuccess && number == 0) error = new LinuxError(LinuxError.ENOENT);
        if (!error.IsSuccess)
        {
            socket.Dispose();
            return false;
        }

        family = new GenericNetlink(socket, number, version);
        return true;
    }

    /// <summary>Starts a request of <paramref name="command"/>; attributes follow.</summary>
    public NetlinkMessage Request(byte command, bool dump = false) => Request(new NetlinkMessage(_family), command, dump);

    /// <summary>As <see cref="Request(byte, bool)"/>, in a message that is used again.</summary>
    public NetlinkMessage Request(NetlinkMessage message, byte command, bool dump = false) =>
        Begin(message.Begin(_family, dump ? NetlinkConstants.NLM_F_DUMP : (ushort)0), command, _version);

    /// <summary>Carries out a batch; <paramref name="answers"/> gets one answer for each of its requests, in order.</summary>
    public void Execute(NetlinkBatch batch, Span<LinuxError> answers) => _socket.Execute(batch, answers);

    /// <summary>Sends a request and waits for its acknowledgement.</summary>
    public LinuxError Execute(NetlinkMessage request) => _socket.Execute(request);

    /// <summary>Sends a request and hands the attributes of every message of the answer to <paramref name="onAttributes"/>.</summary>
    public LinuxError Query(NetlinkMessage request, Action<NetlinkAttributes> onAttributes) => _socket.Query(request, (_, payload) =>
    {
        if (payload.Length >= HeaderLength) onAttributes(new NetlinkAttributes(payload[HeaderLength..]));
    });

    /// <inheritdoc />
    public void Dispose() => _socket.Dispose();

    private static NetlinkMessage Begin(NetlinkMessage message, byte command, byte version) => message.Fixed([command, version, 0, 0]);

    private static ushort FamilyNumber(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength) return 0;
        var attributes = new NetlinkAttributes(payload[HeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == CTRL_ATTR_FAMILY_ID) return NetlinkAttributes.Number<ushort>(value);
        return 0;
    }
}
