using System.Text;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// A mail server's greeting (220), the answer to HELO (250), and QUIT (RFC 5321 §4.2, §4.3). What is answered to QUIT does not
/// matter, and neither does a connection that ends after it; no answer at all does.
/// </summary>
/// <param name="heloName">Name said in HELO.</param>
internal sealed class SmtpExchange(string heloName) : Exchange
{
    /// <summary>Longest reply, all its lines together.</summary>
    public const int MaxReplyBytes = 8 * 1024;

    private readonly List<byte> _line = new(128);
    private int _replyBytes;
    private int _code;
    private Stage _stage;
    private ProbeVerdict? _verdict;

    private enum Stage
    {
        Greeting,
        Helo,
        Quit,
    }

    /// <summary>May <paramref name="name"/> be said? Not when it would end the line or be two words.</summary>
    public static bool IsName(string name) => name.Length is > 0 and <= 255 && name.All(letter => letter is > ' ' and < '\u007f');

    /// <summary>No: QUIT is to arrive.</summary>
    public override bool EndsByReset => false;

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes)
    {
        foreach (byte letter in bytes)
        {
            if (_verdict is not null) return true;
            if (++_replyBytes > MaxReplyBytes) return Ends(ProbeOutcome.ProtocolError, $"reply longer than {MaxReplyBytes / 1024} KB");
            if (letter != (byte)'\n') _line.Add(letter);
            else if (Line()) return true;
        }

        return _verdict is not null;
    }

    /// <inheritdoc />
    public override void Ended() => _verdict ??= _stage == Stage.Quit
        ? new ProbeVerdict(ProbeOutcome.Passed, $"220, 250 to HELO")
        : new ProbeVerdict(ProbeOutcome.Closed, _stage == Stage.Greeting ? $"connection closed before a whole greeting" : (Sentence)$"connection closed before the whole answer to HELO");

    /// <inheritdoc />
    public override ProbeVerdict Judge() => _verdict ?? new ProbeVerdict(ProbeOutcome.ProtocolError, $"no whole reply");

    private bool Line()
    {
        if (_line.Count > 0 && _line[^1] == (byte)'\r') _line.RemoveAt(_line.Count - 1);
        ReadOnlySpan<byte> line = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_line);
        // "250-…" goes on, "250 …" or "250" ends the reply, and all lines have the same code.
        bool isReply = line.Length >= 3 && line[..3].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0 && (line.Length == 3 || line[3] is (byte)' ' or (byte)'-');
        int code = isReply ? ((line[0] - '0') * 100) + ((line[1] - '0') * 10) + (line[2] - '0') : 0;
        if (!isReply || (_code != 0 && _code != code)) return Ends(ProbeOutcome.ProtocolError, $"not an SMTP reply: \"{Printable(line)}\"");
        _code = code;
        bool goesOn = line.Length > 3 && line[3] == (byte)'-';
        if (goesOn)
        {
            _line.Clear();
            return false;
        }

        bool isOver = Reply(code, line);
        _line.Clear();
        _code = 0;
        _replyBytes = 0;
        return isOver;
    }

    private bool Reply(int code, ReadOnlySpan<byte> line)
    {
        switch (_stage)
        {
            case Stage.Greeting when code != 220:
                return Ends(ProbeOutcome.UnexpectedStatus, $"greeting \"{Printable(line)}\", wanted 220");
            case Stage.Greeting:
                _stage = Stage.Helo;
                Outgoing = Encoding.ASCII.GetBytes($"HELO {heloName}\r\n");
                return false;
            case Stage.Helo when code != 250:
                return Ends(ProbeOutcome.UnexpectedStatus, $"HELO answered \"{Printable(line)}\", wanted 250");
            case Stage.Helo:
                _stage = Stage.Quit;
                Outgoing = "QUIT\r\n"u8.ToArray();
                return false;
            default:
                return Ends(ProbeOutcome.Passed, $"220, 250 to HELO");
        }
    }

    private bool Ends(ProbeOutcome outcome, Sentence message)
    {
        _verdict = new ProbeVerdict(outcome, message);
        return true;
    }

    private static string Printable(ReadOnlySpan<byte> line) => HttpResponse.Printable(line, 60);
}
