using AngleSharp.Dom;
using Bunit;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Settings;
using KeepaliveConsole.Web.Features.Welcome;
using KeepaliveConsole.Web.Mail;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Pages;

public sealed class SettingsPageTests : PageTest, IMailWatch
{
    private readonly FakeAccess _access = new();
    private readonly FakeStorage _storage = new();

    public SettingsPageTests()
    {
        Services.AddSingleton<IAccessOperations>(_access);
        Services.AddSingleton<IMailWatch>(this);
        Services.AddSingleton<IStorageOperations>(_storage);
        _access.Users.Add(new UserDocument("ada", "Ada L.", "admin", true, true, null, Noon.AddMinutes(-5)));
        _access.Users.Add(new UserDocument("bob", null, "viewer", true, false, Noon.AddMinutes(4), null));
        _access.Tokens.Add(new ApiToken(3, "ci", "operator", Noon.AddDays(-2), null, Noon.AddDays(1), null));
        _access.Tokens.Add(new ApiToken(4, "old", "viewer", Noon.AddDays(-9), null, Noon.AddDays(-1), null));
    }

    /// <inheritdoc />
    public MailState Mail { get; private set; } = new(null, 0, 0, 0, null);

    private IRenderedComponent<SettingsPage> Open(string? tab = null)
    {
        Services.GetRequiredService<NavigationManager>().NavigateTo(tab is null ? "settings" : $"settings?tab={tab}");
        return Render<SettingsPage>();
    }

    private static IElement Button(IElement place, string text) => place.QuerySelectorAll("button").Single(button => button.TextContent.Trim() == text);

    [Fact]
    public void Director_TellsWhatIsMissing_AndTheWayOut()
    {
        Engine.Current = FakeStatus.Healthy() with { Engine = FakeStatus.Healthy().Engine with { VrrpNotPermitted = "CAP_NET_RAW is missing; start it by systemd.", RealTime = false } };

        var page = Open();

        Assert.Equal(["Elections Critical", "Real-time scheduling Warning"],
            page.FindAll(".kc-ready li:not(.kc-state-up) div").Select(item => $"{item.QuerySelector("strong")!.TextContent} {item.QuerySelector(".kc-hidden")!.TextContent}"));
        Assert.Contains("CAP_NET_RAW is missing; start it by systemd.", page.Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, 0, "Info", "No mail is sent: the definition has no mail settings for this node.")]
    [InlineData("mail.example.net", null, 0, "Info", "By mail.example.net. Mails sent since the start: 3; changes waiting: 2; given up: 0.")]
    [InlineData("mail.example.net", null, 4, "Warning", "By mail.example.net. Mails sent since the start: 3; changes waiting: 2; given up: 4.")]
    [InlineData("mail.example.net", "connection refused", 0, "Warning", "The mail server mail.example.net takes no mail now: connection refused. Changes waiting: 2; given up: 0.")]
    public void Director_TellsHowMailGetsOn(string? server, string? trouble, int lost, string severity, string told)
    {
        Mail = new MailState(server, 3, 2, lost, trouble);

        IElement item = Open().FindAll(".kc-ready li").Single(each => each.QuerySelector("strong")!.TextContent == "Mail");

        Assert.Contains(told, item.TextContent, StringComparison.Ordinal);
        Assert.Equal(severity, Readiness.Of(Mail, new ConsoleText()).Severity.ToString());
    }

