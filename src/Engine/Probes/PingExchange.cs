using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// One ICMP or ICMPv6 echo (RFC 792, RFC 4443 §4). The reply is known by 16 random bytes that come back: ids are the kernel's
/// on a ping socket, and on a raw one replies to others arrive, too.
/// </summary>
internal sealed class PingExchange : Exchange
{
    private static readonly Sentence s_answered = $"echo answered";

    private const int HeaderLength = 8;
    private const int SecretLength = 16;
    private const byte RequestFour = 8;
    private const byte ReplyFour = 0;
    private const byte RequestSix = 128;
    private const byte ReplySix = 129;

    private readonly byte[] _packet = new byte[HeaderLength + SecretLength];
    private readonly byte _reply;

    /// <summary>An echo request of this family.</summary>
    public PingExchange(AddressFamily family)
    {
        bool isIPv4 = family == AddressFamily.InterNetwork;
        _reply = isIPv4 ? ReplyFour : ReplySix;
        _packet[0] = isIPv4 ? RequestFour : RequestSix;
        RandomNumberGenerator.Fill(_packet.AsSpan(4, 2));
        _packet[7] = 1; // sequence
        RandomNumberGenerator.Fill(_packet.AsSpan(HeaderLength));
        // The kernel does it for ICMPv6 and for ping sockets, but not for raw ICMP.
        if (isIPv4) BinaryPrimitives.WriteUInt16BigEndian(_packet.AsSpan(2), Wire.InternetChecksum.Of(_packet));
        Outgoing = _packet;
    }

    /// <inheritdoc />
    public override bool Received(ReadOnlySpan<byte> bytes)
    {
        // A raw socket of IPv4 hands over the IP header, which begins with 4; an echo reply begins with 0.
        if (_reply == ReplyFour && bytes.Length > 0 && bytes[0] >> 4 == 4)
        {
            int header = (bytes[0] & 0x0F) * 4;
            if (bytes.Length < header) return false;
            bytes = bytes[header..];
        }

        return bytes.Length >= _packet.Length && bytes[0] == _reply && bytes[1] == 0 && bytes[HeaderLength.._packet.Length].SequenceEqual(_packet.AsSpan(HeaderLength));
    }

    /// <inheritdoc />
    public override ProbeVerdict Judge() => new(ProbeOutcome.Passed, s_answered);
}
