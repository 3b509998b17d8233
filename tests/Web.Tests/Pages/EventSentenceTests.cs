using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bunit;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Events;
using KeepaliveConsole.Web.Features.Overview;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>Events in Chinese, as they happen and as they were stored.</summary>
public sealed class EventSentenceTests : PageTest
{
    private static readonly SplitBrainDiagnosis s_split = new()
    {
        Instance = "VI_WEB",
        Cause = SplitBrainCause.TwoMasters,
        Since = FakeStatus.Noon,
        LastSeen = FakeStatus.Noon,
        Rival = IPAddress.Parse("10.88.0.12"),
        Explanation = "Two.",
        ExplanationZh = "双主。",
        Remedy = "Look.",
        RemedyZh = "请检查。",
    };

    private static readonly (EngineEvent Happened, string Chinese)[] s_events =
    [
        (new VrrpTransitioned(new VrrpTransition { Instance = "VI_WEB", From = VrrpState.Backup, To = VrrpState.Master, Cause = TransitionCause.MasterSilent, OwnPriority = 150, PeerAddress = IPAddress.Parse("10.88.0.11"), PeerPriority = 200, SilentFor = TimeSpan.FromSeconds(3.61) }),
            "VI_WEB 成为主节点（Master）：3.61 秒内未收到 10.88.0.11（优先级 200）的通告。"),
        (new HeartbeatLineChanged("VI_WEB", "eth1", false, "interface eth1 has no carrier", 1), "VI_WEB 的心跳线路 eth1 已中断：interface eth1 has no carrier；可用线路：1。"),
        (new HeartbeatLineChanged("VI_WEB", "eth1", true, "carrier", 2), "VI_WEB 的心跳线路 eth1 已恢复：carrier；可用线路：2。"),
        (new TrackChanged("script", "chk", false, "exit code 1"), "跟踪的脚本 chk 失效：退出码 1。"),
        (new TrackChanged("interface", "eth2", true, "carrier"), "跟踪的网卡 eth2 恢复：carrier。"),
        (new SplitBrainStarted(s_split), "VI_WEB 发生脑裂：双主。请检查。"),
        (new SplitBrainEnded(s_split, TimeSpan.FromSeconds(2.5), "no sign of 10.88.0.12 for 3 s"), "VI_WEB 的脑裂在 2.5 秒后结束：no sign of 10.88.0.12 for 3 s。"),
        (new RealServerStateChanged("web", "10.88.0.101:80", RealServerState.Up, RealServerState.Down, "refused"), "web 的真实服务器 10.88.0.101:80 由“正常运行”变为“已下线”：refused。"),
        (new RealServerTableChanged("web", "10.88.0.101:80", true, 3, "Up"), "10.88.0.101:80 在 web 的转发表中，权重 3：Up。"),
        (new RealServerTableChanged("web", "10.88.0.101:80", false, 0, "Down"), "10.88.0.101:80 离开了 web 的转发表：Down。"),
        (new QuorumChanged("web", false, 1, 2), "虚拟服务 web 失去法定权重：存活 1，要求 2。"),
        (new QuorumChanged("web", true, 2, 2), "虚拟服务 web 达到法定权重：存活 2，要求 2。"),
        (new DriftRepaired("10.88.0.100/24 on eth0", "it was gone", "put back"), "10.88.0.100/24 on eth0 被他人改动：it was gone；put back。"),
        (new DefinitionApplied(4, ["a", "b"]), "修订 4 已生效：2 项变化。"),
        (new DefinitionApplied(4, []), "修订 4 已生效，内容没有变化。"),
        (new DefinitionRejected(5, ["no interface eth9"]), "引擎拒绝了修订 5：no interface eth9。"),
        (new ElectionProcessChanged(812, "started", EventSeverity.Info), "选举进程 812：started。"),
        (new ElectionProcessChanged(0, "does not start: no memory", EventSeverity.Critical), "选举进程：does not start: no memory。"),
        (new EngineNotice("checks", "late by 3 s", EventSeverity.Warning), "checks：late by 3 s"),
    ];

    [Fact]
    public void EveryKind_IsTranslated()
    {
        Type[] kinds = [.. typeof(EngineEvent).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(EngineEvent)) && type != typeof(ProbeCompleted))];

        Assert.Equal(kinds.Select(kind => kind.Name).Order(), s_events.Select(each => each.Happened.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Happened_InChinese() => Assert.All(s_events, each => Assert.Equal(each.Chinese, EventSentence.In(each.Happened, InChinese())));

    [Fact]
    public void Stored_SaysTheSame() => Assert.All(s_events, each => Assert.Equal(each.Chinese, EventLine.From(Stored(each.Happened)).SentenceIn(InChinese())));

    [Fact]
    public void Stored_InEnglish_IsAsItWasWritten() =>
        Assert.All(s_events, each => Assert.Equal(each.Happened.Sentence, EventLine.From(Stored(each.Happened)).SentenceIn(new ConsoleText())));

    [Fact]
    public void Stored_OfAKindNobodyKnows_IsToldInEnglish()
    {
        var told = new StreamedEvent("somethingNew", "l1", Noon, 1, 1, EventSeverity.Info, null, null, null, "Something new happened.", []);

        Assert.Equal("Something new happened.", new EventLine(1, told).SentenceIn(InChinese()));
    }

    [Theory]
    [InlineData("commitWindowOpened", null, null, "anna 的修订 8 正在试行：若未确认，将于 2026-03-01T12:05:00.000Z 回退到修订 7。")]
    [InlineData("commitWindowClosed", "confirmed", null, "修订 8 已确认并保留。")]
    [InlineData("commitWindowClosed", "rolledBack", "nobody confirmed it in time", "修订 8 已自动回退到 7。nobody confirmed it in time")]
    public void Trial_InChinese(string kind, string? outcome, string? reason, string expected)
    {
        JsonObject detail = new() { ["outcome"] = outcome, ["reason"] = reason, ["revision"] = 8, ["backTo"] = 7, ["endsAt"] = "2026-03-01T12:05:00.000Z", ["actor"] = "anna" };

        Assert.Equal(expected, new EventLine(1, new StreamedEvent(kind, "l1", Noon, 0, 8, EventSeverity.Warning, null, null, null, "x", detail)).SentenceIn(InChinese()));
    }

    [Fact]
    public void LiveEvents_AreInTheChosenLanguage()
    {
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);
        var events = Render<EventsCard>();

        Publish(s_events[3].Happened);

        AdvanceUntil(() => Assert.Equal(s_events[3].Chinese, events.Find(".kc-event-text").TextContent));
    }

    private static ConsoleText InChinese()
    {
        var text = new ConsoleText();
        text.Use(Language.Chinese);
        return text;
    }

    // As the store keeps it: what every event has stands beside what only this kind has.
    private static StoredEvent Stored(EngineEvent happened)
    {
        JsonObject detail = JsonSerializer.SerializeToNode(happened, DefinitionJson.MaskedOptions)!.AsObject();
        string kind = (string)detail["type"]!;
        foreach (string common in new[] { "type", "sequence", "at", "revision", "sentence", "severity" }) detail.Remove(common);
        var told = new StreamedEvent(kind, "l1", Noon, 1, 1, happened.Severity, null, null, null, happened.Sentence, detail);
        return new StoredEvent(1, kind, JsonSerializer.Serialize(told, DefinitionJson.MaskedOptions), null, null);
    }
}
