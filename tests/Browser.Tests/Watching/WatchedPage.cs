using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Playwright;

namespace KeepaliveConsole.Browser.Tests.Watching;

/// <summary>A page that remembers everything the browser complained about, and when texts appeared on it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    // Each element's text is noted when it first appears and whenever it changes, at the frame that draws it.
    private const string WatchScript = """
        selector => {
          const last = new WeakMap();
          const seen = window.kcSeen = [];
          let asked = false;
          const look = () => {
            asked = false;
            const at = Date.now();
            for (const element of document.querySelectorAll(selector)) {
              const text = element.textContent.trim();
              if (last.get(element) === text) continue;
              last.set(element, text);
              seen.push({ text, at });
            }
          };
          look();
          new MutationObserver(() => { if (!asked) { asked = true; requestAnimationFrame(look); } })
            .observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    private readonly IBrowserContext _context;
    private readonly ConcurrentQueue<string> _complaints = new();

    private WatchedPage(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
    }

    public IPage Page { get; }

    /// <summary>Errors on the browser's console (violations of the content security policy among them), uncaught exceptions, failed requests and refused ones.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<WatchedPage> OpenAsync(IBrowserContext context)
    {
        var watched = new WatchedPage(context, await context.NewPageAsync());
        watched.Page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") watched._complaints.Enqueue($"console {message.Type}: {message.Text} ({message.Location})");
        };
        watched.Page.PageError += (_, error) => watched._complaints.Enqueue($"exception: {error}");
        watched.Page.RequestFailed += (_, request) =>
        {
            // A page that is left breaks its own requests off.
            if (request.Failure != "net::ERR_ABORTED") watched._complaints.Enqueue($"request failed: {request.Method} {request.Url}: {request.Failure}");
        };
        watched.Page.Response += (_, response) =>
        {
            if (response.Status >= 400) watched._complaints.Enqueue($"refused: {response.Request.Method} {response.Url}: {response.Status}");
        };
        return watched;
    }

    /// <summary>Goes to a page of the console and waits until it is live: buttons work and pushes arrive.</summary>
    public async Task GoLiveAsync(string path)
    {
        await Page.GotoAsync(path);
        await LiveAsync();
    }

    /// <summary>Waits until the open page is live: the heading is focused over the page's own connection only.</summary>
    public Task LiveAsync() => Assertions.Expect(Page.Locator("h1[tabindex='-1']")).ToBeVisibleAsync();

    /// <summary>Begins to note the texts of all elements that match; one selector a page.</summary>
    public Task WatchAsync(string selector) => Page.EvaluateAsync(WatchScript, selector);

    /// <summary>Everything noted so far, in order.</summary>
    public async Task<IReadOnlyList<Seen>> SeenAsync() =>
        JsonSerializer.Deserialize<Seen[]>(await Page.EvaluateAsync<string>("() => JSON.stringify(window.kcSeen)"), JsonSerializerOptions.Web)!;

    /// <summary>Waits for a text that was noted, and returns the first that matches.</summary>
    public async Task<Seen> FirstSeenAsync(Func<Seen, bool> wanted, TimeSpan limit, string what)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            IReadOnlyList<Seen> all = await SeenAsync();
            if (all.FirstOrDefault(wanted) is { } found) return found;
            if (watch.Elapsed > limit) Assert.Fail($"{what} did not appear within {limit.TotalSeconds} s; the page showed:\n{string.Join('\n', all)}");
            await Task.Delay(20);
        }
    }

    /// <summary>Sets the language of the pages that are opened from now on.</summary>
    public Task SpeakAsync(string tag) => ChooseAsync("kc-language", tag);

    /// <summary>Sets a choice that the console keeps in a cookie, for the pages that are opened from now on.</summary>
    public Task ChooseAsync(string cookie, string value) => _context.AddCookiesAsync([new Cookie { Name = cookie, Value = value, Domain = "127.0.0.1", Path = "/" }]);

    /// <summary>Saves cookies, to open other windows with.</summary>
    public Task<string> SessionAsync() => _context.StorageStateAsync();

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
