using Microsoft.Playwright;

namespace KeepaliveConsole.Browser.Tests.Watching;

/// <summary>The distribution's Chromium, without a window and without anything that asks the internet.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_quiet =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright driver, IBrowser browser)
    {
        _driver = driver;
        _browser = browser;
    }

    public static async Task<Chromium> StartAsync()
    {
        Assertions.SetDefaultExpectTimeout(10_000);
        IPlaywright driver = await Playwright.CreateAsync();
        return new Chromium(driver, await driver.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = s_quiet }));
    }

    /// <summary>Opens a window of its own, as another person would.</summary>
    /// <param name="url">Base address of the console.</param>
    /// <param name="theme">What the operating system asks for.</param>
    /// <param name="session">A session saved before; null = nobody is signed in.</param>
    /// <param name="width">Of the page, CSS pixels.</param>
    /// <param name="height">Of the page, CSS pixels.</param>
    public async Task<WatchedPage> OpenAsync(string url, ColorScheme theme = ColorScheme.Light, string? session = null, int width = 1400, int height = 900)
    {
        IBrowserContext context = await _browser.NewContextAsync(new()
        {
            BaseURL = url,
            ColorScheme = theme,
            StorageState = session,
            ViewportSize = new() { Width = width, Height = height },
        });
        return await WatchedPage.OpenAsync(context);
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }
}
