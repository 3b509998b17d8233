using Bunit;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Import;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public class ImportPageTests : PageTest
{
    private static ImportOutcome Outcome(OperationStatus status, string message) => new(
        new OperationResult(status, Sentence.Verbatim(message), Changes: ["VI_WEB: priority 200 -> 150", "virtual service web-80: added"]),
        [new ConfDiagnostic("keepalived.conf", 12, 5, ConfSeverity.Warning, $"not understood: keepalived.conf:12:5 <b>lvs_sync</b>")],
        FakeStatus.Cluster());

    private static void Press(IRenderedComponent<ImportPage> page, string text) => page.FindAll("button").Single(button => button.TextContent.Trim() == text).Click();

    [Fact]
    public void Import_Viewer_IsToldWhichRoleIsNeeded()
    {
        SignInAs("operator");

        var page = Render<ImportPage>();

        Assert.Contains("needs the role admin; you have operator", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("textarea"));
        Assert.Equal([("anna", "admin", "open-page", "import")], Permissions.Refused);
    }

    [Fact]
    public void Import_Admin_IsNotRefused()
    {
        var page = Render<ImportPage>();
        Assert.Single(page.FindAll("textarea"));
        Assert.Empty(Permissions.Refused);
    }

    [Fact]
    public void Check_TextWithFindings_ShowsLineColumnAndChangesWithoutImporting()
    {
        Operations.ImportAnswer = Outcome(OperationStatus.Done, "Would be revision 8.");
        var page = Render<ImportPage>();
        page.Find("textarea").Change("vrrp_instance VI_WEB { }");

        Press(page, "Check");

        Assert.Equal(("vrrp_instance VI_WEB { }", null, true), Assert.Single(Operations.Imports));
        var finding = page.Find(".kc-finding");
        Assert.Equal("keepalived.conf:12:5", finding.QuerySelector("code")!.TextContent);
        Assert.Contains("<b>lvs_sync</b>", finding.TextContent, StringComparison.Ordinal);
        Assert.Equal(["~ VI_WEB: priority 200 -> 150", "+ virtual service web-80: added"], page.FindAll(".kc-plan li").Select(line => line.TextContent.Trim()));
        Assert.Contains("What would happen", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Check_InChinese_ShowsTheAnswerAndTheFindingsInChinese()
    {
        Services.GetRequiredService<ConsoleText>().Use(Language.Chinese);
        ConfImportResult read = ConfImport.Read("keepalived.conf", new OneFile("vrrp_instance VI_WEB {\n interface eth0\n virtual_router_id 300\n snmp_name x\n}\n"), "l1", "l1");
        Operations.ImportAnswer = new ImportOutcome(new OperationResult(OperationStatus.Refused, $"The file has errors; nothing was imported."), read.Diagnostics, null);
        var page = Render<ImportPage>();
        page.Find("textarea").Change("x");

        Press(page, "检查");

        Assert.Equal("文件有错误；没有导入任何内容。", page.Find(".kc-import-result span").TextContent);
        string[] findings = [.. page.FindAll(".kc-finding > span:last-child").Select(found => found.TextContent)];
        Assert.Contains("virtual_router_id 必须为 1 到 255，而不是 300", findings);
        Assert.Contains("未能理解：keepalived.conf:4:2 snmp_name", findings);
    }

    [Fact]
    public void Import_AfterACheck_IsAllowedAndRunsForReal()
    {
        Operations.ImportAnswer = Outcome(OperationStatus.Done, "Would be revision 8.");
        var page = Render<ImportPage>();
        page.Find("textarea").Change("x");
        Assert.True(page.FindAll("button").Single(button => button.TextContent.Trim() == "Import").HasAttribute("disabled"));

        Press(page, "Check");
        page.Find("#node").Change("l2");
        Assert.True(page.FindAll("button").Single(button => button.TextContent.Trim() == "Import").HasAttribute("disabled"));
        Press(page, "Check");
        Press(page, "Import");

        Assert.Equal(("x", "l2", false), Operations.Imports[^1]);
    }

    [Fact]
    public void Check_ProgramRefuses_ShowsTheMessageAndKeepsImportOff()
    {
        Operations.ImportAnswer = Outcome(OperationStatus.Refused, "The file has 1 error.");
        var page = Render<ImportPage>();
        page.Find("textarea").Change("x");

        Press(page, "Check");

        Assert.Contains("The file has 1 error.", page.Find(".kc-import-result").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".kc-plan"));
        Assert.True(page.FindAll("button").Single(button => button.TextContent.Trim() == "Import").HasAttribute("disabled"));
    }

    [Fact]
    public void Check_NoText_SaysWhatToDo()
    {
        var page = Render<ImportPage>();

        Press(page, "Check");

        Assert.Contains("Paste a keepalived.conf or choose a file.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Empty(Operations.Imports);
    }

    [Fact]
    public void File_Chosen_FillsTheTextAndTooLargeIsRefused()
    {
        var page = Render<ImportPage>();
        var input = page.FindComponent<Microsoft.AspNetCore.Components.Forms.InputFile>();

        input.UploadFiles(InputFileContent.CreateFromText("global_defs { }", "keepalived.conf"));
        page.WaitForAssertion(() => Assert.Equal("global_defs { }", page.Find("textarea").GetAttribute("value")));

        input.UploadFiles(InputFileContent.CreateFromText(new string('#', ImportLimits.MostCharacters + 1), "huge.conf"));
        page.WaitForAssertion(() => Assert.Contains("huge.conf is larger than 500000 bytes", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    private sealed class OneFile(string text) : IConfSource
    {
        public string? Read(string path, out Sentence? problem)
        {
            problem = null;
            return text;
        }

        public IReadOnlyList<string> Match(string pattern, string includingFile) => [];
    }
}
