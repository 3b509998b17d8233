using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace KeepaliveConsole.Engine.Probes;

/// <content>The meaning of each line of an answer.</content>
internal sealed partial class HttpResponse
{
    // RFC 9112 §4: "HTTP/1.0 200 OK"; the reason phrase may be missing.
    private HttpProgress StatusLine(ReadOnlySpan<byte> line)
    {
        bool wellFormed = line.Length >= 12
            && line.StartsWith("HTTP/1."u8)
            && char.IsAsciiDigit((char)line[7])
            && line[8] == (byte)' '
            && (line.Length == 12 || line[12] == (byte)' ');
        if (!wellFormed || !Utf8Parser.TryParse(line[9..12], out int status, out int digits) || digits != 3 || status < 100)
            return Malformed($"not an HTTP answer: \"{Printable(line, 40)}\"");

        StatusCode = status;
        ReasonPhrase = Printable(line[12..], MaxReasonCharacters).Trim();
        return Next(Part.Headers);
    }

    private HttpProgress Header(ReadOnlySpan<byte> line)
    {
        // A line that starts with a space continues the one before (obsolete folding, RFC 9112 §5.2); neither header below is ever folded.
        if (line[0] is (byte)' ' or (byte)'\t') return HttpProgress.Reading;
        int colon = line.IndexOf((byte)':');
        if (colon <= 0) return Malformed($"not a header: \"{Printable(line, 40)}\"");
        ReadOnlySpan<byte> name = line[..colon];
        ReadOnlySpan<byte> value = line[(colon + 1)..].Trim(" \t"u8);
        if (Ascii.EqualsIgnoreCase(name, "Content-Length"u8)) return ContentLength(value);
        if (Ascii.EqualsIgnoreCase(name, "Transfer-Encoding"u8)) return TransferEncoding(value);
        return HttpProgress.Reading;
    }

    private HttpProgress ContentLength(ReadOnlySpan<byte> value)
    {
        bool isNumber = value.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0
            && Utf8Parser.TryParse(value, out long length, out int used)
            && used == value.Length
            && (_contentLength ??= length) == length;
        return isNumber ? HttpProgress.Reading : Malformed($"Content-Length \"{Printable(value, 40)}\" is not one number");
    }

    private HttpProgress TransferEncoding(ReadOnlySpan<byte> value)
    {
        if (Ascii.EqualsIgnoreCase(value, "identity"u8)) return HttpProgress.Reading;
        if (!Ascii.EqualsIgnoreCase(value, "chunked"u8)) return Malformed($"Transfer-Encoding \"{Printable(value, 40)}\" was not asked for");
        _isChunked = true;
        return HttpProgress.Reading;
    }

    private HttpProgress HeadersEnd()
    {
        if (StatusCode < 200)
        {
            // An interim answer; the real one follows (RFC 9110 §15.2).
            _contentLength = null;
            _isChunked = false;
            return Next(Part.StatusLine);
        }

        if (StatusCode is 204 or 304) return Next(Part.Done);
        // Chunked wins over a length (RFC 9112 §6.3).
        if (_isChunked) return Next(Part.ChunkSize);
        if (_contentLength is not { } length) return Next(Part.BodyUntilClose);
        _remaining = length;
        return Next(length == 0 ? Part.Done : Part.BodyByLength);
    }

    private HttpProgress ChunkSize(ReadOnlySpan<byte> line)
    {
        int extension = line.IndexOf((byte)';');
        ReadOnlySpan<byte> digits = (extension < 0 ? line : line[..extension]).Trim(" \t"u8);
        if (!int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int size) || size < 0)
            return Malformed($"chunk size \"{Printable(line, 40)}\" is not a number");
        _remaining = size;
        _headerBytes = 0;
        return Next(size == 0 ? Part.Trailers : Part.ChunkData);
    }
}
