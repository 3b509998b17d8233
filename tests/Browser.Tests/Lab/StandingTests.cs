using KeepaliveConsole.Browser.Tests.Watching;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace KeepaliveConsole.Browser.Tests.Lab;

/// <summary>A page that is kept open all day: it stands still while its numbers change, and outlives a restart of its console.</summary>
[Collection(LabCollection.Name)]
public sealed class StandingTests(BrowserLab lab)
{
    private const string NoteShifts = """
        () => {
          window.kcShifts = []; window.kcChanges = 0;
          new PerformanceObserver(list => {
            for (const entry of list.getEntries()) window.kcShifts.push(entry.value.toFixed(4) + " " + entry.sources.map(source => source.node?.className ?? "?").join(", "));
          }).observe({ type: "layout-shift" });
          new MutationObserver(changes => window.kcChanges += changes.length).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    // Not the inspector: there each advert that comes is a new line.
    [Theory]
    [InlineData("/")]
    [InlineData("/instances?instance=VI_LAB")]
    [InlineData("/real-servers")]
    [InlineData("/real-servers/detail?service=10.88.0.100:80/tcp&server=10.88.0.103:80")]
    public async Task NothingMoves_WhileNumbersChange(string path)
    {
        BrowserLab.WaitForOwner("l1");
        lab.WaitForAllUp();
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.GoLiveAsync(path);
        await watched.Page.WaitForTimeoutAsync(2000); // fonts, first pictures
        await watched.Page.EvaluateAsync(NoteShifts);

        await watched.Page.WaitForTimeoutAsync(4000);

        Assert.InRange(await watched.Page.EvaluateAsync<int>("() => window.kcChanges"), 3, int.MaxValue);
        Assert.Empty(await watched.Page.EvaluateAsync<string[]>("() => window.kcShifts"));
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task ConsoleRestarts_ThePageSaysSince_AndComesBack_WithWhatWasTyped()
    {
        BrowserLab.WaitForOwner("l1");
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.GoLiveAsync("/import");
        await watched.Page.Locator("#conf").PressSequentiallyAsync("vrrp_instance VI_TYPED {");
        try
        {
            await BrowserLab.RunAsync("crash", "l2");
            await Expect(watched.Page.Locator("#kc-lost-at")).ToHaveTextAsync(new global::System.Text.RegularExpressions.Regex("^[0-9]{2}:[0-9]{2}:[0-9]{2}$"));
            await Expect(watched.Page.Locator("html.kc-offline")).ToHaveCountAsync(1);
        }
        finally
        {
            await BrowserLab.RunAsync("start", "l2");
        }

        await Expect(watched.Page.Locator("html.kc-offline")).ToHaveCountAsync(0, new() { Timeout = 60_000 });
        await watched.LiveAsync();
        await Expect(watched.Page.Locator("#conf")).ToHaveValueAsync("vrrp_instance VI_TYPED {");
        // The circuit has it too: a check finds the brace that is missing.
        await watched.Page.GetByRole(AriaRole.Button, new() { Name = "Check", Exact = true }).ClickAsync();
        await Expect(watched.Page.Locator(".kc-finding").First).ToBeVisibleAsync();
        lab.WaitForAllUp();
    }

    [Fact]
    public async Task ForcedColors_AndReducedMotion_LeaveEverythingReadable_AndStill()
    {
        await using WatchedPage watched = await lab.OpenAsync();
        await watched.Page.EmulateMediaAsync(new() { ForcedColors = ForcedColors.Active, ReducedMotion = ReducedMotion.Reduce });
        await watched.GoLiveAsync("/");
        await Expect(watched.Page.Locator("[data-instance=VI_LAB] .kc-owner strong")).ToBeVisibleAsync();

        // A state keeps its word and its drawn icon where colours are the system's.
        Assert.NotEqual(0, await watched.Page.Locator(".kc-icon, svg").CountAsync());
        string[] invisible = await watched.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll("main svg")].filter(icon => icon.getBoundingClientRect().width > 0)
              .filter(icon => { const style = getComputedStyle(icon), back = getComputedStyle(document.body).backgroundColor; return style.color === back; })
              .map(icon => icon.parentElement.className)
            """);
        Assert.Empty(invisible);
        Assert.Equal(0, await watched.Page.EvaluateAsync<int>("() => document.getAnimations().filter(each => each.playState === 'running' && each.effect.getComputedTiming().duration > 100).length"));
        Assert.Empty(watched.Complaints);
    }
}
