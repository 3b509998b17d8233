using System.Buffers;
using System.Text;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>How far an answer has come.</summary>
internal enum HttpProgress
{
    /// <summary>More bytes are needed.</summary>
    Reading,

    /// <summary>The answer is whole.</summary>
    Complete,

    /// <summary>Not valid HTTP; <see cref="HttpResponse.Problem"/> says why.</summary>
    Malformed,

    /// <summary>The body passed <see cref="HttpResponse.MaxBodyBytes"/>; the rest is not read.</summary>
    TooLarge,

    /// <summary>The connection ended before the answer was whole; <see cref="HttpResponse.Problem"/> says where.</summary>
    CutShort,
}

/// <summary>
/// Reads one HTTP/1.x answer from pieces of any size (RFC 9112): status line, headers, and a body by chunks, by length
/// or up to the end of the connection. Bounded: an answer of any kind costs at most the two limits below.
/// </summary>
internal sealed partial class HttpResponse(bool keepBody)
{
    /// <summary>Longest status line and headers, interim answers (1xx) included.</summary>
    public const int MaxHeaderBytes = 16 * 1024;

    /// <summary>Longest body, 1 MB.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    private const int MaxReasonCharacters = 60;

    private ArrayBufferWriter<byte>? _line;
    private ArrayBufferWriter<byte>? _body;
    private Part _part = Part.StatusLine;
    private int _headerBytes;
    private long _remaining;
    private long? _contentLength;
    private bool _isChunked;

    private enum Part
    {
        StatusLine,
        Headers,
        BodyUntilClose,
        BodyByLength,
        ChunkSize,
        ChunkData,
        ChunkEnd,
        Trailers,
        Done,
    }

    /// <summary>Status code; 0 before the status line.</summary>
    public int StatusCode { get; private set; }

    /// <summary>Reason phrase without control characters, at most 60 characters; may be empty.</summary>
    public string ReasonPhrase { get; private set; } = "";

    /// <summary>Are status line and headers whole?</summary>
    public bool HasHeaders => _part > Part.Headers;

    /// <summary>Bytes of body so far.</summary>
    public long BodyLength { get; private set; }

    /// <summary>The body so far; empty when it is not kept.</summary>
    public ReadOnlyMemory<byte> Body => _body is null ? default : _body.WrittenMemory;

    /// <summary>What is wrong; empty while nothing is.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Takes the next bytes.</summary>
    public HttpProgress Read(ReadOnlySpan<byte> bytes)
    {
        while (_part != Part.Done && !bytes.IsEmpty)
        {
            HttpProgress progress = _part switch
            {
                Part.BodyUntilClose => TakeBody(ref bytes, long.MaxValue),
                Part.BodyByLength => TakeBody(ref bytes, _remaining),
                Part.ChunkData => TakeBody(ref bytes, _remaining),
                _ => TakeLine(ref bytes),
            };
            if (progress != HttpProgress.Reading) return progress;
        }

        return _part == Part.Done ? HttpProgress.Complete : HttpProgress.Reading;
    }

    /// <summary>The connection ended.</summary>
    public HttpProgress End()
    {
        if (_part is Part.Done or Part.BodyUntilClose)
        {
            _part = Part.Done;
            return HttpProgress.Complete;
        }

        Problem = _part switch
        {
            Part.StatusLine or Part.Headers => _headerBytes == 0 && StatusCode == 0 ? Sentence.Text($"connection closed without an answer") : Sentence.Text($"connection closed within the headers"),
            Part.BodyByLength => Sentence.Text($"connection closed after {BodyLength} of {BodyLength + _remaining} bytes of body"),
            _ => Sentence.Text($"connection closed within the body, after {BodyLength} bytes"),
        };
        return HttpProgress.CutShort;
    }

    private HttpProgress TakeBody(ref ReadOnlySpan<byte> bytes, long most)
    {
        ReadOnlySpan<byte> piece = bytes[..(int)Math.Min(bytes.Length, Math.Min(most, MaxBodyBytes - BodyLength))];
        if (piece.IsEmpty) return HttpProgress.TooLarge;
        bytes = bytes[piece.Length..];
        if (keepBody) (_body ??= new ArrayBufferWriter<byte>(piece.Length)).Write(piece);
        BodyLength += piece.Length;
        if (_part == Part.BodyUntilClose) return HttpProgress.Reading;
        _remaining -= piece.Length;
        if (_remaining == 0) _part = _part == Part.ChunkData ? Part.ChunkEnd : Part.Done;
        return HttpProgress.Reading;
    }

    private HttpProgress TakeLine(ref ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> piece = end < 0 ? bytes : bytes[..(end + 1)];
        // Each chunk's size line and the trailers have the same limit: a line without end must not be a way around it.
        _headerBytes += piece.Length;
        if (_headerBytes > MaxHeaderBytes) return Malformed($"more than {MaxHeaderBytes / 1024} KB of headers");
        bytes = bytes[piece.Length..];
        if (end < 0)
        {
            // Lines seldom come in pieces.
            (_line ??= new ArrayBufferWriter<byte>(128)).Write(piece);
            return HttpProgress.Reading;
        }

        if (_line is null || _line.WrittenCount == 0) return Line(piece);
        _line.Write(piece);
        HttpProgress progress = Line(_line.WrittenSpan);
        _line.ResetWrittenCount();
        return progress;
    }

    private HttpProgress Line(ReadOnlySpan<byte> withEnd)
    {
        ReadOnlySpan<byte> line = withEnd[..^1];
        if (line.EndsWith("\r"u8)) line = line[..^1];
        return _part switch
        {
            Part.StatusLine => StatusLine(line),
            Part.Headers => line.IsEmpty ? HeadersEnd() : Header(line),
            Part.ChunkSize => ChunkSize(line),
            Part.ChunkEnd => line.IsEmpty ? Next(Part.ChunkSize) : Malformed($"a chunk is longer than it says"),
            _ => line.IsEmpty ? Next(Part.Done) : HttpProgress.Reading,
        };
    }

    private HttpProgress Next(Part part)
    {
        _part = part;
        return HttpProgress.Reading;
    }

    private HttpProgress Malformed(Sentence problem)
    {
        Problem = problem.ToString();
        return HttpProgress.Malformed;
    }

    /// <summary>The start of <paramref name="text"/> without control characters, at most <paramref name="most"/> characters.</summary>
    public static string Printable(ReadOnlySpan<byte> text, int most)
    {
        string decoded = Encoding.UTF8.GetString(text.Length > 4 * most ? text[..(4 * most)] : text);
        return new string(decoded.Where(c => !char.IsControl(c)).Take(most).ToArray());
    }
}
