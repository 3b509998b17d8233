using Bunit;
using KeepaliveConsole.Data;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Changes;
using KeepaliveConsole.Web.Operations.Windows;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public sealed class ChangesPageTests : ChangesPageTest
{
    [Fact]
    public void NothingStaged_OffersTheObjects() =>
        Assert.Equal("changes?tab=objects", Open().Find(".kc-empty a").GetAttribute("href"));

    [Fact]
    public void Staged_ShowsSentencesFieldsFindings_AndCommitsWithTheComment()
    {
        StageWeight(20);
        var page = Open();
        Assert.Equal("chk", page.Find("[data-staged] a").TextContent);
        Assert.Equal(["track script chk: weight 0 -> 20"], page.FindAll(".kc-sentences li").Select(line => line.TextContent));

        page.Find("input[name=comment]").Input("  more\nweight ");
        page.Find("form.kc-commit").Submit();

        Assert.Equal(("more weight", null), (Definitions.Writes[0].Wish.Comment, Definitions.Writes[0].Wish.ConfirmWithin));
        Assert.Equal(20, Definitions.Current.TrackScripts[0].Weight);
        Assert.Contains("Revision 3 is in force.", page.Find(".kc-outcome").TextContent, StringComparison.Ordinal);
        Assert.Empty(Drafts.Of("anna").Changes);
    }

    [Fact]
    public void FieldsAndConf_ShowSignsBesideTheColour()
    {
        Drafts.Stage("anna", OtherPriority());
        Assert.Equal(["±"], Open("?view=fields").FindAll(".kc-field-diff [aria-hidden]").Select(sign => sign.TextContent));

        var conf = Open("?view=conf");

        Assert.Contains("−", conf.FindAll("td.kc-diff-sign").Select(sign => sign.TextContent));
        Assert.Contains("+", conf.FindAll("td.kc-diff-sign").Select(sign => sign.TextContent));
        Assert.Contains("priority 150", conf.Find("tr.kc-diff-added").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatBreaksARule_BlocksTheCommit()
    {
        StageWeight(300);

        var page = Open("?view=checks");

        Assert.True(page.Find("form.kc-commit button[type=submit]").HasAttribute("disabled"));
        Assert.Contains("Errors must be corrected first.", page.Find("form.kc-commit").TextContent, StringComparison.Ordinal);
        Assert.Equal("/trackScripts/0/weight", page.Find(".kc-lint code.kc-muted").TextContent);
    }

    [Fact]
    public void OnTrial_CarriesMinutesAndGuards()
    {
        StageWeight(20);
        var page = Open();
        page.Find("input[name=trial]").Change(true);
        page.Find("input[name=minutes]").Change("7");
        page.Find("input[name=servers-down]").Change(true);

        page.Find("form.kc-commit").Submit();

        Assert.Equal(TimeSpan.FromMinutes(7), Definitions.Writes[0].Wish.ConfirmWithin);
        Assert.Equal([new(WindowGuardKind.TwoMasters), new(WindowGuardKind.QuorumLost), new(WindowGuardKind.ServersDown, 1)], Definitions.Writes[0].Wish.Guards);
        Assert.Contains("Revision 3 is in force on trial: confirm it above.", page.Find(".kc-outcome").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Plan_IsInTheChosenLanguage()
    {
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);
        Drafts.Stage("anna", OtherPriority());

        Assert.Equal(["VI_WEB：优先级 200 -> 150"], Open().FindAll(".kc-sentences")[0].QuerySelectorAll("li").Select(line => line.TextContent));
        Assert.Equal(["跟踪脚本 chk：新增"], Open("?tab=history&from=1&to=2").FindAll(".kc-sentences li").Select(line => line.TextContent));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?tab=history&back=1")]
    public void WhatATrialHoldsUp_MayBeCommittedOnceItIsOver(string query)
    {
        StageWeight(20);
        Definitions.Window = new(2, 1, Noon, Noon.AddMinutes(5), new Actor(ActorKind.User, "bob", null), null, "");
        var page = Open(query);
        Assert.True(page.Find("form.kc-commit button[type=submit]").HasAttribute("disabled"));

        Definitions.Window = null;

        AdvanceUntil(() => Assert.False(page.Find("form.kc-commit button[type=submit]").HasAttribute("disabled")));
    }

    [Fact]
    public void SomeoneElsesChange_IsMarked_Merged_AndThenCommitted()
    {
        StageWeight(20);
        Definitions.Commit(Definitions.Current with { TrackScripts = [Definitions.Current.TrackScripts[0] with { Weight = 5, Rise = 3 }] });
        var page = Open();
        Assert.True(page.Find("form.kc-commit button[type=submit]").HasAttribute("disabled"));

        page.Find("[data-staged] .kc-chip-button").Click();
        Assert.Equal(["weight", "rise"], page.FindAll(".kc-merge tbody td:first-child code").Select(path => path.TextContent));
        Assert.Equal(["0", "20", "5"], page.FindAll(".kc-merge tbody tr:first-child td:nth-child(n+2) code").Select(value => value.TextContent));
        page.FindAll("button").Single(button => button.TextContent == "Put my change on top of what is in force").Click();
        page.Find("form.kc-commit").Submit();

        Assert.Equal((20, 3), (Definitions.Current.TrackScripts[0].Weight, Definitions.Current.TrackScripts[0].Rise));
    }

    [Fact]
    public void Discarded_IsGone()
    {
        StageWeight(20);
        var page = Open();

        page.Find("button[title='Discard the change of chk']").Click();

        Assert.NotNull(page.Find(".kc-empty"));
        Assert.Equal(2, Definitions.Revision);
    }

    [Fact]
    public void Objects_ListsWhatThereIs_StagesARemoval()
    {
        var page = Open("?tab=objects&kind=track-script");
        Assert.Equal("changes/edit?kind=track-script&name=chk", page.Find("[data-object=chk] a").GetAttribute("href"));
        Assert.Equal(7, page.FindAll(".kc-kinds a").Count);

        page.Find("[data-object=chk] button").Click();

        Assert.Null(Assert.Single(Drafts.Of("anna").Changes).Mine);
        Assert.Contains("removal", page.Find("[data-object=chk]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Objects_Search_NoMatchIsNotNothingThere()
    {
        Assert.Contains("No name matches.", Open("?tab=objects&kind=track-script&search=zzz").Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Assert.Contains("There is no sync group yet.", Open("?tab=objects&kind=sync-group").Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void History_ComparesTwo_AndGoesBackAfterAPlan()
    {
        var page = Open("?tab=history&from=1&to=2");
        Assert.Equal(["2", "1"], page.FindAll("[data-revision] td:nth-child(3)").Select(cell => cell.TextContent));
        Assert.Contains("track script chk", page.Find(".kc-sentences").TextContent, StringComparison.Ordinal);

        var back = Open("?tab=history&back=1");
        Assert.Contains("track script chk", back.Find(".kc-sentences").TextContent, StringComparison.Ordinal);
        Assert.Empty(Definitions.Writes);
        back.Find("form.kc-commit").Submit();

        Assert.Equal(3, Definitions.Revision);
        Assert.Empty(Definitions.Current.TrackScripts);
    }

    [Fact]
    public void Viewer_SeesObjectsAndHistory_ButNoButtons()
    {
        SignInAs("viewer");

        Assert.Contains("needs the role admin", Open().Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(Open("?tab=objects&kind=track-script").FindAll("[data-object] button"));
        Assert.DoesNotContain("Roll back", Open("?tab=history").Markup, StringComparison.Ordinal);
    }

    private StagedChange OtherPriority()
    {
        EditableKind kind = EditableKind.Find("vrrp-instance")!;
        var mine = kind.Find(Definitions.Current, "VI_WEB")!;
        mine["participants"]![0]!["priority"] = 150;
        return new StagedChange("vrrp-instance", "VI_WEB", kind.Find(Definitions.Current, "VI_WEB"), kind.TagOf(Definitions.Current, "VI_WEB"), mine, Noon);
    }
}
