using System.Net;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Tests.Events;

public class ExplanationTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(TransitionCause.AddressOwner, "it owns the address (priority 255)", "它是地址拥有者（优先级 255）")]
    [InlineData(TransitionCause.MasterSilent, "no other master was heard in time", "在规定时间内未听到其他主节点")]
    [InlineData(TransitionCause.MasterReleased, "the master before it gave the addresses up", "前任主节点主动让出了地址")]
    [InlineData(TransitionCause.PreemptedLowerPriority, "the master before it had a lower priority", "前任主节点的优先级较低")]
    [InlineData(TransitionCause.GroupFollowed, "its sync group (unknown) became Master", "同步组 （未知） 成为主节点")]
    [InlineData(TransitionCause.TakenUp, "it went on where the process before it left off", "它接续了前一个进程的主节点身份")]
    [InlineData(TransitionCause.NoSuccessor, "it was asked to yield, and nobody took over", "它曾应要求让出，但无人接管")]
    [InlineData(TransitionCause.Retried, "no better master is heard", "没有更优的主节点")]
    public void Master_SaysHowItCameToBe(TransitionCause cause, string because, string becauseZh)
    {
        Explanation explanation = Explain(Status(VrrpState.Master, cause) with { TakeoverAt = s_now });

        Assert.Equal(ExplanationReason.Master, explanation.Reason);
        Assert.Equal($"This node is Master of VI_WEB with priority 100: {because}.", explanation.Sentence);
        Assert.Equal($"本节点是 VI_WEB 的主节点，优先级 100：{becauseZh}。", explanation.SentenceZh);
        Assert.Equal(["a master with a higher priority is heard", "an operator yields or releases (actions yield, release)"], explanation.Ways.Select(way => way.Text));
        Assert.Null(explanation.TakeoverAt);
    }

    [Fact]
    public void Master_WithTracking_ShowsBaseAndOffset()
        => Assert.StartsWith("This node is Master of VI_WEB with priority 80 (100 defined, -20 by tracking): ",
            Explain(Status(VrrpState.Master, TransitionCause.MasterSilent) with { EffectivePriority = 80 }).Sentence, StringComparison.Ordinal);

    /// <summary>State, owner's priority (0 = none), preempts, delay s, last cause → reason.</summary>
    public static TheoryData<VrrpState, int, bool, int, TransitionCause, ExplanationReason> Reasons => new()
    {
        { VrrpState.Initialize, 0, true, 0, TransitionCause.Stopped, ExplanationReason.NotRunning },
        { VrrpState.Backup, 0, true, 0, TransitionCause.Started, ExplanationReason.Listening },
        { VrrpState.Backup, 0, false, 0, TransitionCause.Yielded, ExplanationReason.Listening },
        { VrrpState.Backup, 101, true, 0, TransitionCause.HigherPriorityHeard, ExplanationReason.HigherPriority },
        { VrrpState.Backup, 255, false, 9, TransitionCause.Yielded, ExplanationReason.HigherPriority },
        { VrrpState.Backup, 100, true, 0, TransitionCause.SamePriorityHigherAddress, ExplanationReason.SamePriority },
        { VrrpState.Backup, 100, false, 0, TransitionCause.Started, ExplanationReason.SamePriority },
        { VrrpState.Backup, 99, false, 0, TransitionCause.Started, ExplanationReason.NoPreempt },
        { VrrpState.Backup, 99, false, 0, TransitionCause.Yielded, ExplanationReason.Yielded },
        { VrrpState.Backup, 99, true, 0, TransitionCause.Yielded, ExplanationReason.AboutToPreempt },
        { VrrpState.Backup, 99, true, 5, TransitionCause.Started, ExplanationReason.PreemptDelay },
        { VrrpState.Backup, 99, true, 0, TransitionCause.Started, ExplanationReason.AboutToPreempt },
        { VrrpState.Backup, 99, true, 5, TransitionCause.GroupFollowed, ExplanationReason.GroupHolds },
        { VrrpState.Fault, 0, true, 0, TransitionCause.InterfaceUnusable, ExplanationReason.Fault },
        { VrrpState.Fault, 101, true, 0, TransitionCause.AddressFailed, ExplanationReason.Fault },
        { VrrpState.Fault, 0, true, 0, TransitionCause.NotPermitted, ExplanationReason.Fault },
        { VrrpState.Fault, 0, true, 0, TransitionCause.NotSupported, ExplanationReason.Fault },
        { VrrpState.Fault, 0, true, 0, TransitionCause.TrackFailed, ExplanationReason.TrackFailed },
        { VrrpState.Fault, 0, true, 0, TransitionCause.GroupFollowed, ExplanationReason.GroupHolds },
    };

    [Theory]
    [MemberData(nameof(Reasons))]
    public void EachSituation_HasItsReason_AndEachReasonAWay(VrrpState state, int owner, bool preempts, int delaySeconds, TransitionCause cause, ExplanationReason reason)
    {
        VrrpInstanceStatus status = Status(state, cause) with
        {
            Owner = owner == 0 ? null : new VrrpOwner(null, IPAddress.Parse("10.0.0.2"), owner, s_now),
            Preempts = preempts,
            PreemptDelay = TimeSpan.FromSeconds(delaySeconds),
            SyncGroup = "G1",
        };

        Explanation explanation = Explain(status);

        Assert.Equal(reason, explanation.Reason);
        Assert.Equal((state, preempts, "G1", TimeSpan.FromSeconds(delaySeconds)), (explanation.State, explanation.Preempts, explanation.SyncGroup, explanation.PreemptDelay));
        Assert.NotEmpty(explanation.Ways);
        Assert.StartsWith("This node is not Master of VI_WEB", explanation.Sentence, StringComparison.Ordinal);
        Assert.EndsWith(".", explanation.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("本节点", explanation.SentenceZh, StringComparison.Ordinal);
        Assert.EndsWith("。", explanation.SentenceZh, StringComparison.Ordinal);
        Assert.Equal(state == VrrpState.Fault, explanation.FaultReason is not null);
        Assert.Equal(status.LastTransition, explanation.LastTransition);
    }

    [Theory]
    [InlineData(VrrpState.Initialize, ExplanationReason.Released)]
    [InlineData(VrrpState.Backup, ExplanationReason.Released)]
    [InlineData(VrrpState.Fault, ExplanationReason.Released)]
    [InlineData(VrrpState.Master, ExplanationReason.MasterLeaving)]
    public void Released_IsSaidBeforeAnythingElse(VrrpState state, ExplanationReason reason)
    {
        Explanation explanation = Explain(Status(state, TransitionCause.Released) with { Released = true, Owner = new VrrpOwner(null, null, 150, s_now) });

        Assert.Equal(reason, explanation.Reason);
        Assert.True(explanation.Released);
        Assert.Equal("an operator resumes this node (action resume)", Assert.Single(explanation.Ways).Text);
    }

    [Fact]
    public void HigherPriority_WithAFailedTrack_SaysWhatItWouldAdd()
    {
        Explanation explanation = Explain(Status(VrrpState.Backup, TransitionCause.HigherPriorityHeard) with
        {
            BasePriority = 200,
            EffectivePriority = 140,
            Preempts = false,
            Owner = new VrrpOwner("l2", IPAddress.Parse("10.0.0.2"), 150, s_now),
            Tracks =
            [
                new TrackStatus("script", "chk_nginx", false, -50, false, "exit code 1", s_now),
                new TrackStatus("process", "mysqld", false, -10, false, "0 of 1 processes mysqld", s_now),
                new TrackStatus("interface", "eth1", true, 0, false, null, s_now),
            ],
        });

        Assert.Equal("This node is not Master of VI_WEB because l2 (10.0.0.2) is, with priority 150; here it is 140 (200 defined, -60 by tracking).", explanation.Sentence);
        Assert.Equal("本节点不是 VI_WEB 的主节点，因为主节点是 l2 (10.0.0.2)，优先级 150，本节点为 140（定义 200，跟踪调整 -60）。", explanation.SentenceZh);
        Assert.Equal(
            [
                "the master falls silent, is released or yields",
                "script chk_nginx and process mysqld are well again, which adds 60 to the priority, and preemption is switched on",
                "the priority here becomes 151 or higher, and preemption is switched on",
            ],
            explanation.Ways.Select(way => way.Text));
        Assert.Equal(3, explanation.Tracks.Count);
    }

    [Fact]
    public void HigherPriority_OfAnOwner_CannotBeOutranked()
        => Assert.Equal("the master falls silent, is released or yields", Assert.Single(Explain(Status(VrrpState.Backup, TransitionCause.Started) with { Owner = new VrrpOwner(null, null, 255, s_now) }).Ways).Text);

    [Fact]
    public void TrackFailed_NamesWhatFailed()
    {
        Explanation explanation = Explain(Status(VrrpState.Fault, TransitionCause.InterfaceUnusable) with
        {
            Tracks = [new TrackStatus("script", "chk_nginx", false, 0, true, "exit code 1", s_now), new TrackStatus("file", "f", true, 0, false, null, s_now)],
        });

        Assert.Equal(ExplanationReason.TrackFailed, explanation.Reason);
        Assert.Equal("This node is not Master of VI_WEB because what it tracks failed: script chk_nginx is down (exit code 1).", explanation.Sentence);
        Assert.Equal("本节点不是 VI_WEB 的主节点，因为跟踪对象失败：script chk_nginx 失败（exit code 1）。", explanation.SentenceZh);
        Assert.Equal("script chk_nginx is down (exit code 1)", explanation.FaultReason);
        Assert.Equal("script chk_nginx is up again", Assert.Single(explanation.Ways).Text);
    }

    [Theory]
    [InlineData(2.5, "; it takes over in 2.5 s unless an advert moves that", "，若无通告推迟，将在 2.5 秒后接管")]
    [InlineData(0, "; it takes over now", "，即将接管")]
    [InlineData(-1, "; it takes over now", "，即将接管")]
    public void Backup_ThatWaits_SaysWhen(double seconds, string when, string whenZh)
    {
        Explanation explanation = Explain(Status(VrrpState.Backup, TransitionCause.Started) with { TakeoverAt = s_now.AddSeconds(seconds) });

        Assert.Equal($"This node is not Master of VI_WEB yet because it still listens for a master{when}.", explanation.Sentence);
        Assert.Equal($"本节点还不是 VI_WEB 的主节点，因为仍在侦听主节点{whenZh}。", explanation.SentenceZh);
        Assert.Equal(s_now.AddSeconds(seconds), explanation.TakeoverAt);
    }

    [Fact]
    public void BeforeTheFirstTransition_NothingIsMissing()
    {
        VrrpInstanceStatus fresh = Status(VrrpState.Fault, TransitionCause.Started) with { LastTransition = null };

        Assert.Equal("This node is not Master of VI_WEB because it is in Fault: the reason is not known.", Explain(fresh).Sentence);
        Assert.Equal("This node is not Master of VI_WEB because the instance does not run here.", Explain(fresh with { State = VrrpState.Initialize }).Sentence);
    }

    private static Explanation Explain(VrrpInstanceStatus status) => Explanation.Of(status, s_now);

    private static VrrpInstanceStatus Status(VrrpState state, TransitionCause cause) => new()
    {
        Name = "VI_WEB",
        VirtualRouterId = new VirtualRouterId(51),
        Version = VrrpVersion.V2,
        Interface = "eth0",
        State = state,
        BasePriority = 100,
        EffectivePriority = 100,
        AdvertisementInterval = AdvertisementInterval.Default,
        LastTransition = new VrrpTransitionRecord(s_now, VrrpState.Backup, state, cause, "VI_WEB moved: why.", "VI_WEB 变了：原因。"),
        Preempts = true,
        ObservedAt = s_now,
        Freshness = Freshness.Fresh,
    };
}
