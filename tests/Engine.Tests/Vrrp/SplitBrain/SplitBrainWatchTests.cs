using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Vrrp;
using KeepaliveConsole.Engine.Vrrp.SplitBrain;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Vrrp.SplitBrain;

/// <summary>When a split brain begins and when it is over. Interval 1 s unless said otherwise: quiet for 3218.75 + 1000 ms is over.</summary>
public class SplitBrainWatchTests
{
    private const double QuietMs = 3000 + 218.75 + 1000;

    [Fact]
    public void TwoMasters_SecondAdvertOfOneThatDoesNotYield_Starts()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_300).Hears(11_300);

        Assert.Equal([11_300], watch.Started);
        Assert.Equal(SplitBrainCause.TwoMasters, watch.Watch.Current!.Cause);
        Assert.True(watch.Watch.IsSplit);
    }

    [Theory]
    [InlineData(VrrpVersion.V2, 100, 2)]
    [InlineData(VrrpVersion.V2, 25500, 2)]
    [InlineData(VrrpVersion.V3, 100, 2)]
    [InlineData(VrrpVersion.V3, 10, 2)]
    [InlineData(VrrpVersion.V3, 9, 3)]
    [InlineData(VrrpVersion.V3, 1, 3)]
    [InlineData(VrrpVersion.V3, 4095, 2)]
    public void TwoMasters_AtEachInterval_StartsWithinThreeAdverts(VrrpVersion version, int centiseconds, int adverts)
    {
        double interval = centiseconds * 10;
        var watch = new WatchDriver(version, centiseconds);
        watch.MasterAt(0);
        for (int advert = 1; advert <= 10; advert++) watch.Hears(1_000_000 + (advert * interval));

        Assert.Equal([1_000_000 + (adverts * interval)], watch.Started);
    }

    [Fact]
    public void TwoMasters_LongSplit_StartsOnce()
    {
        var watch = new WatchDriver();
        watch.MasterAt(0).Each(1000, 300, 600_300, at => watch.Hears(at)).Passes(601_000);

        Assert.Single(watch.Events);
        Assert.Equal(601, Assert.Single(watch.Watch.Current!.Evidence).Count);
    }

    [Theory]
    // A crossing advert, then the last words of a master that yields, 1 ms and 40 ms after the takeover.
    [InlineData(new double[] { 1, 40 })]
    // A slow master: three adverts in one breath.
    [InlineData(new double[] { 1, 200, 480 })]
    // Exactly one advert between two of ours.
    [InlineData(new double[] { 900 })]
    // Two that have nothing to do with each other: more than three intervals apart.
    [InlineData(new double[] { 10_000, 13_001, 20_000, 90_000 })]
    public void LateAdvertsOfTheMasterBefore_AreNoSplit(double[] at)
    {
        var watch = new WatchDriver();
        watch.MasterAt(0, TransitionCause.PreemptedLowerPriority);
        foreach (double each in at) watch.Hears(each);
        watch.Passes(100_000);

        Assert.Empty(watch.Events);
        Assert.False(watch.Watch.IsSplit);
    }

    [Theory]
    // At 10 ms a master that yields may need more than half an interval to hear us.
    [InlineData(new double[] { 1, 7 }, false)]
    [InlineData(new double[] { 1, 7, 11 }, false)]
    [InlineData(new double[] { 1, 11, 21 }, true)]
    public void LateAdverts_AtTenMilliseconds_AreNoSplitUntilTheThird(double[] at, bool starts)
    {
        var watch = new WatchDriver(VrrpVersion.V3, 1);
        watch.MasterAt(0);
        foreach (double each in at) watch.Hears(each);

        Assert.Equal(starts ? [at[^1]] : [], watch.Started);
    }

    [Fact]
    public void BetterMasterThatWeYieldTo_IsNoSplit()
    {
        // As the loop does it: the election yields first, and the advert is shown to the watch afterwards.
        WatchDriver watch = new WatchDriver().MasterAt(0)
            .Moves(5000, VrrpState.Master, VrrpState.Backup, TransitionCause.HigherPriorityHeard, WatchDriver.Rival, 250)
            .Hears(5000, 250).Hears(6000, 250).Hears(7000, 250);

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void BetterMasterThatWeDoNotYieldTo_IsOne()
        => Assert.Equal([6000], new WatchDriver().MasterAt(0).Hears(5000, 255).Hears(6000, 255).Started);

    [Fact]
    public void MasterThatLeaves_IsNoSplit()
        => Assert.Empty(new WatchDriver().MasterAt(0).Hears(5000, 0).Hears(6000, 0).Hears(7000, 0).Events);

    [Fact]
    public void OwnAdvertsThatComeBack_AreNoSplit()
    {
        var watch = new WatchDriver();
        watch.MasterAt(0).Each(1000, 0, 20_000, at => watch.Hears(at, 200, WatchDriver.Own).Refuses(at, DropReason.Checksum, WatchDriver.Own));

        Assert.Empty(watch.Events);
    }

    [Theory]
    [InlineData(VrrpState.Initialize)]
    [InlineData(VrrpState.Backup)]
    [InlineData(VrrpState.Fault)]
    public void Adverts_WhileNotMaster_AreNoSplit(VrrpState state)
    {
        var watch = new WatchDriver();
        watch.Moves(0, VrrpState.Master, state, TransitionCause.Started);
        watch.Each(1000, 0, 20_000, at => watch.Hears(at).Hears(at, source: WatchDriver.Key("10.0.0.3")).Refuses(at).Answers(at).Claims(at));

        Assert.Empty(watch.Events);
        Assert.Empty(watch.Announced);
    }

    [Theory]
    [InlineData(DropReason.Version, SplitBrainCause.VersionMismatch)]
    [InlineData(DropReason.AuthenticationType, SplitBrainCause.AuthenticationMismatch)]
    [InlineData(DropReason.Authentication, SplitBrainCause.AuthenticationMismatch)]
    [InlineData(DropReason.Interval, SplitBrainCause.IntervalMismatch)]
    [InlineData(DropReason.Checksum, SplitBrainCause.ChecksumMismatch)]
    [InlineData(DropReason.Destination, SplitBrainCause.AdvertsRefused)]
    [InlineData(DropReason.UnicastSource, SplitBrainCause.AdvertsRefused)]
    [InlineData(DropReason.Length, SplitBrainCause.AdvertsRefused)]
    [InlineData(DropReason.Type, SplitBrainCause.AdvertsRefused)]
    public void RefusedAdverts_TwoOfOneSenderWhileMaster_StartWithTheirCause(DropReason reason, SplitBrainCause cause)
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Refuses(500, reason).Refuses(1500, reason);

        Assert.Equal([1500], watch.Started);
        Assert.Equal(cause, watch.Watch.Current!.Cause);
    }

    [Theory]
    [InlineData(DropReason.TimeToLive)]
    [InlineData(DropReason.VirtualRouterId)]
    [InlineData(DropReason.Replay)]
    public void RefusedAdverts_ThatAreNoNeighboursOfOurs_AreNoSplit(DropReason reason)
    {
        var watch = new WatchDriver();
        watch.MasterAt(0).Each(1000, 0, 10_000, at => watch.Refuses(at, reason));

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void RefusedAdverts_EachOfAnotherSender_AreNoSplit()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0);
        for (int i = 2; i < 200; i++) watch.Refuses(i * 1000, source: WatchDriver.Key($"10.0.1.{i}"));

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void RefusedAdverts_HeardAsBackup_CountAtTheFirstOneAfterTheTakeover()
    {
        var watch = new WatchDriver();
        watch.BackupAt(0).Each(1000, 100, 3100, at => watch.Refuses(at)).MasterAt(3218.75).Refuses(4100);

        Assert.Equal([4100], watch.Started);
    }

    [Fact]
    public void RefusedAdverts_OfARouterThatDiedBeforeTheTakeover_AreNoSplit()
    {
        var watch = new WatchDriver();
        watch.BackupAt(0).Each(1000, 100, 3100, at => watch.Refuses(at)).MasterAt(6400).Passes(60_000);

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void RefusedAdverts_OfASlowerRival_StartAndDoNotFlap()
    {
        var watch = new WatchDriver();
        watch.MasterAt(0).Each(10_000, 5000, 105_000, at => watch.Refuses(at, DropReason.Interval).Passes(at + 4900).Passes(at + 9900));
        Assert.Equal([15_000], watch.Started);
        Assert.Empty(watch.Ended);

        watch.Passes(105_000 + 24_999);
        Assert.Empty(watch.Ended);
        watch.Passes(105_000 + 25_000);
        Assert.Equal([(130_000, "no sign of 10.0.0.2 for 25 s")], watch.Ended);
    }

    [Fact]
    public void Collision_OtherAddresses_HasItsCause()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(5000, sameAddresses: false).Hears(6000, sameAddresses: false);

        Assert.Equal([6000], watch.Started);
        Assert.Equal(SplitBrainCause.VirtualRouterIdCollision, watch.Watch.Current!.Cause);
    }

    [Theory]
    [InlineData(1, 100)]
    [InlineData(100, 500)]
    [InlineData(4095, 500)]
    public void AddressAnsweredElsewhere_OneAnswerIsEnough_WhenWeAreStillMasterAMomentLater(int centiseconds, double graceMs)
    {
        WatchDriver watch = new WatchDriver(VrrpVersion.V3, centiseconds).MasterAt(0).Answers(60_000).Passes(60_000 + graceMs - 0.001);
        Assert.Empty(watch.Started);

        watch.Passes(60_000 + graceMs);

        Assert.Equal([60_000 + graceMs], watch.Started);
        Assert.Equal(WatchDriver.Noon.AddSeconds(60), watch.Watch.Current!.Since);
        Assert.Equal(SplitBrainCause.AddressAnsweredElsewhere, watch.Watch.Current!.Cause);
        Assert.Equal("02:42:0a:00:00:02", watch.Watch.Current.RivalHardwareAddress);
        Assert.Null(watch.Watch.Current.Rival);
        Assert.Equal([60_000], watch.Announced);
    }

    [Fact]
    public void AnnouncementOfABetterMaster_SeenBeforeItsAdvert_IsNoSplit()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Answers(60_000)
            .Moves(60_001, VrrpState.Master, VrrpState.Backup, TransitionCause.HigherPriorityHeard, WatchDriver.Rival, 250).Passes(60_600)
            .MasterAt(63_000).Passes(70_000);

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void AddressAnsweredElsewhere_TwoAnswers_AreEnoughAtOnce()
        => Assert.Equal([63_000], new WatchDriver().MasterAt(0).Answers(60_000).Answers(63_000, address: WatchDriver.Key("10.0.0.101")).Started);

    [Theory]
    [InlineData(1, 10_000)]
    [InlineData(3, 15_000)]
    [InlineData(100, 60_000)]
    public void AddressAnsweredElsewhere_EndsWhenNoQuestionIsAnsweredThereAnyMore(int addresses, double patienceMs)
    {
        WatchDriver watch = new WatchDriver(addresses: addresses).MasterAt(0).Answers(60_000).Passes(60_500).Passes(60_000 + patienceMs - 0.001);
        Assert.Empty(watch.Ended);

        watch.Passes(60_000 + patienceMs);

        Assert.Equal("no sign of 02:42:0a:00:00:02 for " + (patienceMs / 1000).ToString(System.Globalization.CultureInfo.InvariantCulture) + " s", Assert.Single(watch.Ended).How);
    }

    [Theory]
    [InlineData(100, 999, false)]
    [InlineData(100, 1000, true)]
    [InlineData(1, 499, false)]
    [InlineData(1, 500, true)]
    public void AddressAnsweredElsewhere_JustAfterTheTakeover_IsTheMasterBefore_ButIsAnnounced(int centiseconds, double at, bool starts)
    {
        WatchDriver watch = new WatchDriver(VrrpVersion.V3, centiseconds).MasterAt(0).Answers(at).Passes(5000);

        Assert.Equal(starts ? [5000] : [], watch.Started);
        Assert.Equal([at], watch.Announced);
    }

    [Fact]
    public void PeerClaims_Twice_Start()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Claims(900).Claims(60_000).Claims(62_000);

        Assert.Equal([62_000], watch.Started);
        Assert.Equal(SplitBrainCause.PeerClaims, watch.Watch.Current!.Cause);
        Assert.Equal([60_000, 62_000], watch.Announced);
    }

    [Theory]
    [InlineData(60_500, SplitBrainCause.TwoMasters)]
    [InlineData(57_000, SplitBrainCause.TwoMasters)]
    [InlineData(56_999, SplitBrainCause.PeerClaims)]
    public void PeerClaims_CertainBeforeTheAdvertsOfTheSameRouter_GiveWayToThem(double heardAt, SplitBrainCause cause)
    {
        WatchDriver watch = new WatchDriver().MasterAt(0);
        if (heardAt < 60_000) watch.Hears(heardAt);
        watch.Claims(60_000);
        if (heardAt > 60_000) watch.Hears(heardAt);
        watch.Claims(61_000);

        Assert.Equal([61_000], watch.Started);
        Assert.Equal(cause, watch.Watch.Current!.Cause);
        Assert.Equal(2, watch.Watch.Current.Evidence.Count);
    }

    [Fact]
    public void PeerClaims_AndAnAdvertOfAnotherRouter_StayTheCause()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Claims(60_000).Hears(60_500, source: WatchDriver.Key("10.0.0.3")).Claims(61_000);

        Assert.Equal(SplitBrainCause.PeerClaims, watch.Watch.Current!.Cause);
        Assert.Equal("The console of 10.0.0.2 (priority 100) says that its node is Master too, and no advert of it has come here.", watch.Watch.Current.Explanation);
    }

    [Fact]
    public void NeighbourAnswered_Alone_IsNoSplit()
    {
        var watch = new WatchDriver();
        watch.MasterAt(0).Each(1000, 0, 60_000, at => watch.NeighbourAnswers(at));

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void NeighbourAnswered_WithTheAddressElsewhere_IsBlockedMulticast()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).NeighbourAnswers(50_000).NeighbourAnswers(51_000).Answers(60_000).Passes(60_500);

        SplitBrainDiagnosis diagnosis = watch.Watch.Current!;
        Assert.Equal(SplitBrainCause.MulticastBlocked, diagnosis.Cause);
        Assert.Equal("10.0.0.2", diagnosis.Rival!.ToString());
        Assert.Equal([SplitBrainCause.MulticastBlocked, SplitBrainCause.AddressAnsweredElsewhere], diagnosis.Evidence.Select(each => each.Cause));
        Assert.Equal([2L, 1L], diagnosis.Evidence.Select(each => each.Count));
        Assert.Equal(WatchDriver.Noon.AddSeconds(50), diagnosis.Evidence[0].FirstSeen);
    }

    [Fact]
    public void NeighbourAnswered_WhileItsAdvertsCome_IsNotBlocked()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(49_000).NeighbourAnswers(50_000).Answers(60_000).Passes(60_500);

        Assert.Equal(SplitBrainCause.AddressAnsweredElsewhere, watch.Watch.Current!.Cause);
    }

    [Fact]
    public void End_Silence_IsMasterDownAndOneIntervalMore()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_000).Hears(11_000).Hears(12_000).Passes(12_000 + QuietMs - 0.001);
        Assert.Empty(watch.Ended);

        watch.Passes(12_000 + QuietMs);

        Assert.Equal([(12_000 + QuietMs, "no sign of 10.0.0.2 for 4.22 s")], watch.Ended);
        Assert.Equal(TimeSpan.FromSeconds(2), ((SplitBrainEnded)watch.Events[^1].Event).Lasted);
        Assert.Null(watch.Watch.Current);
        Assert.False(watch.Watch.IsSplit);
        Assert.Equal([12_000 + QuietMs], watch.Announced);
    }

    [Theory]
    [InlineData(TransitionCause.HigherPriorityHeard, VrrpState.Backup, "this node yielded to 10.0.0.2 (priority 250)")]
    [InlineData(TransitionCause.SamePriorityHigherAddress, VrrpState.Backup, "this node yielded to 10.0.0.2 (priority 250)")]
    [InlineData(TransitionCause.Yielded, VrrpState.Backup, "this node yielded because the operator asked for it")]
    [InlineData(TransitionCause.Released, VrrpState.Fault, "the operator took this node out of the election")]
    [InlineData(TransitionCause.Stopped, VrrpState.Initialize, "this node was stopped")]
    [InlineData(TransitionCause.TrackFailed, VrrpState.Fault, "this node went to Fault")]
    public void End_WeLeave_SaysHow_AndAnnouncesNothing(TransitionCause cause, VrrpState to, string how)
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Refuses(10_000).Refuses(11_000).Moves(11_500, VrrpState.Master, to, cause, WatchDriver.Rival, 250).Passes(60_000);

        Assert.Equal([(11_500, how)], watch.Ended);
        Assert.Equal(TimeSpan.FromMilliseconds(1500), ((SplitBrainEnded)watch.Events[^1].Event).Lasted);
        Assert.Empty(watch.Announced);
    }

    [Fact]
    public void End_TheOtherGivesUp_IsAtOnce_AndAnnounces()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_000).Hears(11_000).Hears(11_400, 0);

        Assert.Equal([(11_400, "10.0.0.2 gave the addresses up (priority 0)")], watch.Ended);
        Assert.Equal([11_400], watch.Announced);
    }

    [Fact]
    public void End_OneOfTwoGivesUp_GoesOnWithTheOther()
    {
        AddressKey third = WatchDriver.Key("10.0.0.3");
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_000).Hears(10_100, source: third).Hears(11_000).Hears(11_100, source: third).Hears(11_400, 0);
        Assert.Empty(watch.Ended);

        watch.Passes(11_100 + QuietMs);

        Assert.Equal([(11_100 + QuietMs, "no sign of 10.0.0.3 for 4.22 s")], watch.Ended);
    }

    [Fact]
    public void AfterAnEnd_TheNextSplitStartsAnew()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_000).Hears(11_000).Passes(20_000).Hears(30_000).Hears(31_000);

        Assert.Equal([11_000, 31_000], watch.Started);
        Assert.Equal(WatchDriver.Noon.AddSeconds(30), watch.Watch.Current!.Since);
        Assert.Equal(2, Assert.Single(watch.Watch.Current.Evidence).Count);
    }

    [Fact]
    public void MasterAgainAfterYielding_OldSignsAreForgotten()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_000)
            .Moves(10_100, VrrpState.Master, VrrpState.Backup, TransitionCause.HigherPriorityHeard, WatchDriver.Rival, 250)
            .MasterAt(10_200).Hears(11_000);

        Assert.Empty(watch.Events);
    }

    [Fact]
    public void Announcement_IsAskedForAtMostEach250Ms_AndNoWishIsLost()
    {
        var watch = new WatchDriver();
        watch.MasterAt(0).Each(10, 60_000, 60_990, at => watch.Answers(at)).Passes(61_000).Passes(61_250).Passes(62_000);

        Assert.Equal([60_000, 60_250, 60_500, 60_750, 61_000], watch.Announced);
    }

    [Fact]
    public void LineThatComesBack_WhileMaster_AsksForAnAnnouncement()
    {
        WatchDriver watch = new WatchDriver().BackupAt(0);
        watch.Watch.LineCameBack();
        watch.After(1000).MasterAt(2000);
        Assert.Empty(watch.Announced);

        watch.Watch.LineCameBack();
        watch.After(3000);

        Assert.Equal([3000], watch.Announced);
        Assert.Empty(watch.Events);
    }

    [Fact]
    public void Definition_NewInterval_CountsFromThen()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0);
        watch.Watch.DefinitionIs(watch.Definition with { AdvertisementInterval = new AdvertisementInterval(500) }, watch.Participant);

        watch.Hears(10_000).Hears(12_499);
        Assert.Empty(watch.Events);
        watch.Hears(12_500);
        Assert.Equal([12_500], watch.Started);
    }

    [Fact]
    public void NothingWrong_AllocatesNothing()
    {
        var definition = new WatchDriver().Definition;
        var participant = new WatchDriver().Participant;
        var watch = new SplitBrainWatch(definition, participant);
        watch.StateIs(MonotonicTime.Zero, new VrrpTransition { Instance = "VI_WEB", From = VrrpState.Backup, To = VrrpState.Master, Cause = TransitionCause.MasterSilent, OwnPriority = 200 });
        long news = Run(0);
        long before = GC.GetAllocatedBytesForCurrentThread();
        news += Run(10_000_000);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.Equal(0, allocated);
        Assert.Equal(0, news);

        long Run(double from)
        {
            long count = 0;
            for (int i = 0; i < 1000; i++)
            {
                MonotonicTime now = WatchDriver.Time(from + (i * 5000));
                watch.AdvertHeard(now, new ReceivedAdvertisement(new VrrpPriority(100), definition.AdvertisementInterval, WatchDriver.Rival), WatchDriver.Own, true);
                watch.AdvertRefused(now, DropReason.Checksum, WatchDriver.Rival, WatchDriver.Own, 0);
                watch.NeighbourAnswered(now, WatchDriver.Rival);
                watch.Look(now);
                if (watch.HasNews(now) || watch.TakeAnnouncement(now)) count++;
            }

            return count;
        }
    }
}
