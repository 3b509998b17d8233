using System.Diagnostics;
using System.Globalization;
using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;
using Xunit.Abstractions;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>
/// Ten million spoiled datagrams of every kind from a fixed seed: nothing from the network throws, and exactly that is accepted which a second, plain reader
/// accepts. A debug build, which takes three times as long, reads a tenth of them; <c>KEEPALIVE_FUZZ_PACKETS</c> sets another number.
/// </summary>
public class AdvertisementCodecFuzzTests(ITestOutputHelper output)
{
    private const ulong Seed = 20260219;
#if DEBUG
    private const int Packets = 1_000_000;
#else
    private const int Packets = 10_000_000;
#endif

    private static readonly IPAddress s_us = IPAddress.Parse("192.168.200.9");

    // What a router expects; what it is sent is made from the same by SentTo.
    private static readonly AdvertisementFormat[] s_formats =
    [
        WireExamples.V2(),
        WireExamples.V2("1111", "10.0.0.1", "10.0.0.2"),
        WireExamples.V2Ah(),
        WireExamples.V3(),
        WireExamples.V3(1, "10.0.0.1", "10.0.0.2", "10.0.0.3"),
        WireExamples.V3() with { ChecksumAsV2 = true },
        WireExamples.V3() with { Destination = IPAddress.Parse("224.0.1.200") },
        WireExamples.V2() with { Source = s_us, Destination = IPAddress.Parse("192.168.200.1") },
        WireExamples.V3() with
        {
            Source = s_us,
            Destination = IPAddress.Parse("192.168.200.1"),
            UnicastPeers = [new UnicastPeerDefinition { Address = IPAddress.Parse("192.168.200.1"), MinimumTimeToLive = 200 }, new UnicastPeerDefinition { Address = IPAddress.Parse("192.168.200.3"), MaximumTimeToLive = 64 }],
            CheckUnicastSource = true,
        },
        WireExamples.V6(),
        WireExamples.V6("fe80::1"),
        WireExamples.V6() with
        {
            Source = IPAddress.Parse("2001:db8::9"),
            Destination = IPAddress.Parse("2001:db8::1"),
            UnicastPeers = [new UnicastPeerDefinition { Address = IPAddress.Parse("2001:db8::1"), MinimumTimeToLive = 254 }],
            CheckUnicastSource = true,
        },
    ];

    private static readonly byte[][] s_originals = [.. s_formats.Select(SentTo)];

    [Fact]
    public void Read_MutatedDatagrams_AcceptsExactlyWhatASecondReaderAccepts()
    {
        int packets = int.TryParse(Environment.GetEnvironmentVariable("KEEPALIVE_FUZZ_PACKETS"), NumberStyles.None, CultureInfo.InvariantCulture, out int wanted) ? wanted : Packets;
        var mutator = new AdvertisementMutator(Seed, s_originals);
        var sequences = new AuthenticationSequences(0);
        var seen = new long[Enum.GetValues<DropReason>().Length];
        long started = Stopwatch.GetTimestamp();
        for (int round = 0; round < packets; round++)
        {
            int kind = mutator.Below(s_formats.Length);
            AdvertisementFormat expected = s_formats[mutator.Below(8) == 0 ? mutator.Below(s_formats.Length) : kind];
            ReadOnlySpan<byte> datagram = mutator.Next(s_originals[kind]);
            if (round % 1024 == 0) sequences = new AuthenticationSequences(0);
            seen[(int)Judge(datagram, expected, sequences, round)]++;
        }

        output.WriteLine($"{packets} packets in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s: {string.Join(", ", Enum.GetValues<DropReason>().Select(reason => $"{reason} {seen[(int)reason]}"))}");
        Assert.All(Enum.GetValues<DropReason>(), reason => Assert.True(seen[(int)reason] >= packets / 10_000, $"Only {seen[(int)reason]} of {packets} packets were {reason}."));
    }

    [Fact]
    public void Read_RandomBytes_NothingAccepted()
    {
        var random = new Random((int)Seed);
        var datagram = new byte[80];
        int accepted = 0;
        for (int round = 0; round < 40_000; round++)
        {
            random.NextBytes(datagram);
            ReadOnlySpan<byte> part = datagram.AsSpan(0, random.Next(80));
            foreach (AdvertisementFormat format in s_formats)
                if (AdvertisementCodec.Read(part, format, out _, out _, out _, out _) == DropReason.None) accepted++;
        }

        Assert.Equal(0, accepted);
    }

    private static DropReason Judge(ReadOnlySpan<byte> datagram, AdvertisementFormat expected, AuthenticationSequences sequences, int round)
    {
        bool isRead = ReceivedPacket.TryRead(datagram, out ReceivedPacket packet);
        bool isRight = ReferenceReader.Accepts(datagram, expected, out ReadOnlySpan<byte> vrrp);
        if (!isRead)
        {
            if (isRight) Fail("refused as no datagram", datagram, expected, round);
            return DropReason.Length;
        }

        // A raw IPv6 socket delivers no header: the same must come out.
        if (packet.Source.IsIPv6 && packet.IsWhole && packet.Protocol == 112) packet = ReceivedPacket.FromIPv6(packet.Source, packet.Destination, packet.TimeToLive, packet.Payload);
        bool isReplay = isRight && expected.HasAuthenticationHeader && !sequences.IsNew(packet.Source, (uint)((packet.Payload[8] << 24) | (packet.Payload[9] << 16) | (packet.Payload[10] << 8) | packet.Payload[11]));
        DropReason reason = AdvertisementCodec.Read(packet, expected, sequences, out AdvertisementContent content);
        if (isReplay != (isRight && reason == DropReason.Replay) || (isRight && !isReplay) != (reason == DropReason.None)) Fail(reason.ToString(), datagram, expected, round);
        if (reason == DropReason.None)
        {
            int centiseconds = expected.Version == VrrpVersion.V2 ? vrrp[5] * 100 : ((vrrp[4] & 15) << 8) | vrrp[5];
            if (content.Priority.Value != vrrp[2] || content.Interval.Centiseconds != centiseconds || content.SameAddresses != AreSame(vrrp, expected)) Fail($"{content}", datagram, expected, round);
            if (!AdvertisementCodec.TryReadVirtualRouterId(packet, out byte vrid) || vrid != vrrp[1]) Fail("another VRID", datagram, expected, round);
        }

        AdvertisementCodec.TryReadVirtualRouterId(datagram, out _, out _);
        return reason;
    }

    private static bool AreSame(ReadOnlySpan<byte> vrrp, AdvertisementFormat expected)
    {
        if (vrrp[3] != expected.Addresses.Count) return false;
        int size = expected.IsIPv6 ? 16 : 4;
        var theirs = new List<string>();
        for (int index = 0; index < vrrp[3]; index++) theirs.Add(new IPAddress(vrrp.Slice(8 + (index * size), size)).ToString());
        return theirs.Order().SequenceEqual(expected.Addresses.Select(address => address.ToString()).Order());
    }

    private static byte[] SentTo(AdvertisementFormat receiver)
    {
        AdvertisementFormat sender = receiver.IsUnicast ? receiver with { Source = receiver.Destination, Destination = receiver.Source } : receiver;
        return WireExamples.WrittenTo(sender, sender.Destination, 100, 1, 77);
    }

    private static void Fail(string what, ReadOnlySpan<byte> datagram, AdvertisementFormat expected, int round) =>
        Assert.Fail($"Packet {round}, seed {Seed}: {what}. {WireExamples.Hex(datagram)} for {expected}");
}
