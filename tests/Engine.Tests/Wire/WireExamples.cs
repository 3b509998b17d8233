using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>Formats of captured keepalived adverts, and datagrams built by hand for the tests of this folder.</summary>
internal static class WireExamples
{
    public static AdvertisementFormat V2(string? password = null, params string[] addresses) => new()
    {
        Version = VrrpVersion.V2,
        VirtualRouterId = new VirtualRouterId(51),
        Interval = AdvertisementInterval.FromSeconds(1),
        Authentication = password is null ? null : new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = password },
        Addresses = Addresses(addresses),
        Source = IPAddress.Parse("192.168.200.1"),
        Destination = AdvertisementFormat.MulticastIPv4,
    };

    public static AdvertisementFormat V3(int centiseconds = 50, params string[] addresses) => new()
    {
        Version = VrrpVersion.V3,
        VirtualRouterId = new VirtualRouterId(52),
        Interval = new AdvertisementInterval(centiseconds),
        Addresses = Addresses(addresses),
        Source = IPAddress.Parse("192.168.200.1"),
        Destination = AdvertisementFormat.MulticastIPv4,
    };

    public static AdvertisementFormat V2Ah(string password = "1111") => V2() with
    {
        Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.AuthenticationHeader, Password = password },
    };

    public static AdvertisementFormat V6(params string[] addresses) => new()
    {
        Version = VrrpVersion.V3,
        VirtualRouterId = new VirtualRouterId(61),
        Interval = new AdvertisementInterval(100),
        Addresses = Addresses(addresses.Length > 0 ? addresses : ["fe80::100", "2001:db8::100"]),
        Source = IPAddress.Parse("fe80::ff:fe00:1"),
        Destination = AdvertisementFormat.MulticastIPv6,
    };

    public static byte[] Written(AdvertisementFormat format, int priority = 100, ushort identification = 1) =>
        WrittenTo(format, format.Destination, priority, identification);

    public static byte[] WrittenTo(AdvertisementFormat format, IPAddress destination, int priority = 100, ushort identification = 1, uint sequence = 0)
    {
        var buffer = new byte[AdvertisementCodec.MaxLengthBytes];
        Array.Fill(buffer, (byte)0xA5);
        int length = AdvertisementCodec.Write(buffer, format, destination, new VrrpPriority((byte)priority), identification, sequence);
        return buffer[..length];
    }

    public static DropReason Read(byte[] datagram, AdvertisementFormat expected) =>
        AdvertisementCodec.Read(datagram, expected, out _, out _, out _, out _);

    public static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexString(bytes).ToLower(CultureInfo.InvariantCulture);

    /// <summary>Repairs the VRRPv2 checksum after a test changed a byte, so that the checksum is not what refuses the packet.</summary>
    public static byte[] WithV2Checksum(byte[] datagram)
    {
        datagram[26] = 0;
        datagram[27] = 0;
        ushort checksum = InternetChecksum.Of(datagram.AsSpan(20));
        datagram[26] = (byte)(checksum >> 8);
        datagram[27] = (byte)checksum;
        return datagram;
    }

    private static ValueArray<IPAddress> Addresses(string[] addresses) =>
        (addresses.Length == 0 ? ["192.168.200.16"] : addresses).Select(IPAddress.Parse).ToValueArray();
}
