using System.Buffers.Binary;
using KeepaliveConsole.Engine.Linux.Netlink;

namespace KeepaliveConsole.Engine.Linux.Nftables;

/// <summary>The number that the kernel raises with every change of any nftables rule in the network namespace.</summary>
internal interface INftGeneration : IDisposable
{
    /// <summary>The number now; null = it cannot be had.</summary>
    uint? Read();
}

/// <summary>
/// Asks the kernel by netlink (NFT_MSG_GETGEN of linux/netfilter/nf_tables.h), which takes microseconds: while the number
/// stays the same there is no need to run nft to see that nothing changed.
/// </summary>
internal sealed class NftGeneration : INftGeneration
{
    private const int NETLINK_NETFILTER = 12;
    private const ushort NFNL_SUBSYS_NFTABLES = 10;
    private const ushort NFT_MSG_GETGEN = 16;
    private const ushort NFTA_GEN_ID = 1;

    /// <summary>Bytes of struct nfgenmsg.</summary>
    private const int HeaderLength = 4;

    private NetlinkSocket? _socket;

    /// <inheritdoc />
    public uint? Read()
    {
        if (_socket is null && !NetlinkSocket.TryOpen(NETLINK_NETFILTER, 0, out _socket, out _)) return null;
        uint? generation = null;
        var request = new NetlinkMessage((NFNL_SUBSYS_NFTABLES << 8) | NFT_MSG_GETGEN);
        LinuxError error = _socket.Query(request.Fixed([0, 0, 0, 0]), (_, payload) => generation ??= Number(payload));
        return error.IsSuccess ? generation : null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _socket?.Dispose();
        _socket = null;
    }

    private static uint? Number(ReadOnlySpan<byte> payload)
    {
        if (payload.Length < HeaderLength) return null;
        var attributes = new NetlinkAttributes(payload[HeaderLength..]);
        while (attributes.TryRead(out ushort type, out ReadOnlySpan<byte> value))
            if (type == NFTA_GEN_ID && value.Length >= 4) return BinaryPrimitives.ReadUInt32BigEndian(value);
        return null;
    }
}
