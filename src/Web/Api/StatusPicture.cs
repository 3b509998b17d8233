using System.Text.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Api.Documents;

namespace KeepaliveConsole.Web.Api;

/// <summary>
/// <c>GET /status</c> as bytes, written once for all who ask within one picture of the engine. The same members as <see cref="StatusDocument"/>;
/// the many real servers are written by hand, in a fraction of the serializer's time, with probes to the millisecond, spans to 10 µs and other times of a server to the second: ten thousand of them stay near 5 MB.
/// The engine draws a server anew only when it looks different: the bytes of all others are taken from the picture before.
/// </summary>
internal sealed class StatusPicture(IEngineStatusFeed feed)
{
    // Tells pictures of different processes apart, so that a tag of before a restart never matches.
    private readonly string _process = Guid.NewGuid().ToString("N")[..12];
    private readonly Lock _gate = new();
    private readonly ServerBytes _servers = new();
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
            byte[][][] servers = _servers.Of(status, _of, _written?.Servers);
            var frame = new SegmentedBuffer();
            long[] places;
            using (var writer = new Utf8JsonWriter(frame, ServerBytes.Options)) places = StatusWriter.Frame(writer, status);
            (_of, _written) = (status, new WrittenStatus(frame, places, servers, $"\"{_process}-{++_number}\""));
            return _written;
        }
    }
}
