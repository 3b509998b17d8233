using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>200 000 datagrams from a fixed seed: nothing from the network throws, and nothing is accepted that a second, slow reading would refuse.</summary>
public class AdvertisementCodecFuzzTests
{
    private const int Seed = 20260219;

    [Fact]
    public void Read_MutatedDatagrams_NeverThrowsAndAcceptsOnlyValid()
    {
        var random = new Random(Seed);
        AdvertisementFormat[] formats = [WireExamples.V2(), WireExamples.V2("1111", "10.0.0.1", "10.0.0.2"), WireExamples.V3(), WireExamples.V3(1, "10.0.0.1", "10.0.0.2", "10.0.0.3")];
        byte[][] originals = [.. formats.Select(format => WireExamples.Written(format))];
        var seen = new Dictionary<DropReason, int>();

        for (int round = 0; round < 160_000; round++)
        {
            byte[] datagram = Mutate(random, originals[random.Next(originals.Length)]);
            AdvertisementFormat expected = formats[random.Next(formats.Length)];
            DropReason reason = WireExamples.Read(datagram, expected);
            seen[reason] = seen.GetValueOrDefault(reason) + 1;
            if (reason == DropReason.None) AssertValid(datagram, expected);
            AdvertisementCodec.TryReadVirtualRouterId(datagram, out _, out _);
        }

        Assert.Equal(Enum.GetValues<DropReason>().Where(reason => reason is not (DropReason.UnicastSource or DropReason.Replay)).Order(), seen.Keys.Order());
    }

    [Fact]
    public void Read_RandomBytes_NeverThrowsAndAcceptsOnlyValid()
    {
        var random = new Random(Seed + 1);
        int accepted = 0;
        for (int round = 0; round < 40_000; round++)
        {
            var datagram = new byte[random.Next(80)];
            random.NextBytes(datagram);
            if (WireExamples.Read(datagram, WireExamples.V2()) == DropReason.None) accepted++;
            AdvertisementCodec.TryReadVirtualRouterId(datagram, out _, out _);
        }

        Assert.Equal(0, accepted);
    }

    private static byte[] Mutate(Random random, byte[] original)
    {
        var datagram = (byte[])original.Clone();
        for (int change = random.Next(4); change > 0; change--)
        {
            switch (random.Next(5))
            {
                case 0:
                    datagram[random.Next(datagram.Length)] = (byte)random.Next(256);
                    break;
                case 1:
                    datagram[random.Next(datagram.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    Array.Resize(ref datagram, Math.Max(1, random.Next(datagram.Length + 1)));
                    break;
                case 3:
                    Array.Resize(ref datagram, datagram.Length + random.Next(20));
                    break;
                default:
                    // A fault that the checksum does not show: what follows the checksum check is reached too.
                    if (datagram.Length >= 40)
                    {
                        datagram[21] = (byte)random.Next(256);
                        if (random.Next(2) == 0) datagram[16] = 10;
                        WireExamples.WithV2Checksum(datagram);
                    }

                    break;
            }
        }

        return datagram;
    }

    private static void AssertValid(byte[] datagram, AdvertisementFormat expected)
    {
        int header = (datagram[0] & 15) * 4;
        int total = (datagram[2] << 8) | datagram[3];
        ReadOnlySpan<byte> pdu = datagram.AsSpan(header, total - header);
        long sum = 0;
        for (int index = 0; index < pdu.Length; index += 2) sum += (pdu[index] << 8) | pdu[index + 1];
        if (expected.Version == VrrpVersion.V3)
        {
            for (int index = 12; index < 20; index += 2) sum += (datagram[index] << 8) | datagram[index + 1];
            sum += 112 + pdu.Length;
        }

        Assert.Equal(0, sum % 0xFFFF);
        Assert.Equal(((int)expected.Version << 4) | 1, pdu[0]);
        Assert.Equal(expected.VirtualRouterId.Value, pdu[1]);
        Assert.Equal(255, datagram[8]);
        Assert.Equal(112, datagram[9]);
    }
}
