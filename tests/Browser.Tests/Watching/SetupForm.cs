using Microsoft.Playwright;

namespace KeepaliveConsole.Browser.Tests.Watching;

/// <summary>The set-up page as a person fills it in.</summary>
internal static class SetupForm
{
    public const string Administrator = "ada";

    /// <summary>Opens the console, is sent to the set-up page, and creates the administrator with the one-time token; goes on to the overview.</summary>
    public static async Task CreateAdministratorAsync(WatchedPage watched, string token)
    {
        IPage page = watched.Page;
        await page.GotoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Set up this director");
        await page.GetByLabel("One-time token").FillAsync(token);
        await page.GetByLabel("Name of the first administrator").FillAsync(Administrator);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync("a long enough sentence");
        await page.GetByLabel("Password again").FillAsync("a long enough sentence");
        await page.GetByRole(AriaRole.Button, new() { Name = "Create administrator" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("First steps");
        await page.GotoAsync("/");
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Overview");
        await watched.LiveAsync();
    }
}
