using System.Buffers;
using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Api;

/// <summary>
/// <c>GET /status</c> as bytes, written once for all who ask within one picture of the engine. The same members as <see cref="StatusDocument"/>;
/// the many real servers are written by hand, in a fraction of the serializer's time, with probes to the millisecond, spans to 10 µs and other times of a server to the second: ten thousand of them stay near 5 MB.
/// </summary>
internal sealed class StatusPicture(IEngineStatusFeed feed)
{
    // Tells pictures of different processes apart, so that a tag of before a restart never matches.
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private readonly Lock _gate = new();
    private EngineStatus? _of;
    private WrittenStatus? _written;
    private long _number;

    /// <summary>The picture of now.</summary>
    public WrittenStatus Take()
    {
        EngineStatus status = feed.Current;
        lock (_gate)
        {
            if (_written is not null && ReferenceEquals(status, _of)) return _written;
            var body = new SegmentedBuffer();
            using (var writer = new Utf8JsonWriter(body, new JsonWriterOptions { Encoder = ApiJson.Options.Encoder, SkipValidation = true })) StatusWriter.Write(writer, status);
            (_of, _written) = (status, new WrittenStatus(body, $"\"{_process}-{++_number}\""));
            return _written;
        }
    }
}

/// <summary>A picture that was written.</summary>
/// <param name="Body">JSON in UTF-8.</param>
/// <param name="Tag">Strong ETag, with quotes.</param>
internal sealed record WrittenStatus(SegmentedBuffer Body, string Tag);

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

    /// <summary>Copies everything to <paramref name="target"/>.</summary>
    public async Task CopyToAsync(Stream target, CancellationToken cancellationToken)
    {
        foreach ((byte[] bytes, int length) in _full) await target.WriteAsync(bytes.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        await target.WriteAsync(_current.AsMemory(0, _used), cancellationToken).ConfigureAwait(false);
    }
}
