using System.Globalization;
using KeepaliveConsole.Browser.Tests.Watching;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KeepaliveConsole.Browser.Tests.Lab;

/// <summary>The pictures of the documentation, taken after a real takeover and a drain. They are written only when KC_SCREENSHOTS names a folder.</summary>
[Collection(LabCollection.Name)]
public sealed class ScreenshotTests(BrowserLab lab)
{
    private static readonly (string Name, string Path, string Content)[] s_pictures =
        [("overview", "/", ".kc-cause-text"), ("real-servers", "/real-servers", "tr[data-server]"), ("audit", "/audit", "tbody td code")];

    // Only for people who look: with KC_SCREENSHOTS, in both languages and on a phone too.
    private static readonly (string Name, string Path, string Content)[] s_more =
    [
        ("instances", "/instances?instance=VI_LAB", "main h2"), ("explain", "/instances?instance=VI_LAB&tab=explain", "main h2"), ("topology", "/topology", ".kc-topo-node"),
        ("detail", "/real-servers/detail?service=10.88.0.100:80/tcp&server=10.88.0.102:80", "[data-stat]"), ("events", "/events", "[data-event]"), ("changes", "/changes?tab=history", "[data-revision]"),
        ("edit", "/changes/edit?kind=vrrp-instance&name=VI_LAB", "main input"), ("node", "/changes/edit?kind=node&name=l2", "main input"), ("maintenance", "/maintenance", "main .kc-card"), ("failover", "/maintenance?tab=failover&target=VI_LAB", "[data-start]"),
        ("inspector", "/inspector?instance=VI_LAB", "main tbody td"), ("settings", "/settings", ".kc-ready li"), ("users", "/settings?tab=users", "[data-user]"), ("storage", "/settings?tab=storage", "#kept td"),
        ("welcome", "/welcome", ".kc-first-steps"),
    ];

    [Fact]
    public async Task ThreePages_InBothThemes_AfterATakeover()
    {
        var pictures = new Dictionary<string, byte[]>();
        try
        {
            await HappenAsync();
            await TakeAsync(pictures);
            if (Folder is not null) await TakeMoreAsync(Folder);
        }
        finally
        {
            await RestoreAsync();
        }

        // An empty page compresses to a few kilobytes.
        Assert.All(pictures, picture => Assert.True(picture.Value.Length > 20_000, $"{picture.Key} has {picture.Value.Length} bytes"));
        Assert.Equal(6, pictures.Values.Select(Convert.ToBase64String).Distinct().Count());
        if (Folder is not { } folder) return;
        foreach ((string name, byte[] bytes) in pictures) await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), bytes);
    }

    private static string? Folder => Environment.GetEnvironmentVariable("KC_SCREENSHOTS") is { Length: > 0 } folder ? Directory.CreateDirectory(folder).FullName : null;

    private async Task TakeMoreAsync(string folder)
    {
        foreach ((string suffix, ColorScheme theme, string language, int width) in ((string, ColorScheme, string, int)[])
            [("light", ColorScheme.Light, "en", 1400), ("dark", ColorScheme.Dark, "en", 1400), ("zh", ColorScheme.Light, "zh-Hans", 1400), ("phone", ColorScheme.Dark, "zh-Hans", 360)])
        {
            await using WatchedPage watched = await lab.OpenAsync(theme, width);
            await watched.SpeakAsync(language);
            foreach ((string name, string path, string content) in (IEnumerable<(string, string, string)>)[.. s_pictures, .. s_more])
            {
                await watched.GoLiveAsync(path);
                await Expect(watched.Page.Locator(content).First).ToBeAttachedAsync();
                await watched.Page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"all-{name}-{suffix}.png"), FullPage = width < 1000 });
            }
        }
    }

    private async Task TakeAsync(Dictionary<string, byte[]> pictures)
    {
        foreach (ColorScheme theme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            foreach ((string name, string path, string content) in s_pictures)
            {
                await using WatchedPage watched = await lab.OpenAsync(theme);
                await watched.GoLiveAsync(path);
                await Expect(watched.Page.Locator(content).First).ToBeVisibleAsync();
                if (name == "audit") await watched.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "kernel update" }).GetByRole(AriaRole.Button).First.ClickAsync();
                await watched.Page.Mouse.MoveAsync(0, 0);
                await watched.Page.EvaluateAsync("() => document.activeElement?.blur()");
                pictures[string.Create(CultureInfo.InvariantCulture, $"{name}-{theme.ToString().ToLowerInvariant()}")] = await watched.Page.ScreenshotAsync();
            }
        }
    }

    // l2 owns, rs2 is broken and rs3 is drained: every part of the pages has something to show.
    private async Task HappenAsync()
    {
        BrowserLab.WaitForOwner("l1");
        lab.WaitForAllUp();
        await BrowserLab.RunAsync("crash", "l1");
        await BrowserLab.RunAsync("break", "rs2");
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.GoLiveAsync("/real-servers");
        await Expect(watched.Page.Locator("tr[data-server='10.88.0.102:80'] .kc-cell-state .kc-pill-word")).ToHaveTextAsync("Down");
        ILocator row = watched.Page.Locator("tr[data-server='10.88.0.103:80']");
        await row.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
        ILocator dialog = watched.Page.GetByRole(AriaRole.Dialog);
        await dialog.GetByLabel("Reason").FillAsync("kernel update");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Drain", Exact = true }).ClickAsync();
        await Expect(row.Locator("[data-label=Wanted]")).ToHaveTextAsync("Drain");
    }

    private async Task RestoreAsync()
    {
        await BrowserLab.RunAsync("start", "l1");
        await BrowserLab.RunAsync("fix", "rs2");
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.GoLiveAsync("/real-servers");
        ILocator enable = watched.Page.Locator("tr[data-server='10.88.0.103:80']").GetByRole(AriaRole.Button, new() { Name = "Enable", Exact = true });
        if (await enable.IsEnabledAsync()) await enable.ClickAsync();
        lab.WaitForAllUp();
    }
}
