using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Runtime.Checks;

namespace KeepaliveConsole.Engine.Tests.Checks;

public class BeatStripTests
{
    private static readonly DateTimeOffset s_start = new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(16, 16)]
    [InlineData(17, 17)]
    [InlineData(60, 60)]
    [InlineData(61, 60)]
    [InlineData(1000, 60)]
    public void Beats_AfterSoMany_AreTheLastSixtyInOrder(int added, int shown)
    {
        var strip = new BeatStrip();
        for (int i = 0; i < added; i++) strip.Add(Beat(i));

        Assert.Equal(Enumerable.Range(added - shown, shown).Select(Beat), strip.Beats);
    }

    [Fact]
    public void Beats_OfAnEarlierPicture_NeverChange()
    {
        var strip = new BeatStrip();
        var pictures = new List<ValueArray<ProbeBeat>>();
        for (int i = 0; i < 300; i++)
        {
            strip.Add(Beat(i));
            pictures.Add(strip.Beats);
        }

        for (int i = 0; i < 300; i++) Assert.Equal(Enumerable.Range(Math.Max(0, i - 59), Math.Min(60, i + 1)).Select(Beat), pictures[i]);
    }

    private static ProbeBeat Beat(int number) => new(s_start.AddSeconds(number), number % 7 == 0 ? ProbeOutcome.TimedOut : ProbeOutcome.Passed, TimeSpan.FromMilliseconds(number));
}
