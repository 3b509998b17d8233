using System.Text.Json.Nodes;
using Bunit;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Definitions.Json;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Changes;
using KeepaliveConsole.Web.Features.Changes.Forms;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public sealed class EditPageTests : ChangesPageTest
{
    [Fact]
    public void Kinds_CoverEveryListOfTheDefinition() =>
        Assert.Equal(typeof(ClusterDefinition).GetProperties().Where(member => member.CanWrite).Select(member => member.PropertyType.GetGenericArguments()[0].Name).Order(),
            EditableKind.All.Select(kind => kind.Type.Name).Order());

    [Fact]
    public void Forms_HaveEveryMemberOfEveryDefinition_WithItsText()
    {
        (Type Type, string? Kind, RecordShape Shape)[] records = [.. FormWalk.Records()];
        foreach ((Type type, string? kind, RecordShape record) in records)
            foreach (FieldShape field in record.Fields)
                Assert.False(string.IsNullOrEmpty(field.Help ?? record.Help), $"{type} {kind} {field.Name} has no text");
        int fields = records.Sum(record => record.Shape.Fields.Count);
        (Type, string?)[] seen = [.. records.Select(record => (record.Type, record.Kind))];

        Assert.Contains((typeof(CheckDefinition), "dns"), seen);
        Assert.Contains((typeof(VirtualMacDefinition), null), seen);
        Assert.Equal(9, seen.Count(each => each.Item1 == typeof(CheckDefinition)));
        Assert.True(fields > 250, $"only {fields} fields");
    }

    [Fact]
    public void Field_HasLabelUnitDefaultAndHelp()
    {
        FieldShape interval = FormShapes.Record(typeof(TrackScriptDefinition)).Fields.Single(field => field.Name == "intervalMs");

        Assert.Equal(("Interval", "ms", "1000", false), (interval.Label, interval.Value.Unit, interval.Default, interval.IsRequired));
        Assert.Equal("Time between runs. Default 1 s.", interval.Help);
        FieldShape password = FormShapes.Record(typeof(VrrpAuthentication)).Fields.Single(field => field.Name == "password");
        Assert.Equal((FieldKind.Secret, true), (password.Value.Kind, password.IsRequired));
    }

    [Fact]
    public void Form_InChinese_HasLabelsAndHelpInChinese()
    {
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);

        var page = Edit("track-script", "chk");

        Assert.Equal("权重", page.Find("label[for=f-weight]").TextContent.Trim());
        Assert.StartsWith("-253 到 253，默认 0 = 失败时进入故障。", page.Find("#f-weight-help").TextContent.Trim(), StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_ValueThatBreaksARule_ShowsTheRulesMessageAtTheField_AndCannotBeStaged()
    {
        var page = Edit("track-script", "chk");

        page.Find("#f-weight").Change("300");

        Assert.Contains("253", page.Find("[data-field='/weight'] .kc-form-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("true", page.Find("#f-weight").GetAttribute("aria-invalid"));
        Assert.True(page.Find("button[type=submit]").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("300", "跟踪脚本 chk：权重必须为 -253 到 253，而不是 300。")]
    [InlineData("many", "值的类型不对，或不是已知的单词")]
    public void Edit_InChinese_ShowsTheRulesAndTheReadersMessageInChinese(string typed, string expected)
    {
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);
        var page = Edit("track-script", "chk");

        page.Find("#f-weight").Change(typed);

        var message = page.Find("[data-field='/weight'] .kc-form-error span:last-child");
        Assert.Equal(expected, message.TextContent);
        Assert.False(message.HasAttribute("lang"));
    }

    [Fact]
    public void New_InChinese_WithTheNameOfAnother_IsRefusedInChinese()
    {
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);
        var page = Edit("track-script");

        page.Find("#f-name").Change("chk");

        Assert.Contains("已有名为 chk 的跟踪脚本；", page.Find("[data-field='/name'] .kc-form-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Edit_LettersInANumber_ShowsTheReadersMessageAtTheField_AndKeepsThem()
    {
        var page = Edit("track-script", "chk");

        page.Find("#f-weight").Change("many");

        Assert.Contains("the value is of the wrong kind", page.Find("[data-field='/weight'] .kc-form-error").TextContent, StringComparison.Ordinal);
        Assert.Equal("many", page.Find("#f-weight").GetAttribute("value"));
    }

    [Fact]
    public void Edit_Staged_LeadsToTheWorkbench_WithOnlyThatChanged()
    {
        var page = Edit("track-script", "chk");
        page.Find("#f-weight").Change("20");

        page.Find("form.kc-edit").Submit();

        StagedChange staged = Assert.Single(Drafts.Of("anna").Changes);
        Assert.Equal(("track-script", "chk", 20, 0), (staged.Kind, staged.Name, (int)staged.Mine!["weight"]!, (int)staged.Base!["weight"]!));
        Assert.Equal("changes", Address);
        Assert.Equal(2, Definitions.Revision);
    }

    [Fact]
    public void New_WithoutWhatMustBeThere_SaysSo_ThenIsStagedUnderItsName()
    {
        var page = Edit("track-file");
        Assert.Empty(page.FindAll(".kc-form-error"));

        page.Find("#f-name").Change("load");
        Assert.Contains("This field must be filled in.", page.Find("[data-field='/path']").TextContent, StringComparison.Ordinal);
        page.Find("#f-path").Change("/run/load");
        page.Find("form.kc-edit").Submit();

        StagedChange staged = Assert.Single(Drafts.Of("anna").Changes);
        Assert.Equal(("load", null, "/run/load"), (staged.Name, staged.BaseTag, (string?)staged.Mine!["path"]));
    }

    [Fact]
    public void New_WithTheNameOfAnother_IsRefusedAtTheName()
    {
        var page = Edit("track-script");

        page.Find("#f-name").Change("chk");

        Assert.Contains("There is a track script chk already", page.Find("[data-field='/name'] .kc-form-error").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void RealServers_AreAddedAndRemoved_AndTheirChecksChangeKind()
    {
        var page = Edit("virtual-service", Service);
        Assert.Equal(2, page.FindAll("[data-field='/realServers'] > fieldset > .kc-list-item").Count);

        page.Find("[data-add='/realServers']").Click();
        page.Find("#f-realServers-2-address").Change("10.88.0.103");
        page.Find("#f-realServers-2-port").Change("80");
        page.Find("#r-realServers-0-checks-0-kind").Change("tcp");
        page.Find("button[title='Remove 10.88.0.102 80']").Click();
        page.Find("form.kc-edit").Submit();

        JsonArray servers = Assert.Single(Drafts.Of("anna").Changes).Mine!["realServers"]!.AsArray();
        Assert.Equal(["10.88.0.101", "10.88.0.103"], servers.Select(server => (string)server!["address"]!));
        Assert.Equal("tcp", (string?)servers[0]!["checks"]![0]!["kind"]);
    }

    [Fact]
    public void Server_InTheAddress_StandsOpen()
    {
        var page = Edit("virtual-service", Service, "&server=10.88.0.102:80");

        Assert.Equal([false, true], page.FindAll("[data-field='/realServers'] > fieldset > .kc-list-item > details").Select(item => item.HasAttribute("open")));
    }

    [Fact]
    public void WhatWasTyped_IsThereAfterAReload_UntilOneBeginsAgain()
    {
        Edit("track-script", "chk").Find("#f-weight").Change("33");

        var again = Edit("track-script", "chk");

        Assert.Equal("33", again.Find("#f-weight").GetAttribute("value"));
        again.FindAll("button").Single(button => button.TextContent == "Begin again from what is in force").Click();
        Assert.Equal("0", again.Find("#f-weight").GetAttribute("value"));
    }

    [Fact]
    public void Json_ShowsEveryMember_AndWhatIsWrongWithAnEditedText()
    {
        var page = Edit("track-script", "chk", "&view=json");
        string text = page.Find("textarea").GetAttribute("value")!;
        Assert.Equal(EditableKind.Find("track-script")!.Find(Definitions.Current, "chk")!.Select(member => member.Key), JsonNode.Parse(text)!.AsObject().Select(member => member.Key));

        page.Find("textarea").Change(text.Replace("\"fall\"", "\"fell\"", StringComparison.Ordinal));
        Assert.Contains("unknown member \"fell\"", page.Find("#object-json-wrong").TextContent, StringComparison.Ordinal);
        page.Find("textarea").Change("{");
        Assert.Equal("{", page.Find("textarea").GetAttribute("value"));
    }

    [Fact]
    public void Secret_IsMasked_AlsoInTheLineToCopy()
    {
        Definitions.Commit(Definitions.Current with { VrrpInstances = [Definitions.Current.VrrpInstances[0] with { Authentication = new VrrpAuthentication { Type = VrrpAuthenticationType.Password, Password = "geheim" } }] });
        var page = Edit("vrrp-instance", "VI_WEB");
        page.Find("#f-authentication-password").Change("neues");

        Assert.DoesNotContain("geheim", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("neues", page.Find("[data-copy]").GetAttribute("data-copy")!, StringComparison.Ordinal);
        Assert.Contains("If-Match: \"" + DefinitionJson.HashPart(Definitions.Current.VrrpInstances[0]), page.Find("[data-copy]").GetAttribute("data-copy")!, StringComparison.Ordinal);
        page.Find("form.kc-edit").Submit();
        Assert.Equal("neues", (string?)Assert.Single(Drafts.Of("anna").Changes).Mine!["authentication"]!["password"]);
    }

    [Fact]
    public void Viewer_IsToldWhichRoleItTakes()
    {
        SignInAs("viewer");

        Assert.Contains("needs the role admin; you have viewer", Edit("track-script", "chk").Find(".kc-empty").TextContent, StringComparison.Ordinal);
    }
}
