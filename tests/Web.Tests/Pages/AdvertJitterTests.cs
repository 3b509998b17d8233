using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.Inspector;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>The adverts of FakeFrames advertise 1 s.</summary>
public class AdvertJitterTests
{
    private static AdvertFrame Own(double ms, int priority = 200) => FakeFrames.Advert(FakeStatus.Noon.AddMilliseconds(ms), isSent: true, priority);

    private static AdvertFrame Peer(double ms, int priority = 150) => FakeFrames.Advert(FakeStatus.Noon.AddMilliseconds(ms), isSent: false, priority);

    private static TimeSpan Ms(double ms) => TimeSpan.FromMilliseconds(ms);

    [Fact]
    public void NoAdvert_NoSender() => Assert.Empty(AdvertJitter.Of([]));

    [Fact]
    public void OneAdvert_IsASenderWithoutAGap()
    {
        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Peer(0)]));

        Assert.False(jitter.Sender.IsSent);
        Assert.Equal([0, 0, 0, 0, 0, 0], jitter.Counts);
        Assert.Equal((0, 0, null, null, null), (jitter.Gaps, jitter.Lost, jitter.Median, jitter.P99, jitter.Worst));
    }

    [Fact]
    public void Gaps_EarlyAndLate_FallIntoTheBucketsThatBeginAtTheirBounds()
    {
        double[] deviations = [0.05, -0.1, 0.49, 0.5, -1, 4.9, -5, 20, 0];
        List<AdvertFrame> frames = [Own(0)];
        double at = 0;
        foreach (double deviation in deviations) frames.Add(Own(at += 1000 + deviation));

        AdvertJitter jitter = Assert.Single(AdvertJitter.Of(frames));

        Assert.True(jitter.Sender.IsSent);
        Assert.Equal([2, 2, 1, 2, 1, 1], jitter.Counts);
        Assert.Equal((9, 0), (jitter.Gaps, jitter.Lost));
        Assert.Equal((Ms(0.5), Ms(20), Ms(20)), (jitter.Median, jitter.P99, jitter.Worst));
    }

    [Fact]
    public void Worst_TellsThatItCameEarly() => Assert.Equal(Ms(-3), Assert.Single(AdvertJitter.Of([Own(0), Own(997), Own(1999)])).Worst);

    [Theory]
    [InlineData(1500, 0)]
    [InlineData(1500.1, 1)]
    [InlineData(2000, 1)]
    [InlineData(3001, 2)]
    [InlineData(8000, 7)]
    public void AGapOfKIntervals_IsKLessOneLost(double gap, int lost)
    {
        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Peer(0), Peer(gap)]));

        Assert.Equal(lost, jitter.Lost);
        Assert.Equal(Ms(gap - 1000), jitter.Worst);
    }

    [Fact]
    public void RefusedAdverts_AreNotHeard_SoTheyAreLost()
    {
        AdvertFrame wrong = FakeFrames.Advert(FakeStatus.Noon.AddSeconds(1), isSent: false, priority: 150, refused: "checksum");

        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Peer(0), wrong, Peer(2000)]));

        Assert.Equal((1, 1), (jitter.Gaps, jitter.Lost));
        Assert.Empty(AdvertJitter.Of([wrong]));
    }

    [Fact]
    public void Changed_OnlyTheSenderOfNowIsTold_AndNoGapSpansTheTwo()
    {
        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Peer(0), Peer(1000), Own(4300), Own(5300), Own(6300)]));

        Assert.Equal((true, 2, 0), (jitter.Sender.IsSent, jitter.Gaps, jitter.Lost));
        Assert.Equal(TimeSpan.Zero, jitter.Worst);
    }

    [Fact]
    public void SenderThatWasBackupMeanwhile_LostNothing()
    {
        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Own(0), Peer(500), Peer(30_500), Own(60_000), Own(61_000)]));

        Assert.Equal((1, 0, TimeSpan.Zero), (jitter.Gaps, jitter.Lost, jitter.Worst));
    }

    [Fact]
    public void TwoMasters_AreTwoSenders()
    {
        IReadOnlyList<AdvertJitter> both = AdvertJitter.Of([Own(0), Peer(400), Own(1000), Peer(1400), Own(3000), Peer(3400)]);

        Assert.Equal([(true, 1), (false, 1)], both.Select(jitter => (jitter.Sender.IsSent, jitter.Lost)));
    }

    [Fact]
    public void ChangedInterval_TheGapOverItIsLeftOut()
    {
        AdvertFrame Fast(double ms) => Own(ms) with { Interval = new AdvertisementInterval(20) };

        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Own(0), Own(1000), Fast(1650), Fast(1850.2)]));

        Assert.Equal((2, 0, Ms(200)), (jitter.Gaps, jitter.Lost, jitter.Interval));
        Assert.Equal(Ms(0.2), jitter.Worst);
    }

    [Fact]
    public void PriorityZero_TheGapsBeforeAndAfterItAreLeftOut()
    {
        AdvertJitter jitter = Assert.Single(AdvertJitter.Of([Own(0), Own(1000), Own(1300, priority: 0), Own(60_000), Own(61_000)]));

        Assert.Equal((2, 0, TimeSpan.Zero), (jitter.Gaps, jitter.Lost, jitter.Worst));
    }

    [Fact]
    public void SenderThatLeft_IsNoCurrentOne() => Assert.Empty(AdvertJitter.Of([Own(0), Own(1000), Own(1300, priority: 0)]));
}
