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
    // Elements with text of their own that hide a part of it: wider than they are, and not to be scrolled.
    private const string CutOff = """
        () => [...document.querySelectorAll("main *, header *, nav *")].filter(element => {
          const style = getComputedStyle(element);
          const hides = ["hidden", "clip"].includes(style.overflowX) || style.textOverflow === "ellipsis";
          const own = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.textContent.trim());
          return hides && own && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1 && !element.title && style.clipPath === "none";
        }).map(element => element.className + ": " + element.textContent.trim().slice(0, 60))
        """;

    private static readonly AxeRunOptions s_colours = new() { RunOnly = RunOnlyOptions.Rules("color-contrast", "link-in-text-block") };

    /// <summary>Address of a page, and what is on it once it has loaded its content.</summary>
    public static TheoryData<string, string> Pages { get; } = new()
    {
        { "/", "[data-instance=VI_LAB] .kc-owner strong" },
        { "/real-servers", "tr[data-server='10.88.0.103:80']" },
        { "/audit", "tbody td code" },
        { "/audit?tab=takeovers", ".kc-takeovers tbody td" },
        { "/import", "#conf" },
        { "/instances?instance=VI_LAB", "main h2" },
        { "/instances?instance=VI_LAB&tab=explain", "main h2" },
        { "/instances?instance=VI_LAB&tab=peers", "main h2" },
        { "/real-servers/detail?service=10.88.0.100:80/tcp&server=10.88.0.103:80", "[data-stat]" },
        { "/topology", ".kc-topo-node" },
        { "/events", "[data-event]" },
        { "/changes", "main .kc-empty, main .kc-card" },
        { "/changes?tab=objects", "[data-object]" },
        { "/changes?tab=history", "[data-revision]" },
        { "/changes/edit?kind=vrrp-instance&name=VI_LAB", "main input" },
        { "/maintenance", "main .kc-empty, main .kc-card" },
        { "/maintenance?tab=failover&target=VI_LAB", "#failover-target" },
        { "/inspector?instance=VI_LAB", "main tbody td" },
        { "/settings", ".kc-ready li" },
        { "/settings?tab=users", "[data-user]" },
        { "/settings?tab=tokens", "#token-name" },
        { "/settings?tab=storage", "#kept td" },
        { "/welcome", ".kc-first-steps" },
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
        Assert.Equal(theme == ColorScheme.Dark ? "rgb(14, 18, 23)" : "rgb(244, 246, 248)", await BackgroundAsync(watched.Page));

        // The page is the same in every theme but for its colours.
        AxeResult result = theme == ColorScheme.Dark ? await watched.Page.RunAxe(s_colours) : await watched.Page.RunAxe();

        foreach (AxeResultItem found in result.Violations) output.WriteLine(Text(found));
        Assert.Empty(result.Violations.Where(found => found.Impact is "serious" or "critical").Select(Text));
        Assert.NotEmpty(result.Passes);
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task HighContrast_EveryTextStandsOut()
    {
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.ChooseAsync("kc-theme", "contrast");
        var faults = new List<string>();
        foreach (object[] page in Pages)
        {
            await watched.GoLiveAsync((string)page[0]);
            await Expect(watched.Page.Locator((string)page[1]).First).ToBeAttachedAsync();
            AxeResult result = await watched.Page.RunAxe(s_colours);
            faults.AddRange(result.Violations.Select(found => $"{page[0]}: {Text(found)}"));
        }

        Assert.Equal("rgb(0, 0, 0)", await BackgroundAsync(watched.Page));
        Assert.Empty(faults);
        Assert.Empty(watched.Complaints);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_FitsAPhone(string path, string content)
    {
        await using WatchedPage watched = await OpenAsync(path, content, ColorScheme.Light, width: 360);

        int[] widths = await watched.Page.EvaluateAsync<int[]>("() => [document.documentElement.scrollWidth, document.body.scrollWidth]");

        Assert.Equal([360, 360], widths);
        await Expect(watched.Page.Locator(content).First).ToBeInViewportAsync(new() { Ratio = path is "/" or "/import" ? 0.1f : 0 });
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task PseudoLanguage_CutsNothingOff_AndLeavesNoTitleInEnglish()
    {
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.SpeakAsync("en-x-pseudo");
        var faults = new List<string>();
        foreach (object[] page in Pages)
        {
            await watched.GoLiveAsync((string)page[0]);
            await Expect(watched.Page.Locator((string)page[1]).First).ToBeAttachedAsync();
            string title = await watched.Page.Locator("h1").InnerTextAsync();
            if (!title.StartsWith('[') && !title.StartsWith("VI_LAB", StringComparison.Ordinal) && !title.StartsWith("10.88.", StringComparison.Ordinal)) faults.Add($"{page[0]}: the title is {title}");
            faults.AddRange((await watched.Page.EvaluateAsync<string[]>(CutOff)).Select(text => $"{page[0]}: cut off: {text}"));
        }

        Assert.Empty(faults);
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task ThemeSwitch_ChangesThePage_AndIsRemembered()
    {
        await using WatchedPage watched = await OpenAsync("/", "[data-instance=VI_LAB]", ColorScheme.Light);
        string light = await BackgroundAsync(watched.Page);

        await watched.Page.GetByLabel("Theme").SelectOptionAsync("material-dark");
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
