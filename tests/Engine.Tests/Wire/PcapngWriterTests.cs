using System.Buffers;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

/// <summary>The bytes of capture files; that others read them is asked of tshark in the system tests.</summary>
public class PcapngWriterTests
{
    // 2026-02-19T10:00:00.1234567Z = 1771495200 s since 1970.
    private static readonly DateTimeOffset s_time = new DateTimeOffset(2026, 2, 19, 10, 0, 0, TimeSpan.Zero).AddTicks(1_234_567);

    private readonly ArrayBufferWriter<byte> _output = new();

    [Fact]
    public void Constructor_WritesTheSectionHeader()
    {
        _ = new PcapngWriter(_output, "console");

        Assert.Equal(
            "0a0d0d0a" + "2c000000" + "4d3c2b1a" + "01000000" + "ffffffffffffffff" + "04000700" + "636f6e736f6c6500" + "00000000" + "2c000000",
            Written());
    }

    [Fact]
    public void AddInterface_WritesLinkTypeNameAndResolution()
    {
        PcapngWriter writer = Started();

        Assert.Equal(0, writer.AddInterface("eth0", PcapngLinkType.Raw));
        Assert.Equal(
            "01000000" + "28000000" + "6500" + "0000" + "00000400" + "02000400" + "65746830" + "09000100" + "09000000" + "00000000" + "28000000",
            Written());
        Assert.Equal(1, writer.AddInterface("eth0", PcapngLinkType.Ethernet));
    }

    [Theory]
    [InlineData(PcapngDirection.Inbound, "01")]
    [InlineData(PcapngDirection.Outbound, "02")]
    public void WritePacket_WritesTimeBytesAndDirection(PcapngDirection direction, string flag)
    {
        PcapngWriter writer = Started();
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        _output.ResetWrittenCount();

        writer.WritePacket(0, s_time, direction, [0x45, 1, 2, 3, 4]);

        ulong nanoseconds = 1_771_495_200_123_456_700;
        Assert.Equal(
            "06000000" + "34000000" + "00000000" + Little((uint)(nanoseconds >> 32)) + Little((uint)nanoseconds) + "05000000" + "05000000"
            + "4501020304000000" + "02000400" + flag + "000000" + "00000000" + "34000000",
            Written());
    }

    [Fact]
    public void WritePacket_WithComment_WritesItPadded()
    {
        PcapngWriter writer = Started();
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        _output.ResetWrittenCount();

        writer.WritePacket(0, DateTimeOffset.UnixEpoch, PcapngDirection.Unknown, [], "abcé");

        Assert.Equal(
            "06000000" + "38000000" + "00000000" + "00000000" + "00000000" + "00000000" + "00000000"
            + "02000400" + "00000000" + "01000500" + "616263c3a9000000" + "00000000" + "38000000",
            Written());
    }

    [Fact]
    public void WritePacket_LongComment_CutAtAWholeCharacter()
    {
        PcapngWriter writer = Started();
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        _output.ResetWrittenCount();

        writer.WritePacket(0, s_time, PcapngDirection.Unknown, [], "a" + new string('密', 500));

        // 1 + 341 × 3 = 1024 bytes: 32 of the block, 8 of the flags, 4 of the option, 1024, 4 at the end.
        Assert.Equal(32 + 8 + 4 + 1024 + 4, _output.WrittenCount);
        Assert.EndsWith("e5af86" + "00000000" + "30040000", Written(), StringComparison.Ordinal);
    }

    [Fact]
    public void WritePacket_IntoTheSameBuffer_AllocatesNothing()
    {
        var output = new ArrayBufferWriter<byte>(1 << 20);
        var writer = new PcapngWriter(output, "console");
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        byte[] packet = WireExamples.Written(WireExamples.V3());
        writer.WritePacket(0, s_time, PcapngDirection.Inbound, packet, "refused");

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 1000; round++) writer.WritePacket(0, s_time, PcapngDirection.Inbound, packet, "refused");

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void WritePacket_WhatTheFormatCannotCarry_Refused()
    {
        PcapngWriter writer = Started();

        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritePacket(0, s_time, PcapngDirection.Inbound, [1]));
        writer.AddInterface("eth0", PcapngLinkType.Raw);
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritePacket(-1, s_time, PcapngDirection.Inbound, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.WritePacket(0, DateTimeOffset.UnixEpoch.AddTicks(-1), PcapngDirection.Inbound, [1]));
        Assert.Throws<ArgumentException>(() => writer.WritePacket(0, s_time, PcapngDirection.Inbound, new byte[262145]));
    }

    private PcapngWriter Started()
    {
        var writer = new PcapngWriter(_output, "console");
        _output.ResetWrittenCount();
        return writer;
    }

    private string Written() => WireExamples.Hex(_output.WrittenSpan);

    private static string Little(uint value) => WireExamples.Hex(BitConverter.GetBytes(value));
}
