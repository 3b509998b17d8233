using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.Browser.Tests.Watching;
using Microsoft.Playwright;
using Xunit.Abstractions;
using static Microsoft.Playwright.Assertions;

namespace KeepaliveConsole.Browser.Tests.Lab;

/// <summary>What happens in the lab stands on an open page within half a second of its own time, with the sentence that the history keeps.</summary>
[Collection(LabCollection.Name)]
public sealed class LivePageTests(BrowserLab lab, ITestOutputHelper output)
{
    private const double MostMs = 500;

    private const string Sentences = ".kc-event-text, .kc-cause-text";

    private const string Broken = "10.88.0.102:80";

    [Fact]
    public async Task Crash_AndStart_OfTheOwner()
    {
        await using WatchedPage watched = await OpenOverviewAsync();
        ILocator owner = watched.Page.Locator("[data-instance=VI_LAB] .kc-owner strong");

        DateTimeOffset before = DateTimeOffset.UtcNow;
        await BrowserLab.RunAsync("crash", "l1");
        JsonElement taken = Transition(before, "Master");
        await AppearsInTimeAsync(watched, "crash l1", taken.GetProperty("at"), taken.GetProperty("sentence"));
        await Expect(owner).ToHaveTextAsync("l2");
        Assert.Equal("MasterSilent", taken.GetProperty("cause").GetString());

        await BrowserLab.RunAsync("start", "l1");
        JsonElement given = Transition(before, "Backup");
        await AppearsInTimeAsync(watched, "start l1", given.GetProperty("at"), given.GetProperty("sentence"));
        await Expect(owner).ToHaveTextAsync("10.88.0.11");
        Assert.Equal("HigherPriorityHeard", given.GetProperty("cause").GetString());
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task Freeze_AndThaw_OfTheOwner()
    {
        await using WatchedPage watched = await OpenOverviewAsync();

        DateTimeOffset before = DateTimeOffset.UtcNow;
        await BrowserLab.RunAsync("freeze", "l1");
        JsonElement taken = Transition(before, "Master");
        await AppearsInTimeAsync(watched, "freeze l1", taken.GetProperty("at"), taken.GetProperty("sentence"));

        await BrowserLab.RunAsync("thaw", "l1");
        JsonElement given = Transition(before, "Backup");
        await AppearsInTimeAsync(watched, "thaw l1", given.GetProperty("at"), given.GetProperty("sentence"));
        Assert.Empty(watched.Complaints);
    }

    [Fact]
    public async Task Break_AndFix_OfARealServer()
    {
        await using WatchedPage watched = await OpenOverviewAsync();

        DateTimeOffset before = DateTimeOffset.UtcNow;
        try
        {
            await BrowserLab.RunAsync("break", "rs2");
            foreach (string action in new[] { "server-down", "take-out" }) await AuditedAppearsInTimeAsync(watched, "break rs2", before, action);
            await Expect(watched.Page.Locator("article[aria-label='Real servers'] a.kc-state-down .kc-num")).ToHaveTextAsync("1");
        }
        finally
        {
            // Also after a failure: the tests that follow want the server back.
            await BrowserLab.RunAsync("fix", "rs2");
        }

        foreach (string action in new[] { "server-up", "put-back" }) await AuditedAppearsInTimeAsync(watched, "fix rs2", before, action);
        await Expect(watched.Page.Locator("article[aria-label='Real servers'] a.kc-state-up .kc-num")).ToHaveTextAsync("3");
        Assert.Empty(watched.Complaints);
    }

    private async Task<WatchedPage> OpenOverviewAsync()
    {
        BrowserLab.WaitForOwner("l1");
        lab.WaitForAllUp();
        WatchedPage watched = await lab.OpenAsync();
        await watched.GoLiveAsync("/");
        await watched.WatchAsync(Sentences);
        return watched;
    }

    private JsonElement Transition(DateTimeOffset after, string to) =>
        lab.WaitForEntry("/api/v1/transitions?limit=5", entry => entry.GetProperty("at").GetDateTimeOffset() > after && entry.GetProperty("to").GetString() == to);

    private async Task AuditedAppearsInTimeAsync(WatchedPage watched, string command, DateTimeOffset after, string action)
    {
        JsonElement entry = lab.WaitForEntry($"/api/v1/audit?limit=20&action={action}", item => item.GetProperty("at").GetDateTimeOffset() > after);
        Assert.Contains(Broken, entry.GetProperty("object").GetString(), StringComparison.Ordinal);
        await AppearsInTimeAsync(watched, $"{command}, {action}", entry.GetProperty("at"), entry.GetProperty("reason"));
    }

    private async Task AppearsInTimeAsync(WatchedPage watched, string what, JsonElement at, JsonElement sentence)
    {
        string text = sentence.GetString()!;
        double happened = (at.GetDateTimeOffset() - DateTimeOffset.UnixEpoch).TotalMilliseconds;
        // The browser counts whole milliseconds, so an appearance in the same one may seem up to a millisecond early.
        Seen seen = await watched.FirstSeenAsync(one => one.Text == text && one.At > happened - 1, TimeSpan.FromSeconds(5), $"\"{text}\" of {at}");
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: on the page {seen.At - happened:0} ms after it happened: {text}"));
        Assert.InRange(seen.At - happened, -1, MostMs);
    }
}
