using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// The IPsec authentication header between the IPv4 header and a VRRPv2 packet, HMAC-MD5-96 as RFC 2338 §5.3.6.3 asks for and keepalived writes it: RFC 4302 §2, RFC 2403.
/// <code>
///  next header 112 | length 4 | reserved 0 | SPI = source address | sequence number | integrity value, 12 bytes
/// </code>
/// The value covers the IPv4 header with TOS and checksum zero (the time to live stays as it is), this header with the value zero, and the VRRP packet.
/// So the packet must not cross a router.
/// </summary>
internal static class AuthenticationHeader
{
    /// <summary>Its length.</summary>
    public const int LengthBytes = 24;

    /// <summary>Its protocol number. RFC 4302 §1.</summary>
    public const byte Protocol = 51;

    private const int IntegrityOffset = 12;
    private const int IntegrityBytes = 12;

    // In words of 32 bits, minus two. RFC 4302 §2.2.
    private const byte LengthField = (LengthBytes / 4) - 2;

    /// <summary>Its length and that of the largest VRRPv2 packet.</summary>
    public const int MaxPayloadBytes = LengthBytes + VrrpHeader.LengthBytes + (VrrpHeader.MaxAddresses * 4) + VrrpV2Codec.AuthenticationBytes;

    private const int MaxHeaderBytes = 60;

    /// <summary>Does <paramref name="payload"/> begin with such a header of our kind, followed by a VRRP packet?</summary>
    public static bool IsPresent(ReadOnlySpan<byte> payload) =>
        payload.Length >= LengthBytes && payload[0] == IPv4Header.VrrpProtocol && payload[1] == LengthField;

    /// <summary>Writes the header into <paramref name="datagram"/>, whose IPv4 header and VRRP packet are complete.</summary>
    public static void Write(Span<byte> datagram, uint sequence, VrrpAuthentication authentication)
    {
        Span<byte> header = datagram.Slice(IPv4Header.LengthBytes, LengthBytes);
        header[0] = IPv4Header.VrrpProtocol;
        header[1] = LengthField;
        BinaryPrimitives.WriteUInt16BigEndian(header[2..], 0);
        datagram.Slice(12, 4).CopyTo(header[4..]);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], sequence);
        Integrity(datagram[..IPv4Header.LengthBytes], datagram[IPv4Header.LengthBytes..], authentication, header[IntegrityOffset..]);
    }

    /// <summary>Checks index, integrity value and sequence, in that order; the length of <paramref name="packet"/> is already known to be right.</summary>
    public static DropReason Check(in ReceivedPacket packet, VrrpAuthentication authentication, AuthenticationSequences? sequences)
    {
        ReadOnlySpan<byte> payload = packet.Payload;
        if (BinaryPrimitives.ReadUInt32BigEndian(payload[4..]) != (uint)packet.Source.Low) return DropReason.Authentication;

        Span<byte> own = stackalloc byte[IntegrityBytes];
        Integrity(packet.Header, payload, authentication, own);
        if (!CryptographicOperations.FixedTimeEquals(own, payload.Slice(IntegrityOffset, IntegrityBytes))) return DropReason.Authentication;
        if (sequences is null) return DropReason.None;

        uint sequence = BinaryPrimitives.ReadUInt32BigEndian(payload[8..]);
        if (!sequences.IsNew(packet.Source, sequence)) return DropReason.Replay;
        sequences.Heard(packet.Source, sequence);
        return DropReason.None;
    }

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The protocol prescribes HMAC-MD5-96; there is no other kind to agree on.")]
    private static void Integrity(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, VrrpAuthentication authentication, Span<byte> value)
    {
        Span<byte> covered = stackalloc byte[MaxHeaderBytes + MaxPayloadBytes];
        covered = covered[..(header.Length + payload.Length)];
        header.CopyTo(covered);
        payload.CopyTo(covered[header.Length..]);
        covered[1] = 0;
        covered.Slice(10, 2).Clear();
        covered.Slice(header.Length + IntegrityOffset, IntegrityBytes).Clear();

        Span<byte> key = stackalloc byte[VrrpV2Codec.AuthenticationBytes];
        VrrpV2Codec.WriteSecret(key, authentication);
        Span<byte> digest = stackalloc byte[HMACMD5.HashSizeInBytes];
        HMACMD5.HashData(key, covered, digest);
        digest[..IntegrityBytes].CopyTo(value);
    }
}
