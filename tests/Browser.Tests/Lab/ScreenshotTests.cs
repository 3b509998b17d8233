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

    [Fact]
    public async Task ThreePages_InBothThemes_AfterATakeover()
    {
        var pictures = new Dictionary<string, byte[]>();
        try
        {
            await HappenAsync();
            await TakeAsync(pictures);
        }
        finally
        {
            await RestoreAsync();
        }

        // An empty page compresses to a few kilobytes.
        Assert.All(pictures, picture => Assert.True(picture.Value.Length > 20_000, $"{picture.Key} has {picture.Value.Length} bytes"));
        Assert.Equal(6, pictures.Values.Select(Convert.ToBase64String).Distinct().Count());
        if (Environment.GetEnvironmentVariable("KC_SCREENSHOTS") is not { Length: > 0 } folder) return;
        Directory.CreateDirectory(folder);
        foreach ((string name, byte[] bytes) in pictures) await File.WriteAllBytesAsync(Path.Combine(folder, $"{name}.png"), bytes);
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
