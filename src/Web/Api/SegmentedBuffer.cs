using System.Buffers;

namespace KeepaliveConsole.Web.Api;

/// <summary>Bytes in pieces below the size at which the collector treats an array as large and lets it lie until a full collection.</summary>
internal sealed class SegmentedBuffer : IBufferWriter<byte>
{
    private const int SegmentSize = 64 * 1024;

    private readonly List<(byte[] Bytes, int Length)> _full = [];
    private byte[] _current = new byte[SegmentSize];
    private int _used;

    /// <summary>Bytes written.</summary>
    public long Length { get; private set; }

    /// <inheritdoc />
    public void Advance(int count)
    {
        _used += count;
        Length += count;
    }

    /// <inheritdoc />
    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (_current.Length - _used < Math.Max(sizeHint, 1))
        {
            _full.Add((_current, _used));
            (_current, _used) = (new byte[Math.Max(SegmentSize, sizeHint)], 0);
        }

        return _current.AsMemory(_used);
    }

    /// <inheritdoc />
    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

    /// <summary>The pieces, in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Pieces() => [.. _full.Select(piece => (ReadOnlyMemory<byte>)piece.Bytes.AsMemory(0, piece.Length)), _current.AsMemory(0, _used)];
}
