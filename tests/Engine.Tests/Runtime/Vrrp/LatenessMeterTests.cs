using KeepaliveConsole.Engine.Runtime.Vrrp;

namespace KeepaliveConsole.Engine.Tests.Runtime.Vrrp;

public sealed class LatenessMeterTests
{
    private static MonotonicTime Milliseconds(double value) => new((long)(value * 1e6));

    [Fact]
    public void Meter_FourAdverts_CountsThemCumulatively()
    {
        var meter = new LatenessMeter();
        meter.Record(Milliseconds(1000), Milliseconds(1000.05)); // within 0.1 ms
        meter.Record(Milliseconds(2000), Milliseconds(2000.1)); // exactly the bound counts as within
        meter.Record(Milliseconds(3000), Milliseconds(3003)); // within 5 ms
        meter.Record(Milliseconds(4000), Milliseconds(6000)); // beyond all bounds

        Assert.Equal([2, 2, 2, 3, 3, 3, 3, 3, 3, 4], meter.CumulativeCounts());
        Assert.Equal(2.00315, meter.SumSeconds, 9);
    }

    [Fact]
    public void Meter_SentBeforeDue_CountsAsZero()
    {
        var meter = new LatenessMeter();
        meter.Record(Milliseconds(10), Milliseconds(9));
        Assert.Equal(0, meter.SumSeconds);
        Assert.Equal(TimeSpan.Zero, meter.WorstInLastMinute(Milliseconds(10)));
    }

    [Fact]
    public void Meter_WorstOlderThanAMinute_IsForgotten()
    {
        var meter = new LatenessMeter();
        meter.Record(Milliseconds(10_000), Milliseconds(10_700));
        meter.Record(Milliseconds(20_000), Milliseconds(20_003));

        Assert.Equal(TimeSpan.FromMilliseconds(700), meter.WorstInLastMinute(Milliseconds(69_000)));
        Assert.Equal(TimeSpan.FromMilliseconds(3), meter.WorstInLastMinute(Milliseconds(70_000)));
        Assert.Equal(TimeSpan.Zero, meter.WorstInLastMinute(Milliseconds(80_000)));
    }

    [Fact]
    public void Meter_SameSlotAMinuteLater_StartsAnew()
    {
        var meter = new LatenessMeter();
        meter.Record(Milliseconds(5_000), Milliseconds(5_900));
        meter.Record(Milliseconds(65_000), Milliseconds(65_002));
        Assert.Equal(TimeSpan.FromMilliseconds(2), meter.WorstInLastMinute(Milliseconds(65_100)));
    }
}
