using System.Net;
using KeepaliveConsole.Engine.Balancing;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class PassiveEvidenceTests
{
    // New connections, established now, packets to it, packets from it.
    [Theory]
    [InlineData(5, 0, 5, 0, true)]
    [InlineData(5, 0, 15, 0, true)]
    [InlineData(4, 0, 12, 0, false)]
    [InlineData(5, 1, 15, 0, false)]
    [InlineData(5, 0, 15, 1, false)]
    [InlineData(5, 0, 4, 0, false)]
    [InlineData(-5, 0, -5, -5, false)]
    public void Nat_NoPacketCameBack_SpeaksAgainstIt(int connections, int active, int inPackets, int outPackets, bool expected)
    {
        string? evidence = PassiveEvidence.Of(Counters(100, 3, 3, 900, 800), Counters(100 + connections, active, 3, 900 + inPackets, 800 + outPackets), ForwardingMethod.Nat);
        Assert.Equal(expected ? $"none of {connections} new connections came about" : null, evidence);
    }

    // New connections, more inactive ones, packets to it: answers do not pass this host.
    [Theory]
    [InlineData(5, 5, 15, true)]
    [InlineData(5, 5, 16, false)]
    [InlineData(5, 4, 15, false)]
    public void DirectRouting_NoneGotFurtherThanItsFirstPackets_SpeaksAgainstIt(int connections, int inactive, int inPackets, bool expected) => Assert.Equal(
        expected,
        PassiveEvidence.Of(Counters(100, 0, 3, 900, 0), Counters(100 + connections, 0, 3 + inactive, 900 + inPackets, 0), ForwardingMethod.DirectRouting) is not null);

    // Connections at second 0, 10, 20 …; now is the last of them.
    [Theory]
    [InlineData("100 80 60", 30.0)]
    [InlineData("100", null)]
    [InlineData("100 100", null)]
    [InlineData("100 120", null)]
    [InlineData("100 0", null)]
    [InlineData("1000 90 80 70 60 50 40 30", 30.0)]
    public void DrainPace_Readings_TellWhenTheLastHasGone(string readings, double? expected)
    {
        var pace = new DrainPace();
        MonotonicTime now = MonotonicTime.Zero;
        foreach (string reading in readings.Split(' '))
        {
            if (reading != readings.Split(' ')[0] || now != MonotonicTime.Zero) now += TimeSpan.FromSeconds(10);
            pace.Add(now, long.Parse(reading, System.Globalization.CultureInfo.InvariantCulture));
        }

        Assert.Equal(expected, pace.Left(now)?.TotalSeconds);
        if (expected is { } left) Assert.Equal(left - 5, pace.Left(now + TimeSpan.FromSeconds(5))!.Value.TotalSeconds);
    }

    private static DestinationCounters Counters(long connections, long active, long inactive, long inPackets, long outPackets) =>
        new(new ServiceKey { FirewallMark = 1 }, IPAddress.Loopback, 80, active, inactive, connections, inPackets, outPackets, 0, 0);
}
