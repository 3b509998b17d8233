using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.Tracking;

namespace KeepaliveConsole.Engine.Tests.Vrrp.Tracking;

public sealed class TrackSumTests
{
    [Theory]
    [InlineData(20, false, true, 20)]
    [InlineData(20, false, false, 0)]
    [InlineData(-20, false, true, 0)]
    [InlineData(-20, false, false, -20)]
    [InlineData(20, true, true, -20)]
    [InlineData(20, true, false, 0)]
    [InlineData(-20, true, true, 0)]
    [InlineData(-20, true, false, 20)]
    public void Weight_PositiveWhileUpNegativeWhileDownReverseTurnsTheSign(int weight, bool reverse, bool isUp, int offset)
    {
        foreach (TrackKind kind in new[] { TrackKind.Interface, TrackKind.Script, TrackKind.Process })
            Assert.Equal(new TrackContribution(offset, null), TrackSum.Of(new WantedTrack(kind, "x", weight, reverse), new TrackReading(isUp, null, "why")));
    }

    [Theory]
    [InlineData(false, true, null)]
    [InlineData(false, false, "script chk is down: exit code 1")]
    [InlineData(true, true, "script chk is up, and its track is reversed: exit code 1")]
    [InlineData(true, false, null)]
    public void WeightZero_IsAFaultWhileDownOrReversedWhileUp(bool reverse, bool isUp, string? fault) =>
        Assert.Equal(new TrackContribution(0, fault), TrackSum.Of(new WantedTrack(TrackKind.Script, "chk", 0, reverse), new TrackReading(isUp, null, "exit code 1")));

    [Theory]
    [InlineData(1, false, 20, 20, false)]
    [InlineData(1, false, -20, -20, false)]
    [InlineData(2, false, 30, 60, false)]
    [InlineData(1, true, 20, -20, false)]
    [InlineData(1, false, -253, -253, false)]
    [InlineData(1, false, -254, 0, true)]
    [InlineData(2, false, -127, 0, true)]
    [InlineData(1, true, 254, 0, true)]
    [InlineData(1, false, 254, 253, false)]
    [InlineData(254, false, 2147483647, 253, false)]
    [InlineData(254, false, -2147483648, 0, true)]
    [InlineData(0, false, 0, 0, false)]
    [InlineData(0, false, 1, 0, true)]
    [InlineData(0, false, -1, 0, true)]
    [InlineData(0, true, 0, 0, true)]
    [InlineData(0, true, 1, 0, false)]
    public void File_ValueTimesWeight(int weight, bool reverse, long value, int offset, bool isFault)
    {
        TrackContribution does = TrackSum.Of(new WantedTrack(TrackKind.File, "f", weight, reverse), TrackReading.Number(value, "value"));

        Assert.Equal(offset, does.Offset);
        Assert.Equal(isFault, does.Fault is not null);
        Assert.Equal(!isFault, TrackSum.IsUp(new WantedTrack(TrackKind.File, "f", weight, reverse), TrackReading.Number(value, "value")));
    }

    [Fact]
    public void File_FaultNamesTheProduct() =>
        Assert.Equal("file load: value -300 times weight 1 is -254 or less", TrackSum.Of(new WantedTrack(TrackKind.File, "load", 1, false), TrackReading.Number(-300, "value -300")).Fault);

    [Fact]
    public void NotKnown_DoesNothing()
    {
        Assert.Equal(default, TrackSum.Of(new WantedTrack(TrackKind.Script, "x", 0, false), TrackReading.Unknown));
        Assert.Equal(default, TrackSum.Of(new WantedTrack(TrackKind.Script, "x", -20, false), TrackReading.Unknown));
        Assert.Equal(default, TrackSum.Of(new WantedTrack(TrackKind.File, "x", 1, false), TrackReading.Unknown));
    }

    [Fact]
    public void Sum_AddsOffsetsAndNamesEveryFault()
    {
        TrackEffect effect = TrackSum.Of(
        [
            (new WantedTrack(TrackKind.Script, "a", 30, false), TrackReading.Up("")),
            (new WantedTrack(TrackKind.Process, "b", -50, false), TrackReading.Down("")),
            (new WantedTrack(TrackKind.Interface, "eth1", 0, false), TrackReading.Down("it has no carrier")),
            (new WantedTrack(TrackKind.Script, "c", 0, false), TrackReading.Down("exit code 2")),
        ]);

        Assert.Equal(new TrackEffect(-20, "interface eth1 is down: it has no carrier; script c is down: exit code 2"), effect);
        Assert.Equal(TrackEffect.None, TrackSum.Of([]));
    }

    [Fact]
    public void WeightThatDoesNotCount_IsWithoutEffectButAFaultStays()
    {
        Assert.Equal(default, TrackSum.Of(new WantedTrack(TrackKind.Script, "x", -20, false, WeightCounts: false), TrackReading.Down("")));
        Assert.NotNull(TrackSum.Of(new WantedTrack(TrackKind.Script, "x", 0, false, WeightCounts: false), TrackReading.Down("")).Fault);
    }

    [Theory]
    [InlineData(TrackKind.Script, 0, true)]
    [InlineData(TrackKind.Script, 5, false)]
    [InlineData(TrackKind.Interface, 0, true)]
    [InlineData(TrackKind.File, 1, true)]
    public void MustBeKnown_WhatMayBeAFault(TrackKind kind, int weight, bool must) => Assert.Equal(must, TrackSum.MustBeKnown(new WantedTrack(kind, "x", weight, false)));
}
