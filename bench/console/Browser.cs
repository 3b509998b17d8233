using Microsoft.Playwright;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>The distribution's Chromium with an administrator signed in.</summary>
internal sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _driver;
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;

    private Browser(IPlaywright driver, IBrowser browser, IBrowserContext context) => (_driver, _browser, _context) = (driver, browser, context);

    /// <summary>Starts it, and sets the console up if nobody has.</summary>
    public static async Task<Browser> StartAsync(Director director, bool oneProcess = false)
    {
        IPlaywright driver = await Playwright.CreateAsync();
        string[] quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
        IBrowser browser = await driver.Chromium.LaunchAsync(new() { ExecutablePath = "/usr/bin/chromium", Headless = true, Args = oneProcess ? [.. quiet, "--process-per-site"] : quiet });
        IBrowserContext context = await browser.NewContextAsync(new() { BaseURL = Director.Url, ViewportSize = new() { Width = 1500, Height = 900 } });
        IPage page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByLabel("One-time token").FillAsync(director.SetupToken);
        await page.GetByLabel("Name of the first administrator").FillAsync("ada");
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("a long enough sentence");
        await page.GetByLabel("Password again").FillAsync("a long enough sentence");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create administrator" }).ClickAsync();
        await page.WaitForURLAsync("**/welcome*");
        await page.CloseAsync();
        return new Browser(driver, browser, context);
    }

    /// <summary>Opens a page and waits until it is live.</summary>
    public async Task<IPage> OpenAsync(string path)
    {
        IPage page = await _context.NewPageAsync();
        await page.GotoAsync(path);
        await page.Locator("h1[tabindex='-1']").WaitForAsync(new() { State = WaitForSelectorState.Attached });
        return page;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _driver.Dispose();
    }
}
