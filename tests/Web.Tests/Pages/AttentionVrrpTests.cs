using System.Net;
using Bunit;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Overview;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>What "Needs attention" says about elections, in the model and on the card.</summary>
public sealed class AttentionVrrpTests : PageTest
{
    [Fact]
    public void SplitBrain_IsCritical_WithExplanationAndRemedy()
    {
        AttentionItem item = Shown(instance => instance with { SplitBrain = FakeStatus.SplitBrain() });

        Assert.Equal((AttentionKind.SplitBrain, EventSeverity.Critical, "VI_WEB", "split brain with 10.88.0.12"), (item.Kind, item.Severity, item.Subject, item.What));
        Assert.Equal("Passwords differ. Make them the same.", item.Why);
        Assert.Equal(FakeStatus.Noon, item.Since);
    }

    [Theory]
    [InlineData("02:42:0a:58:00:0c", "split brain with 02:42:0a:58:00:0c")]
    [InlineData(null, "split brain with another router")]
    public void SplitBrain_WithoutAnAddress_NamesWhatIsKnown(string? hardwareAddress, string what)
        => Assert.Equal(what, Shown(instance => instance with { SplitBrain = FakeStatus.SplitBrain() with { Rival = null, RivalHardwareAddress = hardwareAddress } }).What);

    [Fact]
    public void SplitBrain_IsTheVerdict_BeforeAFaultElsewhere()
    {
        VrrpInstanceStatus instance = FakeStatus.Healthy().Vrrp[0];
        EngineStatus status = FakeStatus.Healthy() with
        {
            Vrrp = [instance with { SplitBrain = FakeStatus.SplitBrain() }, instance with { Name = "VI_DB", State = VrrpState.Fault }],
        };

        HealthVerdict health = OverviewModel.From(status, FakeStatus.Noon.AddSeconds(1), new ConsoleText()).Health;

        Assert.Equal((HealthLevel.Critical, "VI_WEB: split brain with 10.88.0.12; 1 more below."), (health.Level, health.Sentence));
    }

    [Fact]
    public void LostHeartbeatLine_IsAWarning()
    {
        AttentionItem item = Shown(instance => instance with { HeartbeatLines = [instance.HeartbeatLines[0], new HeartbeatLineStatus("eth1", FakeStatus.Noon, false)] });

        Assert.Equal((AttentionKind.HeartbeatLine, EventSeverity.Warning, "heartbeat line eth1 is not usable"), (item.Kind, item.Severity, item.What));
    }

    [Theory]
    [InlineData(-50, "exit code 1; priority -50")]
    [InlineData(20, "exit code 1; priority +20")]
    [InlineData(0, "exit code 1; priority unchanged")]
    public void FailedTrack_IsAWarning_WithReasonAndEffect(int offset, string why)
    {
        AttentionItem item = Shown(instance => instance with { Tracks = [new TrackStatus("script", "chk_nginx", false, offset, false, "exit code 1", FakeStatus.Noon)] });

        Assert.Equal((AttentionKind.Track, EventSeverity.Warning, "tracked script chk_nginx is down", why), (item.Kind, item.Severity, item.What, item.Why));
    }

    [Fact]
    public void TrackWithoutResult_OrUp_IsNotShown()
    {
        EngineStatus status = FakeStatus.Healthy().WithInstance(instance => instance with
        {
            Tracks = [new TrackStatus("script", "a", null, 0, false, null, null), new TrackStatus("process", "b", true, 0, false, "1 of 1", FakeStatus.Noon)],
        });

        Assert.Empty(OverviewModel.From(status, FakeStatus.Noon.AddSeconds(1), new ConsoleText()).Attention);
    }

    [Fact]
    public void TrackThatCausesFault_IsTheReasonOfTheFault()
    {
        AttentionItem item = Shown(instance => instance with
        {
            State = VrrpState.Fault,
            Tracks = [new TrackStatus("process", "nginx", false, 0, true, "0 of 1 processes nginx", FakeStatus.Noon)],
        });

        Assert.Equal((AttentionKind.Fault, EventSeverity.Critical, "process nginx is down: 0 of 1 processes nginx"), (item.Kind, item.Severity, item.Why));
    }

    [Theory]
    [InlineData(VrrpState.Fault)]
    [InlineData(VrrpState.Backup)]
    [InlineData(VrrpState.Initialize)]
    public void ReleasedNode_IsInformation_NotAFault(VrrpState state)
    {
        AttentionItem item = Shown(instance => instance with { State = state, Released = true, Owner = null, VirtualAddresses = [] });

        Assert.Equal((AttentionKind.Administrative, EventSeverity.Info, "this node is out of the election"), (item.Kind, item.Severity, item.What));
    }

    [Fact]
    public void ElectionProcessThatIsGone_IsCritical()
    {
        EngineStatus healthy = FakeStatus.Healthy();
        EngineStatus status = healthy with { Engine = healthy.Engine with { ElectionProcess = new ElectionProcessStatus(0, FakeStatus.Noon, "1.0", false, 3, FakeStatus.Noon) } };

        AttentionItem item = Assert.Single(OverviewModel.From(status, FakeStatus.Noon.AddSeconds(1), new ConsoleText()).Attention);

        Assert.Equal((AttentionKind.ElectionProcess, EventSeverity.Critical, "Election process", "does not run"), (item.Kind, item.Severity, item.Subject, item.What));
    }

    [Fact]
    public void InstanceCard_OfASplit_IsStillDrawn()
    {
        EngineStatus status = FakeStatus.Healthy().WithInstance(instance => instance with
        {
            SplitBrain = FakeStatus.SplitBrain(),
            Owner = new VrrpOwner(null, IPAddress.Parse("10.88.0.11"), 200, FakeStatus.Noon),
        });

        InstanceCard card = Assert.Single(OverviewModel.From(status, FakeStatus.Noon.AddSeconds(1), new ConsoleText()).Instances);

        Assert.Equal(("VI_WEB", "Master", true), (card.Name, card.State.WordIn(new ConsoleText()), card.OwnerIsThisNode));
    }

    /// <summary>The one item, which the card shows with subject, matter and reason.</summary>
    private AttentionItem Shown(Func<VrrpInstanceStatus, VrrpInstanceStatus> change)
    {
        DateTimeOffset now = FakeStatus.Noon.AddSeconds(1);
        AttentionItem item = Assert.Single(OverviewModel.From(FakeStatus.Healthy().WithInstance(change), now, new ConsoleText()).Attention);
        IRenderedComponent<AttentionCard> card = Render<AttentionCard>(parameters => parameters.Add(c => c.Items, [item]).Add(c => c.Total, 1).Add(c => c.Now, now));
        string text = card.Find(".kc-attention-item").TextContent;
        Assert.Contains(item.Subject, text, StringComparison.Ordinal);
        Assert.Contains(item.What, text, StringComparison.Ordinal);
        if (item.Why is { } why) Assert.Contains(why, text, StringComparison.Ordinal);
        Assert.NotNull(card.Find($".kc-state-{item.Token.Style}"));
        return item;
    }
}
