using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Wire;

namespace KeepaliveConsole.Engine.Tests.Vrrp.SplitBrain;

public class SplitBrainPictureTests
{
    [Fact]
    public void Diagnosis_HasAllThatIsKnown()
    {
        WatchDriver watch = new WatchDriver(VrrpVersion.V2, 100, ["eth1"]).MasterAt(0).Hears(10_000, 150, line: 1).Hears(11_000, 150, line: 1).Answers(11_500).Hears(12_000, 150, line: 1);

        SplitBrainDiagnosis diagnosis = watch.Watch.Current!;
        Assert.Equal(("VI_WEB", SplitBrainCause.TwoMasters), (diagnosis.Instance, diagnosis.Cause));
        Assert.Equal((WatchDriver.Noon.AddSeconds(10), WatchDriver.Noon.AddSeconds(12)), (diagnosis.Since, diagnosis.LastSeen));
        Assert.Equal(("10.0.0.2", 150, "02:42:0a:00:00:02"), (diagnosis.Rival!.ToString(), diagnosis.RivalPriority!.Value, diagnosis.RivalHardwareAddress));
        Assert.Equal("10.0.0.2 (priority 150) goes on as master although this node is Master: it does not hear our adverts, or refuses them.", diagnosis.Explanation);
        Assert.Equal("本节点已是主节点，但 10.0.0.2（优先级 150）仍以主节点身份发送通告：它收不到本节点的通告，或拒绝了这些通告。", diagnosis.ExplanationZh);
        Assert.Contains("release one of the two nodes", diagnosis.Remedy, StringComparison.Ordinal);
        Assert.Equal(
            [
                new SplitBrainEvidence(SplitBrainCause.TwoMasters, WatchDriver.Noon.AddSeconds(10), WatchDriver.Noon.AddSeconds(12), 3, "advert of 10.0.0.2 with priority 150 on eth1"),
                new SplitBrainEvidence(SplitBrainCause.AddressAnsweredElsewhere, WatchDriver.Noon.AddSeconds(11.5), WatchDriver.Noon.AddSeconds(11.5), 1, "10.0.0.100 is answered by 02:42:0a:00:00:02"),
            ],
            diagnosis.Evidence);
    }

