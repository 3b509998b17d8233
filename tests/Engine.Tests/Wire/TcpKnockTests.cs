using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Wire;

public sealed class TcpKnockTests
{
    private static readonly HardwareAddress s_us = new(0x02_00_00_00_00_01);
    private static readonly HardwareAddress s_server = new(0x02_00_00_00_00_0B);
    private static readonly TcpEnds s_ends = new(Key("10.0.0.1"), 50000, Key("10.0.0.100"), 80);
    private static readonly TcpEnds s_ends6 = new(Key("fd00::1"), 50000, Key("fd00::100"), 80);

    [Fact]
    public void Syn_IsOneWholeFrameWithGoodChecksums()
    {
        byte[] frame = new byte[TcpKnock.MaxLengthBytes];

        int length = TcpKnock.WriteSyn(frame, s_server, s_us, s_ends, 0x01020304);

        Assert.Equal(54, length);
        Assert.Equal("02000000000B0200000000010800" + "45C00028000000004006", Convert.ToHexString(frame.AsSpan(0, 24)));
        Assert.Equal("0A0000010A000064" + "C3500050" + "01020304" + "00000000" + "5002FFFF", Convert.ToHexString(frame.AsSpan(26, 24)));
        Assert.Equal(0, InternetChecksum.Of(frame.AsSpan(14, 20)));
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(PseudoHeader.Sum(s_ends.Source, s_ends.Target, 6, 20), frame.AsSpan(34, 20))));
    }

    [Fact]
    public void IPv6_IsTwentyBytesLonger()
    {
        byte[] frame = new byte[TcpKnock.MaxLengthBytes];

        Assert.Equal(74, TcpKnock.WriteSyn(frame, s_server, s_us, s_ends6, 1));
        Assert.Equal(0, InternetChecksum.Finish(InternetChecksum.Add(PseudoHeader.Sum(s_ends6.Source, s_ends6.Target, 6, 20), frame.AsSpan(54, 20))));
    }

    [Theory]
    [InlineData(0x12, true, 0)]
    [InlineData(0x14, true, 1)]
    [InlineData(0x10, false, 0)] // neither SYN nor RST
    [InlineData(0x02, false, 0)] // a SYN of its own
    public void Answer_IsReadByItsFlags(int flags, bool isAnswer, int expected)
    {
        foreach (TcpEnds ends in (TcpEnds[])[s_ends, s_ends6])
        {
            Assert.Equal(isAnswer, TcpKnock.TryReadAnswer(Answer(ends, (byte)flags, 0x01020305), s_server, ends, 0x01020304, out TcpKnockAnswer answer));
            if (isAnswer) Assert.Equal((TcpKnockAnswer)expected, answer);
        }
    }

    [Fact]
    public void OtherSender_OtherSequence_OtherPort_AreNoAnswer()
    {
        byte[] good = Answer(s_ends, 0x12, 0x01020305);

        Assert.False(TcpKnock.TryReadAnswer(good, s_us, s_ends, 0x01020304, out _));
        Assert.False(TcpKnock.TryReadAnswer(good, s_server, s_ends, 0x01020305, out _));
        Assert.False(TcpKnock.TryReadAnswer(good, s_server, s_ends with { SourcePort = 50001 }, 0x01020304, out _));
        Assert.False(TcpKnock.TryReadAnswer(good, s_server, s_ends with { Target = Key("10.0.0.101") }, 0x01020304, out _));
        Assert.False(TcpKnock.TryReadAnswer(good, s_server, s_ends6, 0x01020304, out _));
    }

    [Fact]
    public void AnyBytes_AreReadWithoutAFault()
    {
        var random = new Random(7);
        byte[] good = Answer(s_ends, 0x12, 0x01020305);
        byte[] good6 = Answer(s_ends6, 0x12, 0x01020305);
        int read = 0;
        for (int round = 0; round < 200_000; round++)
        {
            (byte[] frame, TcpEnds ends) = round % 2 == 0 ? ((byte[])good.Clone(), s_ends) : ((byte[])good6.Clone(), s_ends6);
            for (int change = random.Next(3); change >= 0; change--) frame[random.Next(frame.Length)] = (byte)random.Next(256);
            if (TcpKnock.TryReadAnswer(frame.AsSpan(0, random.Next(frame.Length + 1)), s_server, ends, 0x01020304, out _)) read++;
        }

        Assert.InRange(read, 1, 20_000);
    }

    private static byte[] Answer(in TcpEnds ends, byte flags, uint acknowledged)
    {
        byte[] frame = new byte[TcpKnock.MaxLengthBytes];
        var back = new TcpEnds(ends.Target, ends.TargetPort, ends.Source, ends.SourcePort);
        int length = TcpKnock.WriteSyn(frame, s_us, s_server, back, 99);
        int tcp = length - 20;
        frame[tcp + 13] = flags;
        frame[tcp + 8] = (byte)(acknowledged >> 24);
        frame[tcp + 9] = (byte)(acknowledged >> 16);
        frame[tcp + 10] = (byte)(acknowledged >> 8);
        frame[tcp + 11] = (byte)acknowledged;
        return frame[..length];
    }

    private static AddressKey Key(string address) => AddressKey.From(IPAddress.Parse(address));
}
