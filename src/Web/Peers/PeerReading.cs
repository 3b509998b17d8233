using System.Text.Json;

namespace KeepaliveConsole.Web.Peers;

/// <summary>
/// Reads what a peer answers to <c>GET /api/v1/status</c>, and no further than needed: the instances come before the real servers, of which there may be
/// thousands.
/// </summary>
internal static class PeerReading
{
    /// <summary>Most bytes that are read: 2 MiB. 255 instances with ten addresses each need half of it.</summary>
    public const int Largest = 2 << 20;

    private const int First = 16 << 10;

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>Reads the document.</summary>
    /// <exception cref="JsonException">It is no status.</exception>
    /// <exception cref="PeerTooLargeException">The instances have not ended within <see cref="Largest"/>.</exception>
    public static async Task<PeerDocument> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[First];
        int length = 0;
        while (true)
        {
            length += await stream.ReadAtLeastAsync(bytes.AsMemory(length), bytes.Length - length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            bool isWhole = length < bytes.Length;
            if (TryRead(bytes.AsSpan(0, length), isWhole) is { } document) return document;
            if (bytes.Length >= Largest) throw new PeerTooLargeException();
            // Each look begins anew, so each is at twice as much.
            Array.Resize(ref bytes, bytes.Length * 2);
        }
    }

    /// <summary>The document, when <paramref name="bytes"/> hold enough of it; null = more is needed.</summary>
    private static PeerDocument? TryRead(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var json = new Utf8JsonReader(bytes, isWhole, default);
        if (!json.Read()) return null;
        if (json.TokenType != JsonTokenType.StartObject) throw new JsonException("it is no object");
        string? node = null;
        DateTimeOffset? at = null, startedAt = null;
        PeerInstance?[]? vrrp = null;
        while (json.Read())
        {
            if (json.TokenType == JsonTokenType.EndObject) throw new JsonException("it names no instances, or no time");
            bool isNode = json.ValueTextEquals("node"u8), isAt = json.ValueTextEquals("at"u8), isEngine = json.ValueTextEquals("engine"u8), isVrrp = json.ValueTextEquals("vrrp"u8);
            if (!json.Read()) return null;
            int start = (int)json.TokenStartIndex;
            if (!json.TrySkip()) return null;
            ReadOnlySpan<byte> value = bytes[start..(int)json.BytesConsumed];
            if (isNode) node = JsonSerializer.Deserialize<string>(value, s_json);
            else if (isAt) at = JsonSerializer.Deserialize<DateTimeOffset>(value, s_json);
            else if (isEngine) startedAt = JsonSerializer.Deserialize<Engine?>(value, s_json)?.StartedAt;
            else if (isVrrp) vrrp = JsonSerializer.Deserialize<PeerInstance?[]>(value, s_json);
            if (at is { } time && vrrp is not null) return new PeerDocument(node, time, startedAt, [.. vrrp.OfType<PeerInstance>()]);
        }

        return null;
    }

    private sealed record Engine(DateTimeOffset? StartedAt);
}

/// <summary>A peer says more than is read.</summary>
internal sealed class PeerTooLargeException : Exception;
