using AngleSharp.Dom;
using Bunit;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Components.Layout;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.Overview;
using KeepaliveConsole.Web.Features.RealServers;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace KeepaliveConsole.Web.Tests.Pages;

/// <summary>What lies around every page: keys, palette, theme, this node's sign, and the age of everything.</summary>
public sealed class ShellTests : PageTest
{
    private readonly ConsoleText _text = new();

    [Fact]
    public void Help_ListsEveryKey()
    {
        IRenderedComponent<KeyboardHelp> help = Render<KeyboardHelp>();
        Assert.Equal("dialog", help.Find("#kc-help").LocalName);
        Assert.Equal(4 + ConsolePlace.All.Count, help.FindAll("dt").Count);
        Assert.Equal(["?", "CtrlK/⌘K", "/", "Esc", "go"], help.FindAll("dt").Take(5).Select(key => key.TextContent.Replace(" ", "", StringComparison.Ordinal)));
        Assert.Equal("Overview", help.FindAll("dd")[4].TextContent);
    }

    [Fact]
    public void Places_HaveALetterEach_AndTheRailCarriesIt()
    {
        Assert.Equal(ConsolePlace.All.Count, ConsolePlace.All.Select(place => place.Letter).Distinct().Count());
        Assert.Equal(ConsolePlace.All.Select(place => place.Letter.ToString()), Render<NavigationRail>().FindAll("a").Select(link => link.GetAttribute("data-letter")));
    }

    [Theory]
    [InlineData("vi_w", "VI_WEB", "instances?instance=VI_WEB")]
    [InlineData("10.88.0.100:80", "10.88.0.100:80/tcp", "real-servers?search=10.88.0.100%3A80%2Ftcp")]
    [InlineData(".102", "10.88.0.102:80", "real-servers?search=10.88.0.102%3A80")]
    [InlineData("server 10.88.0.101", "10.88.0.101:80", "real-servers?search=10.88.0.101%3A80")]
    [InlineData("audit", "Audit history", "audit")]
    public void Palette_FindsByName(string query, string title, string address)
    {
        PaletteItem first = PaletteModel.Find(FakeStatus.Healthy(), query, _text)[0];
        Assert.Equal((title, address), (first.Title, first.Address));
    }

    [Fact]
    public void Palette_IsBounded_AndShowsPagesFirst()
    {
        EngineStatus many = FakeStatus.Healthy();
        many = many with { VirtualServices = [many.VirtualServices[0] with { RealServers = [.. Enumerable.Range(1, 200).Select(number => FakeStatus.RealServer($"10.9.0.{number}:80"))] }] };
        Assert.Equal(12, PaletteModel.Find(many, "10.9", _text).Count);
        Assert.Equal(ConsolePlace.All.Count, PaletteModel.Find(many, " ", _text).Count);
        Assert.Empty(PaletteModel.Find(many, "no such thing", _text));
    }

    [Fact]
    public void Palette_AnswersWhatIsTyped()
    {
        IRenderedComponent<CommandPalette> palette = Render<CommandPalette>();
        palette.Find("input").Input(" vi_web ");
        Assert.Equal("vi_web", palette.Find("ul").GetAttribute("data-for"));
        Assert.Equal("instances?instance=VI_WEB", Assert.Single(palette.FindAll("a")).GetAttribute("href"));
        palette.Find("input").Input("nobody");
        Assert.Equal("Nothing here has that name.", palette.Find("[role=status]").TextContent);
    }

    [Theory]
    [InlineData(null, "system", "(prefers-color-scheme: dark)")]
    [InlineData("\"><script>", "system", "(prefers-color-scheme: dark)")]
    [InlineData("material", "material", "not all")]
    [InlineData("material-dark", "material-dark", "all")]
    [InlineData("contrast", "contrast", "all")]
    public void Theme_IsTheCookies_ElseTheSystems(string? cookie, string theme, string media)
    {
        Assert.Equal((theme, media), (ConsoleTheme.Known(cookie), ConsoleTheme.DarkMedia(ConsoleTheme.Known(cookie))));
        Services.GetRequiredService<ThemeService>().SetTheme(theme, false);
        IRenderedComponent<ThemeSwitch> part = Render<ThemeSwitch>();
        Assert.Equal(["Theme: system", "Light", "Dark", "High contrast"], part.FindAll("option").Select(option => option.TextContent));
        Assert.Equal(theme, Assert.Single(part.FindAll("option[selected]")).GetAttribute("value"));
    }

    [Theory]
    [InlineData("teal", "l1", "teal")]
    [InlineData(" Teal ", "l1", "teal")]
    [InlineData("none", "l1", "none")]
    [InlineData(null, "l1", "pink")]
    [InlineData("auto", "l2", "olive")]
    [InlineData("no-colour", "l2", "olive")]
    public void Tint_IsTheSettings_ElseTheNamesOwn(string? setting, string node, string expected) => Assert.Equal(expected, NodeTint.Of(setting, node));

    [Theory]
    [InlineData("MM", "Master", "up")]
    [InlineData("MB", "Master 1/2", "up")]
    [InlineData("BB", "Backup", "backup")]
    [InlineData("MF", "Fault 1/2", "down")]
    [InlineData("II", "Initialize", "unknown")]
    [InlineData("", "no VRRP", "enabled")]
    public void Role_IsTheGravestState(string states, string word, string style)
    {
        EngineStatus status = FakeStatus.Healthy();
        status = status with { Vrrp = [.. states.Select(state => status.Vrrp[0] with { State = state switch { 'M' => VrrpState.Master, 'B' => VrrpState.Backup, 'F' => VrrpState.Fault, _ => VrrpState.Initialize } })] };
        StateToken role = NodeRole.Of(status, PictureAge.Of(status, Noon));
        Assert.Equal((word, style), (role.WordIn(_text), role.Style));
        StateToken later = NodeRole.Of(status, PictureAge.Of(status, Noon.AddSeconds(7)));
        Assert.Equal("unknown", later.Style);
    }

    [Fact]
    public void Chip_SignsTheTab()
    {
        Services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Console:Tint", "pink")]).Build());
        IElement chip = Render<NodeChip>().Find("#kc-node");
        Assert.Equal(("l1 Master", "l1 STALE", "pink"), (chip.GetAttribute("data-sign"), chip.GetAttribute("data-lost"), chip.GetAttribute("data-tint")));
    }

    [Fact]
    public void FrozenEngine_LeavesNoPillKnown_WithinThreeIntervals()
    {
        IRenderedComponent<OverviewPage> overview = Render<OverviewPage>();
        IRenderedComponent<RealServersPage> servers = Render<RealServersPage>();
        Assert.Equal(["Master"], overview.FindAll(".kc-pill").Select(pill => pill.TextContent.Trim()));
        Time.Advance((3 * PictureAge.Interval) + TimeSpan.FromSeconds(1));
        AdvanceUntil(() =>
        {
            Assert.Equal(["Unknown · was Master"], overview.FindAll(".kc-pill").Select(pill => pill.TextContent.Trim()));
            Assert.Equal(["Unknown · was Up", "Unknown · was Up"], servers.FindAll("tr.kc-rs-row .kc-pill").Select(pill => pill.TextContent.Trim()));
        });
        Assert.Equal(TimeSpan.FromSeconds(6), 3 * PictureAge.Interval);
    }
}