    [Fact]
    public void Users_OfAnOperator_SaysWhichRoleIsNeeded()
    {
        SignInAs("operator");
        var page = Open("users");
        Assert.Contains("needs the role admin", page.Find(".kc-empty").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void Users_LockedOnes_AreUnlocked_AndRolesChange()
    {
        var page = Open("users");
        Assert.Equal(["ada", "bob"], page.FindAll("#users tbody tr").Select(row => row.GetAttribute("data-user")));

        Button(page.Find("[data-user=bob]"), "Unlock").Click();
        page.Find("[data-user=bob] select").Change("operator");

        Assert.Equal(["unlock bob", "role bob operator"], _access.Asked);
    }

    [Fact]
    public void RemovingAUser_AsksOnceMore_AndCancelDoesNothing()
    {
        var page = Open("users");
        Button(page.Find("[data-user=bob]"), "Remove").Click();
        Assert.Contains("bob can no longer sign in", page.Find("[data-user=bob]").TextContent, StringComparison.Ordinal);
        Button(page.Find("[data-user=bob]"), "Cancel").Click();
        Assert.Empty(_access.Asked);

        Button(page.Find("[data-user=bob]"), "Remove").Click();
        Button(page.Find("[data-user=bob]"), "Remove").Click();
        Assert.Equal(["remove bob"], _access.Asked);
    }

    [Fact]
    public void ARefusedUser_KeepsWhatWasTyped_AndSaysWhy()
    {
        _access.Answer = new OperationResult(OperationStatus.Refused, $"The name eve is taken.");
        var page = Open("users");
        page.Find("#new-name").Change("eve");
        page.Find("#new-password").Change("correct horse 7");
        page.Find("#new-role").Change("operator");

        page.Find("form").Submit();

        Assert.Equal(["create eve operator 15"], _access.Asked);
        Assert.Equal("The name eve is taken.", page.Find("[role=alert]").TextContent.Trim());
        Assert.Equal("eve", page.Find("#new-name").GetAttribute("value"));
    }

    [Fact]
    public void AToken_IsShownOnce_AndOnlyValidOnesCanBeRevoked()
    {
        var page = Open("tokens");
        Assert.Equal(["valid", "expired"], page.FindAll("#tokens tbody tr").Select(row => row.Children[2].TextContent.Trim()));
        Assert.Empty(page.Find("[data-token=old]").QuerySelectorAll("button"));

        page.Find("#token-name").Change("deploy");
        page.Find("#token-role").Change("admin");
        page.Find("#token-days").Change("30");
        page.Find("form").Submit();

        Assert.Equal([$"token deploy admin {Noon.AddDays(30):yyyy-MM-dd}"], _access.Asked);
        Assert.Equal("kc_secret", page.Find("#token-secret").TextContent);
        Button(page.Find(".kc-secret"), "I have it").Click();
        Assert.DoesNotContain("kc_secret", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Storage_ShowsWhatIsKept_AndBacksUp()
    {
        var page = Open("storage");
        Assert.Contains("4.2 MiB", page.Markup, StringComparison.Ordinal);
        Assert.Equal("≈ 12,345", page.Find("#kept tbody td").TextContent.Trim());
        Assert.Contains("never", page.Find("#backups tbody tr").TextContent, StringComparison.Ordinal);

        Button(page.Find(".kc-card-head"), "Back up now").Click();

        Assert.Equal(1, _storage.Made);
        Assert.Equal("The backup kc-2.db was made and tried out.", page.Find("[role=status]").TextContent.Trim());
    }

    [Fact]
    public void Storage_OfAViewer_HasNoBackUpButton()
    {
        SignInAs("viewer");
        Assert.Empty(Open("storage").FindAll(".kc-card-head button"));
    }

    [Fact]
    public void Storage_ThatCannotBeRead_SaysSo()
    {
        _storage.ReadAnswer = new OperationResult(OperationStatus.Unavailable, $"The database does not answer.");
        Assert.Contains("The database does not answer.", Open("storage").Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Welcome_WithoutADefinition_OffersThreeWays()
    {
        Engine.Current = FakeStatus.Healthy() with { AppliedRevision = 0 };
        var page = Render<WelcomePage>();
        Assert.Equal(["import", "changes?tab=objects"], page.FindAll("a.kc-choice").Select(way => way.GetAttribute("href")));
        Assert.Contains("./run.sh lab", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Welcome_WithADefinition_SaysWhichOne()
    {
        Engine.Current = FakeStatus.Healthy() with { AppliedRevision = 7 };
        Assert.Contains("Revision 7 is in force: 1 instances, ", Render<WelcomePage>().Markup, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "0 B")]
    [InlineData(1023, "1023 B")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(4_404_019, "4.2 MiB")]
    [InlineData(long.MaxValue, "8388608 TiB")]
    public void Sizes_AreInPowersOf1024(long bytes, string text) => Assert.Equal(text, ByteText.Of(bytes));

    [Fact]
    public void TokenLife_EndsAtItsMoment_AndRevokedWins()
    {
        var text = new ConsoleText();
        var token = new ApiToken(1, "a", "viewer", Noon, null, Noon.AddDays(1), null);
        Assert.True(TokenLife.IsValid(token, Noon.AddDays(1).AddTicks(-1)));
        Assert.Equal("expired", TokenLife.Word(token, Noon.AddDays(1), text));
        Assert.Equal("revoked", TokenLife.Word(token with { RevokedAt = Noon }, Noon.AddDays(2), text));
        Assert.Null(TokenLife.EndOf(0, Noon));
        Assert.Equal(Noon.AddDays(7), TokenLife.EndOf(7, Noon));
    }

    [Fact]
    public void Readiness_NamesTheElectionProcessThatIsGone()
    {
        EngineStatus status = FakeStatus.Healthy();
        status = status with { Engine = status.Engine with { ElectionProcess = new ElectionProcessStatus(0, Noon, "1", false, 2, Noon) } };
        Assert.Equal(EventSeverity.Critical, Readiness.From(status, new ConsoleText())[3].Severity);
    }
}
