using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using KeepaliveConsole.Browser.Tests.Watching;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace KeepaliveConsole.Browser.Tests.Lab;

/// <summary>The pages can be used by everybody: in both themes, with assistive technology and on a phone.</summary>
[Collection(LabCollection.Name)]
public sealed class PageTests(BrowserLab lab, ITestOutputHelper output)
{
    /// <summary>Address of a page, and what is on it once it has loaded its content.</summary>
    public static TheoryData<string, string> Pages { get; } = new()
    {
        { "/", "[data-instance=VI_LAB] .kc-owner strong" },
        { "/real-servers", "tr[data-server='10.88.0.103:80']" },
        { "/audit", "tbody td code" },
        { "/audit?tab=takeovers", ".kc-takeovers tbody td" },
        { "/import", "#conf" },
    };

    /// <summary>The same, once for each theme.</summary>
    public static TheoryData<string, string, ColorScheme> PagesInBothThemes
    {
        get
        {
            var both = new TheoryData<string, string, ColorScheme>();
            foreach (object[] page in Pages)
                foreach (ColorScheme theme in new[] { ColorScheme.Light, ColorScheme.Dark }) both.Add((string)page[0], (string)page[1], theme);
            return both;
        }
    }

    [Theory]
    [MemberData(nameof(PagesInBothThemes))]
    public async Task Page_HasNoSeriousViolation_InEitherTheme(string path, string content, ColorScheme theme)
    {
        await using WatchedPage watched = await OpenAsync(path, content, theme);
        Assert.Equal(theme == ColorScheme.Dark, await watched.Page.Locator(".kc-app.kc-dark").IsVisibleAsync());

        AxeResult result = await watched.Page.RunAxe();

        foreach (AxeResultItem found in result.Violations) output.WriteLine(Text(found));
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical").Select(Text));
        Assert.NotEmpty(result.Passes);
        Assert.Empty(watched.Complaints);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FitsAPhone(string path, string content)
    {
        await using WatchedPage watched = await OpenAsync(path, content, ColorScheme.Light, width: 390);

        int[] widths = await watched.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.body.scrollWidth]");

        Assert.Equal([390, 390], widths);
        await Expect(watched.Page.Locator(content).First).ToBeInViewportAsync(new() { Ratio = path is "/" or "/import" ? 0.1f : 0 });
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task ThemeSwitch_ChangesThePage_AndIsRemembered()
    {
        await using WatchedPage watched = await OpenAsync("/", "[data-instance=VI_LAB]", ColorScheme.Light);
        string light = await BackgroundAsync(watched.Page);

        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Switch to the dark theme" }).ClickAsync();
        await Expect(watched.Page.GetByRole(AriaRole.Button, new() { Name = "Switch to the light theme" })).ToBeVisibleAsync();
        string dark = await BackgroundAsync(watched.Page);
        await watched.GoLiveAsync("/");

        Assert.NotEqual(light, dark);
        Assert.Equal(dark, await BackgroundAsync(watched.Page));
        Assert.Empty(watched.Complaints);
    }

    private async Task<WatchedPage> OpenAsync(string path, string content, ColorScheme theme, int width = 1400)
    {
        WatchedPage watched = await lab.OpenAsync(theme, width);
        await watched.GoLiveAsync(path);
        await Expect(watched.Page.Locator(content).First).ToBeAttachedAsync();
        return watched;
    }

    private static Task<string> BackgroundAsync(IPage page) =>
        page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");

    private static string Text(AxeResultItem found) =>
        $"{found.Impact} {found.Id}: {found.Help}\n  {string.Join("\n  ", found.Nodes.Select(node => node.Html))}";
}
