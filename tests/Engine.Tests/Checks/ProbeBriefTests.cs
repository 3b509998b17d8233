using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Checks;

namespace KeepaliveConsole.Engine.Tests.Checks;

public sealed class ProbeBriefTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2047, 2047)]
    [InlineData(2049, 2048)]
    [InlineData(5_000_001, 4_997_120)]
    [InlineData(86_400_000_000, 86_369_107_968)]
    public void Duration_InMicroseconds_IsKeptToAThousandth(long microseconds, long kept)
    {
        var at = new DateTimeOffset(2026, 1, 1, 12, 0, 0, 123, TimeSpan.Zero);
        var brief = new ProbeBrief(new ProbeResult { Outcome = ProbeOutcome.TlsError, At = at, Duration = TimeSpan.FromMicroseconds(microseconds), Message = "", TlsDuration = TimeSpan.FromMicroseconds(7) });
        ProbeRecord record = brief.Record(at.AddDays(49).ToUnixTimeMilliseconds());
        Assert.Equal((at, ProbeOutcome.TlsError, kept, null, 7.0, null), (record.At, record.Outcome, record.Duration.Ticks / 10, record.Connect, record.Tls?.TotalMicroseconds, record.FirstByte));
    }

    [Fact]
    public void Brief_IsFourteenBytes() => Assert.Equal(14, System.Runtime.CompilerServices.Unsafe.SizeOf<ProbeBrief>());

    [Fact]
    public void Ring_WhenFull_LosesTheOldest()
    {
        var ring = new ProbeRing();
        for (int i = 0; i < 1000; i++) ring.Add(new ProbeBrief(new ProbeResult { Outcome = ProbeOutcome.Passed, At = default, Duration = TimeSpan.FromMicroseconds(i), Message = "" }), 600);
        Assert.Equal((600, 400.0, 999.0), (ring.Count, ring[0].Duration.TotalMicroseconds, ring[599].Duration.TotalMicroseconds));
        Assert.Equal((600, 6000, 6000), (ProbeRing.CapacityFor(10_000), ProbeRing.CapacityFor(1000), ProbeRing.CapacityFor(0)));
    }
}
