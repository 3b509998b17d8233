using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text.Json;
using KeepaliveConsole.Engine.Definitions.Json;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// Messages over a connected socket: four bytes of length, little endian, then JSON in UTF-8. One sender and one receiver at a time.
/// Both see the end of the other side as an <see cref="IOException"/>.
/// </summary>
internal sealed class ElectionLink(Socket socket) : IDisposable
{
    /// <summary>Longest message: 64 MiB, so that a broken stream cannot claim all memory. The longest definition the API takes has 8 MiB.</summary>
    public const int LongestMessage = 64 << 20;

    private const int LengthBytes = sizeof(int);

    private readonly NetworkStream _stream = new(socket, ownsSocket: true);
    private readonly byte[] _length = new byte[LengthBytes];

    /// <summary>Sends one message.</summary>
    public async Task SendAsync(ElectionMessage message, CancellationToken cancellationToken)
    {
        byte[] text = JsonSerializer.SerializeToUtf8Bytes(message, DefinitionJson.Options);
        byte[] frame = new byte[LengthBytes + text.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, text.Length);
        text.CopyTo(frame, LengthBytes);
        await _stream.WriteAsync(frame, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The next message. Throws <see cref="JsonException"/> for one that cannot be read; the ones after it still can.</summary>
    public async Task<ElectionMessage> ReceiveAsync(CancellationToken cancellationToken)
    {
        await _stream.ReadExactlyAsync(_length, cancellationToken).ConfigureAwait(false);
        int length = BinaryPrimitives.ReadInt32LittleEndian(_length);
        if (length is < 0 or > LongestMessage) throw new IOException($"a message of {length} bytes was announced; this is not the other half of this program");
        byte[] text = new byte[length];
        await _stream.ReadExactlyAsync(text, cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize<ElectionMessage>(text, DefinitionJson.Options) ?? throw new JsonException("a message must not be null");
    }

    /// <inheritdoc />
    public void Dispose() => _stream.Dispose();
}
