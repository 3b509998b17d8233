using System.Buffers;

namespace KeepaliveConsole.Web.Api;

/// <summary>A picture that was written: the document without its real servers, and those, which most pictures share with the one before.</summary>
internal sealed class WrittenStatus
{
    // Below the size at which the collector treats an array as large; Kestrel takes as much before it waits for the other side.
    private const int PieceSize = 64 * 1024;

    private readonly SegmentedBuffer _frame;
    private readonly long[] _places;

    /// <summary>Puts the two together.</summary>
    /// <param name="frame">Without real servers.</param>
    /// <param name="places">Where in it those of each service belong.</param>
    /// <param name="servers">The servers of each service, each with the comma before it.</param>
    /// <param name="tag">Strong ETag, with quotes.</param>
    public WrittenStatus(SegmentedBuffer frame, long[] places, byte[][][] servers, string tag)
    {
        (_frame, _places, Servers, Tag) = (frame, places, servers, tag);
        Length = frame.Length;
        foreach (byte[][] service in servers)
        {
            foreach (byte[] server in service) Length += server.Length;
            if (service.Length > 0) Length--; // no comma before the first
        }
    }

    /// <summary>Strong ETag, with quotes.</summary>
    public string Tag { get; }

    /// <summary>Bytes of the document.</summary>
    public long Length { get; }

    /// <summary>The real servers of each service.</summary>
    public byte[][][] Servers { get; }

    /// <summary>Writes the document, JSON in UTF-8, to <paramref name="target"/>.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        byte[] piece = ArrayPool<byte>.Shared.Rent(PieceSize);
        try
        {
            var walk = new Walk(this);
            for (int length; (length = walk.Fill(piece)) > 0;) await target.WriteAsync(piece.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(piece);
        }
    }

    // The document from its begin to its end, as much at a time as there is room for.
    private sealed class Walk(WrittenStatus written)
    {
        private readonly IEnumerator<ReadOnlyMemory<byte>> _runs = written.Runs().GetEnumerator();
        private ReadOnlyMemory<byte> _run;

        public int Fill(Span<byte> target)
        {
            int filled = 0;
            while (filled < target.Length)
            {
                if (_run.IsEmpty)
                {
                    if (!_runs.MoveNext()) break;
                    _run = _runs.Current;
                }

                int length = Math.Min(_run.Length, target.Length - filled);
                _run.Span[..length].CopyTo(target[filled..]);
                _run = _run[length..];
                filled += length;
            }

            return filled;
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Runs()
    {
        long at = 0;
        int service = 0;
        foreach (ReadOnlyMemory<byte> piece in _frame.Pieces())
        {
            ReadOnlyMemory<byte> left = piece;
            while (service < _places.Length && _places[service] <= at + left.Length)
            {
                int before = (int)(_places[service] - at);
                yield return left[..before];
                (left, at) = (left[before..], at + before);
                byte[][] servers = Servers[service++];
                for (int server = 0; server < servers.Length; server++) yield return servers[server].AsMemory(server == 0 ? 1 : 0);
            }

            yield return left;
            at += left.Length;
        }
    }
}
