using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// One question over UDP (RFC 1035 §4.1). The first datagram with our id and QR set is the answer, and its RCODE decides;
/// anything else was not meant for us and is passed over. Ids and source ports are random, so that an answer is hard to forge.
/// </summary>
internal sealed class DnsExchange : Exchange
{
    private const int HeaderLength = 12;
    private const int MaxLabel = 63;
    private const int MaxName = 255;

    private static readonly string[] s_codes = ["NOERROR", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"];

    private readonly ushort _id;
    private int? _code;

    private DnsExchange(ushort id, byte[] question)
    {
        _id = id;
        Outgoing = question;
    }

    /// <summary>Asks; null when the name cannot be asked for, and <paramref name="problem"/> then says why.</summary>
    public static DnsExchange? Of(DnsCheckDefinition check, out string? problem)
    {
        ushort id = (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
        if (Question(id, check.Name, check.Type) is { } question)
        {
            problem = null;
            return new DnsExchange(id, question);
        }

        problem = Sentence.Text($"{check.Name} is no name to ask for: each part has 1 to 63 characters, all together at most 253");
        return null;
    }

    /// <summary>The question as bytes; null when <paramref name="name"/> is none.</summary>
    public static byte[]? Question(ushort id, string name, DnsRecordType type)
    {
        byte[] bytes = new byte[HeaderLength + MaxName + 4];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, id);
        bytes[2] = 0x01; // recursion desired
        bytes[5] = 1; // one question
        int at = HeaderLength;
        string trimmed = name.EndsWith('.') ? name[..^1] : name;
        foreach (string label in trimmed.Length == 0 ? [] : trimmed.Split('.'))
        {
            int length = Encoding.UTF8.GetByteCount(label);
            if (length is 0 or > MaxLabel || at + 1 + length + 1 > HeaderLength + MaxName) return null;
            bytes[at] = (byte)length;
            Encoding.UTF8.GetBytes(label, bytes.AsSpan(at + 1));
            at += 1 + length;
        }

        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at + 1), (ushort)type);
        bytes[at + 4] = 1; // class IN
        return bytes[..(at + 5)];
    }

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes)
    {
        bool isOurs = bytes.Length >= HeaderLength && BinaryPrimitives.ReadUInt16BigEndian(bytes) == _id && (bytes[2] & 0x80) != 0;
        if (isOurs) _code = bytes[3] & 0x0F;
        return isOurs;
    }

    /// <inheritdoc />
    public override ProbeVerdict Judge() => _code switch
    {
        0 => new ProbeVerdict(ProbeOutcome.Passed, $"NOERROR"),
        { } code => new ProbeVerdict(
            ProbeOutcome.UnexpectedStatus,
            $"answered {(code < s_codes.Length ? s_codes[code] : "RCODE")} ({code}), wanted NOERROR"),
        null => new ProbeVerdict(ProbeOutcome.ProtocolError, $"no answer to judge"),
    };
}
