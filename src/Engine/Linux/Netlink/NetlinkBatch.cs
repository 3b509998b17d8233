using System.Runtime.InteropServices;

namespace KeepaliveConsole.Engine.Linux.Netlink;

/// <summary>
/// Requests that go to the kernel in one call. It carries out all of them in order, also after one it refuses, and answers
/// only the refused ones and the last: a thousand requests cost a few calls instead of two thousand. May be cleared and used again.
/// </summary>
internal sealed class NetlinkBatch
{
    private byte[] _bytes = new byte[16 * 1024];
    private int _length;
    private int _last;

    /// <summary>Number of requests.</summary>
    public int Count { get; private set; }

    /// <summary>All of them, one behind the other.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <summary>Forgets the requests and keeps the buffer.</summary>
    public void Clear() => (_length, _last, Count) = (0, 0, 0);

    /// <summary>Appends a request that is not a listing; <paramref name="request"/> may be used again at once.</summary>
    public void Append(NetlinkMessage request)
    {
        ReadOnlySpan<byte> bytes = request.Bytes;
        int end = _length + NetlinkConstants.Align(bytes.Length);
        if (end > _bytes.Length) Array.Resize(ref _bytes, Math.Max(end, _bytes.Length * 2));
        bytes.CopyTo(_bytes.AsSpan(_length));
        _last = _length;
        _length = end;
        Count++;
    }

    /// <summary>Fills in what the socket knows: sequences from <paramref name="firstSequence"/> on, and that the last one wants an answer.</summary>
    internal void Address(uint firstSequence)
    {
        uint sequence = firstSequence;
        for (int start = 0; start < _length;)
        {
            Span<byte> header = _bytes.AsSpan(start);
            int flags = MemoryMarshal.Read<ushort>(header[6..]) | NetlinkConstants.NLM_F_REQUEST;
            if (start == _last) flags |= NetlinkConstants.NLM_F_ACK;
            MemoryMarshal.Write(header[6..], (ushort)flags);
            MemoryMarshal.Write(header[8..], sequence++);
            start += NetlinkConstants.Align(MemoryMarshal.Read<int>(header));
        }
    }
}
