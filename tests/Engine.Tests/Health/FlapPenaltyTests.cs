using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Health;

namespace KeepaliveConsole.Engine.Tests.Health;

public sealed class FlapPenaltyTests
{
    private static readonly FlapDampingDefinition s_damping = new();

    [Theory]
    [InlineData(0, 1000)]
    [InlineData(60, 500)]
    [InlineData(120, 250)]
    [InlineData(30, 707.107)]
    [InlineData(600, 0)]
    public void Penalty_HalvesEachHalfLife(int after, double expected) =>
        Assert.Equal(expected, default(FlapPenalty).Fell(Time(0), s_damping).ValueAt(Time(after), s_damping), 3);

    // Seconds at which the server goes down; the penalty after the last; the second until which it is kept out.
    [Theory]
    [InlineData("0", 1000, null)]
    [InlineData("0 0 0", 3000, null)]
    [InlineData("0 0 0 0", 4000, 120.0)]
    [InlineData("0 60 120 180", 1875, null)]
    [InlineData("0 10 20 30", 3391.706, 135.721)]
    [InlineData("0 20 40 60", 2923.661, null)]
    public void Falls_LeadTo(string falls, double penalty, double? until)
    {
        FlapPenalty flaps = default;
        double last = 0;
        foreach (string fall in falls.Split(' ')) flaps = flaps.Fell(Time(last = double.Parse(fall, System.Globalization.CultureInfo.InvariantCulture)), s_damping);
        Assert.Equal(penalty, flaps.ValueAt(Time(last), s_damping), 3);
        Assert.Equal(until, flaps.SuppressedUntil is { } end ? Math.Round((end - Time(0)).TotalSeconds, 3) : null);
        Assert.Equal(until is not null, flaps.IsSuppressedAt(Time(last), s_damping));
        if (until is not null) Assert.False(flaps.IsSuppressedAt(flaps.SuppressedUntil!.Value, s_damping));
    }

    [Fact]
    public void Suppression_IsNeverLongerThanTheLongest()
    {
        FlapDampingDefinition damping = s_damping with { LongestSuppression = TimeSpan.FromSeconds(90) };
        FlapPenalty flaps = default;
        for (int i = 0; i < 4; i++) flaps = flaps.Fell(Time(0), damping);
        Assert.Equal(Time(90), flaps.SuppressedUntil);
        flaps = flaps.Fell(Time(80), damping);
        Assert.Equal(Time(90), flaps.SuppressedUntil);
    }

    [Fact]
    public void Penalty_HoweverOftenItFalls_StaysWithinWhatTheLongestSuppressionNeeds()
    {
        FlapPenalty flaps = default;
        for (int i = 0; i < 5000; i++) flaps = flaps.Fell(Time(0), s_damping);
        // 10 minutes are ten half-lives: 1000 × 2^10.
        Assert.Equal(1_024_000, flaps.ValueAt(Time(0), s_damping));
        Assert.Equal(Time(600), flaps.SuppressedUntil);
    }

    [Fact]
    public void NoDamping_NothingCounts()
    {
        FlapPenalty flaps = default;
        for (int i = 0; i < 9; i++) flaps = flaps.Fell(Time(0), null);
        Assert.Equal((0.0, false), (flaps.ValueAt(Time(0), null), flaps.IsSuppressedAt(Time(0), null)));
    }

    [Fact]
    public void Damping_TakenOutOfTheDefinition_LetsItServeAtOnce()
    {
        FlapPenalty flaps = default;
        for (int i = 0; i < 4; i++) flaps = flaps.Fell(Time(0), s_damping);
        Assert.True(flaps.IsSuppressedAt(Time(1), s_damping));
        Assert.False(flaps.IsSuppressedAt(Time(1), null));
    }

    private static MonotonicTime Time(double second) => MonotonicTime.Zero + TimeSpan.FromSeconds(second);
}