    [Fact]
    public void Evidence_IsOrderedByHowMuchItTells()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0);
        AddressKey[] sources = [.. Enumerable.Range(2, 6).Select(n => WatchDriver.Key($"10.0.0.{n}"))];
        for (double at = 10_000; at <= 12_000; at += 1000)
        {
            watch.Answers(at).Claims(at).Hears(at, source: sources[0]).Refuses(at, DropReason.Length, sources[1]).Hears(at, source: sources[2], sameAddresses: false)
                .Refuses(at, DropReason.Checksum, sources[3]).Refuses(at, DropReason.Interval, sources[4]).Refuses(at, DropReason.Version, sources[5]);
        }

        watch.Passes(13_000);

        Assert.Equal(
            [
                SplitBrainCause.VersionMismatch, SplitBrainCause.IntervalMismatch, SplitBrainCause.ChecksumMismatch, SplitBrainCause.VirtualRouterIdCollision,
                SplitBrainCause.AdvertsRefused, SplitBrainCause.TwoMasters, SplitBrainCause.PeerClaims, SplitBrainCause.AddressAnsweredElsewhere,
            ],
            watch.Watch.Current!.Evidence.Select(each => each.Cause));
        Assert.Equal(SplitBrainCause.VersionMismatch, watch.Watch.Current.Cause);
        Assert.Single(watch.Started);
    }

    [Fact]
    public void Flood_OfMadeUpSenders_DoesNotPushOutAKnownRival()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Hears(10_000).Hears(11_000);
        for (int i = 0; i < 1000; i++) watch.Refuses(11_001 + i, DropReason.Checksum, AddressKey.FromIPv4((uint)(0x0B000000 + i)));

        Assert.Equal(8, watch.Watch.Current!.Evidence.Count);
        Assert.Equal(SplitBrainCause.TwoMasters, watch.Watch.Current.Cause);
        Assert.Equal("10.0.0.2", watch.Watch.Current.Rival!.ToString());
    }

    [Fact]
    public void Diagnosis_IsDrawnAnew_AtMostEach250Ms()
    {
        WatchDriver watch = new WatchDriver().MasterAt(0).Refuses(10_000).Refuses(11_000);
        for (int i = 1; i < 250; i++) watch.Refuses(11_000 + i);
        Assert.Equal(2, watch.Watch.Current!.Evidence[0].Count);

        watch.Refuses(11_250);

        Assert.Equal(252, watch.Watch.Current!.Evidence[0].Count);
        Assert.Single(watch.Events);
    }

    [Theory]
    [InlineData(SplitBrainCause.TwoMasters, "10.0.0.2 (priority 100)", "10.0.0.2（优先级 100）", "protocol 112")]
    [InlineData(SplitBrainCause.VirtualRouterIdCollision, "VRID 51", "VRID 51", "another VRID")]
    [InlineData(SplitBrainCause.AuthenticationMismatch, "another password", "密码", "same authentication")]
    [InlineData(SplitBrainCause.VersionMismatch, "another VRRP version", "版本", "same VRRP version")]
    [InlineData(SplitBrainCause.IntervalMismatch, "another interval", "间隔", "same advert interval")]
    [InlineData(SplitBrainCause.ChecksumMismatch, "checksum", "校验和", "checksumAsV2")]
    [InlineData(SplitBrainCause.AdvertsRefused, "unicast where multicast is defined", "拒绝", "unicast peers on both nodes or on neither")]
    [InlineData(SplitBrainCause.PeerClaims, "console of 10.0.0.2", "控制台", "link between")]
    [InlineData(SplitBrainCause.MulticastBlocked, "VRRP packets are lost", "报文在途中丢失", "multicast")]
    [InlineData(SplitBrainCause.AddressAnsweredElsewhere, "02:42:0a:00:00:02 answers", "02:42:0a:00:00:02", "announce the addresses")]
    public void EachCause_IsExplainedWithAWayOut_InBothLanguages(SplitBrainCause cause, string explanation, string explanationZh, string remedy)
    {
        WatchDriver watch = new WatchDriver().MasterAt(0);
        foreach (double at in (double[])[10_000, 11_000]) Sign(watch, cause, at);

        SplitBrainDiagnosis diagnosis = watch.Watch.Current!;
        Assert.Equal(cause, diagnosis.Cause);
        Assert.Contains(explanation, diagnosis.Explanation, StringComparison.Ordinal);
        Assert.Contains(explanationZh, diagnosis.ExplanationZh, StringComparison.Ordinal);
        Assert.Contains(remedy, diagnosis.Remedy, StringComparison.Ordinal);
        Assert.EndsWith(".", diagnosis.Explanation, StringComparison.Ordinal);
        Assert.EndsWith(".", diagnosis.Remedy, StringComparison.Ordinal);
        Assert.EndsWith("。", diagnosis.ExplanationZh, StringComparison.Ordinal);
        Assert.EndsWith("。", diagnosis.RemedyZh, StringComparison.Ordinal);
    }

    private static void Sign(WatchDriver watch, SplitBrainCause cause, double at) => _ = cause switch
    {
        SplitBrainCause.TwoMasters => watch.Hears(at),
        SplitBrainCause.VirtualRouterIdCollision => watch.Hears(at, sameAddresses: false),
        SplitBrainCause.AuthenticationMismatch => watch.Refuses(at),
        SplitBrainCause.VersionMismatch => watch.Refuses(at, DropReason.Version),
        SplitBrainCause.IntervalMismatch => watch.Refuses(at, DropReason.Interval),
        SplitBrainCause.ChecksumMismatch => watch.Refuses(at, DropReason.Checksum),
        SplitBrainCause.AdvertsRefused => watch.Refuses(at, DropReason.Destination),
        SplitBrainCause.PeerClaims => watch.Claims(at),
        SplitBrainCause.MulticastBlocked => watch.NeighbourAnswers(at).Answers(at).Passes(at + 500),
        _ => watch.Answers(at),
    };
}
