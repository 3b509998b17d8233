using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>
/// A second reader of adverts that shares nothing with the codec but the format: written down from the RFCs as plainly as possible, to say of any bytes
/// whether they are a valid advert. It knows no reasons and no sequence numbers.
/// </summary>
internal static class ReferenceReader
{
    private static readonly byte[] s_covered = new byte[4200];

    /// <summary>Must a router with <paramref name="own"/> accept this datagram? <paramref name="vrrp"/> is then the VRRP packet in it.</summary>
    public static bool Accepts(ReadOnlySpan<byte> datagram, AdvertisementFormat own, out ReadOnlySpan<byte> vrrp)
    {
        vrrp = default;
        if (datagram.Length < 20) return false;
        bool isIPv6 = datagram[0] >> 4 == 6;
        if (isIPv6 && datagram.Length < 40) return false;
        if (!isIPv6 && datagram[0] >> 4 != 4) return false;

        int header = isIPv6 ? 40 : (datagram[0] & 15) * 4;
        int end = isIPv6 ? 40 + Word(datagram, 4) : Word(datagram, 2);
        if (header < 20 || end < header || end > datagram.Length) return false;
        byte protocol = isIPv6 ? datagram[6] : datagram[9];
        byte timeToLive = isIPv6 ? datagram[7] : datagram[8];
        ReadOnlySpan<byte> source = isIPv6 ? datagram.Slice(8, 16) : datagram.Slice(12, 4);
        ReadOnlySpan<byte> destination = isIPv6 ? datagram.Slice(24, 16) : datagram.Slice(16, 4);
        vrrp = datagram[header..end];
        if (own.Authentication is { Type: VrrpAuthenticationType.AuthenticationHeader } ah)
        {
            if (protocol != 51 || isIPv6 || vrrp.Length < 32 || vrrp.Length > 24 + 8 + 1020 + 8) return false;
            if (!HasRightIntegrity(datagram[..header], vrrp, ah.Password) || !vrrp.Slice(4, 4).SequenceEqual(source)) return false;
            if (vrrp[0] != 112 || vrrp[1] != 4) return false;
            vrrp = vrrp[24..];
        }
        else if (protocol != 112)
        {
            return false;
        }

        return IsFromWhereItMay(source, destination, timeToLive, own) && (own.Source.GetAddressBytes().Length == source.Length)
            && IsValid(vrrp, source, destination, own);
    }

    /// <summary>One's complement sum of 16-bit words; 0xFFFF (or 0 for all zero) over data with its checksum.</summary>
    public static int Sum(ReadOnlySpan<byte> bytes, int sum = 0)
    {
        for (int index = 0; index < bytes.Length; index++) sum += index % 2 == 0 ? bytes[index] * 256 : bytes[index];
        while (sum > 0xFFFF) sum = (sum >> 16) + (sum & 0xFFFF);
        return sum;
    }

    /// <summary>The first twelve bytes of HMAC-MD5 over header and payload with the mutable fields zero.</summary>
    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The protocol prescribes HMAC-MD5-96.")]
    public static byte[] Integrity(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, string password)
    {
        header.CopyTo(s_covered);
        payload.CopyTo(s_covered.AsSpan(header.Length));
        s_covered[1] = s_covered[10] = s_covered[11] = 0;
        Array.Clear(s_covered, header.Length + 12, 12);
        return HMACMD5.HashData(Encoding.ASCII.GetBytes(password), s_covered.AsSpan(0, header.Length + payload.Length))[..12];
    }

    private static bool HasRightIntegrity(ReadOnlySpan<byte> header, ReadOnlySpan<byte> payload, string password) =>
        Integrity(header, payload, password).AsSpan().SequenceEqual(payload.Slice(12, 12));

    private static bool IsFromWhereItMay(ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, byte timeToLive, AdvertisementFormat own)
    {
        byte[] ours = own.Destination.GetAddressBytes();
        if (IsGroup(ours)) return timeToLive == 255 && destination.SequenceEqual(ours);
        if (IsGroup(destination) && !destination.SequenceEqual(ours)) return false;

        bool isKnown = false;
        foreach (UnicastPeerDefinition peer in own.UnicastPeers)
        {
            if (!source.SequenceEqual(peer.Address.GetAddressBytes())) continue;
            isKnown = true;
            if (timeToLive < peer.MinimumTimeToLive || timeToLive > peer.MaximumTimeToLive) return false;
        }

        return isKnown || !own.CheckUnicastSource;
    }

    private static bool IsGroup(ReadOnlySpan<byte> address) => address.Length == 16 ? address[0] == 0xFF : address[0] is >= 224 and <= 239;

    private static bool IsValid(ReadOnlySpan<byte> vrrp, ReadOnlySpan<byte> source, ReadOnlySpan<byte> destination, AdvertisementFormat own)
    {
        if (vrrp.Length < 8 || vrrp[0] != ((int)own.Version * 16) + 1 || vrrp[1] == 0 || vrrp[1] != own.VirtualRouterId.Value) return false;
        int addresses = vrrp[3] * source.Length;
        if (own.Version == VrrpVersion.V2)
        {
            return source.Length == 4 && vrrp.Length == 8 + addresses + 8 && vrrp[4] == (int)(own.Authentication?.Type ?? 0) && vrrp[5] * 100 == own.Interval.Centiseconds
                && HasPassword(vrrp[^8..], own.Authentication) && Sum(vrrp) == 0xFFFF;
        }

        int pseudoHeader = Sum(source, Sum(destination)) + 112 + vrrp.Length;
        return vrrp.Length == 8 + addresses && Word(vrrp, 4) % 4096 != 0
            && (Sum(vrrp, pseudoHeader) == 0xFFFF || (own.ChecksumAsV2 && source.Length == 4 && Sum(vrrp) == 0xFFFF));
    }

    private static bool HasPassword(ReadOnlySpan<byte> field, VrrpAuthentication? authentication)
    {
        if (authentication is not { Type: VrrpAuthenticationType.Password, Password: { } password }) return true;
        for (int index = 0; index < 8; index++)
            if (field[index] != (index < password.Length ? password[index] : 0)) return false;
        return true;
    }

    private static int Word(ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16BigEndian(bytes[offset..]);
}
