using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Unicode;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Wire;

/// <summary>
/// The VRRPv2 part of a datagram, IPv4 only: interval in whole seconds, a checksum over the packet alone, and eight bytes of
/// authentication that are always there, zero when none is used. RFC 3768 §5.3; passwords RFC 2338 §5.3.6.
/// </summary>
internal static class VrrpV2Codec
{
    /// <summary>Length of the authentication data.</summary>
    public const int AuthenticationBytes = 8;

    // A code unit is at least one byte of UTF-8, so eight of them fill the field; the ninth keeps a surrogate pair whole.
    private const int SignificantCharacters = AuthenticationBytes + 1;
    private const int MaxUtf8BytesPerCharacter = 3;

    /// <summary>Length in bytes with <paramref name="addressCount"/> addresses.</summary>
    public static int LengthBytes(int addressCount) => VrrpHeader.LengthBytes + (addressCount * 4) + AuthenticationBytes;

    /// <summary>Writes the whole packet; <paramref name="pdu"/> has exactly its length.</summary>
    public static void Write(Span<byte> pdu, AdvertisementFormat format, VrrpPriority priority)
    {
        if (!format.Interval.IsValid(VrrpVersion.V2)) throw new ArgumentException($"VRRPv2 carries whole seconds from 1 to 255, not {format.Interval}.", nameof(format));
        VrrpAuthenticationType type = format.Authentication?.Type ?? VrrpAuthenticationType.None;

        VrrpHeader.Write(pdu, format, priority);
        pdu[4] = (byte)type;
        pdu[5] = (byte)format.Interval.WholeSeconds;
        Span<byte> authentication = pdu[^AuthenticationBytes..];
        if (type == VrrpAuthenticationType.Password) WriteSecret(authentication, format.Authentication!);
        else authentication.Clear();
        BinaryPrimitives.WriteUInt16BigEndian(pdu[6..], 0);
        BinaryPrimitives.WriteUInt16BigEndian(pdu[6..], InternetChecksum.Of(pdu));
    }

    /// <summary>Everything between the version and the checksum; <paramref name="pdu"/> has the length its address count asks for.</summary>
    public static DropReason Check(ReadOnlySpan<byte> pdu, AdvertisementFormat expected)
    {
        VrrpAuthenticationType type = expected.Authentication?.Type ?? VrrpAuthenticationType.None;
        if (pdu[4] != (byte)type) return DropReason.AuthenticationType;
        if (type == VrrpAuthenticationType.Password)
        {
            Span<byte> own = stackalloc byte[AuthenticationBytes];
            WriteSecret(own, expected.Authentication!);
            if (!CryptographicOperations.FixedTimeEquals(own, pdu[^AuthenticationBytes..])) return DropReason.Authentication;
        }

        // Two routers with different intervals would disagree about when a master is dead, so RFC 3768 §7.1 refuses the packet.
        if (pdu[5] != expected.Interval.WholeSeconds) return DropReason.Interval;
        if (VrrpHeader.Type(pdu) != VrrpHeader.AdvertisementType) return DropReason.Type;
        return InternetChecksum.Of(pdu) == 0 ? DropReason.None : DropReason.Checksum;
    }

    /// <summary>The interval in the packet.</summary>
    public static AdvertisementInterval Interval(ReadOnlySpan<byte> pdu) => AdvertisementInterval.FromSeconds(pdu[5]);

    /// <summary>The first eight bytes of the password in UTF-8, the rest zero: the clear-text password, and the key of the authentication header.</summary>
    public static void WriteSecret(Span<byte> eightBytes, VrrpAuthentication authentication)
    {
        eightBytes.Clear();
        ReadOnlySpan<char> password = authentication.Password;
        Span<byte> encoded = stackalloc byte[SignificantCharacters * MaxUtf8BytesPerCharacter];
        Utf8.FromUtf16(password[..Math.Min(password.Length, SignificantCharacters)], encoded, out _, out int written);
        encoded[..Math.Min(written, AuthenticationBytes)].CopyTo(eightBytes);
    }
}
