using System.Globalization;
using System.Text.Json;
using Microsoft.Playwright;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>From the moment that an engine event carries to the frame that draws it; first paint; scrolling.</summary>
internal static class PixelBar
{
    // Notes, at the frame after the one that draws it, each change of the text of each element.
    private const string Watch = """
        ([selector, key]) => {
          const last = new Map(); const seen = window.kcSeen = []; let asked = false;
          const look = () => requestAnimationFrame(() => {
            asked = false; const at = Date.now();
            for (const element of document.querySelectorAll(selector)) {
              const name = key ? element.closest('[' + key + ']').getAttribute(key) : '', text = element.textContent.trim();
              // The same sentence may be told twice: with its time it is another.
              const id = key ? name : element.parentElement.querySelector('time').getAttribute('datetime') + text;
              if (last.get(id) === text) continue;
              last.set(id, text); seen.push({ name, text, at });
            }
          });
          look();
          new MutationObserver(() => { if (!asked) { asked = true; requestAnimationFrame(look); } }).observe(document.body, { subtree: true, childList: true, characterData: true });
        }
        """;

    private const string Scroll = """
        selector => new Promise(done => {
          const list = document.querySelector(selector), times = [], begun = performance.now(); let blank = 0;
          const step = time => {
            times.push(time); list.scrollTop += 60;
            const box = list.getBoundingClientRect(), there = document.elementFromPoint(box.left + 300, box.top + box.height / 2);
            if (!there || !there.closest('tr, header, .kc-rs-group')) blank++;
            if (performance.now() - begun < 6000) return requestAnimationFrame(step);
            const gaps = times.slice(1).map((each, i) => each - times[i]).sort((a, b) => a - b);
            done([times.length / 6, gaps[Math.floor(gaps.length * 0.95)], gaps[gaps.length - 1], blank, times.length]);
          };
          requestAnimationFrame(step);
        })
        """;

    public static async Task<int> RunAsync(Director director, int changes)
    {
        await using Browser browser = await Browser.StartAsync(director);
        await Task.Delay(30_000); // what is often called is compiled anew
        double before = await director.MetricAsync("keepalive_probes_total");
        TimeSpan used = director.ProcessorTime();
        await Task.Delay(20_000);
        double made = (await director.MetricAsync("keepalive_probes_total") - before) / 20;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"checks a second {made:0}; console {(director.ProcessorTime() - used).TotalSeconds / 20:0.00} s per s, {director.ResidentMiB():0} MiB resident"));

        bool met = await FirstPaintAsync(browser, "/", 1000);
        await FirstPaintAsync(browser, "/real-servers", null);
        met &= await ScrollAsync(browser);
        met &= await EventsAsync(director, browser, changes, "/real-servers", "tr[data-server] .kc-rs-state", "data-server");
        met &= await EventsAsync(director, browser, changes, "/", ".kc-event-text", null);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"console {director.ResidentMiB():0} MiB resident"));
        return met ? 0 : 1;
    }

    private static async Task<bool> FirstPaintAsync(Browser browser, string path, double? bar)
    {
        var paints = new List<double>();
        for (int i = 0; i < 7; i++)
        {
            IPage page = await browser.OpenAsync(path);
            paints.Add(await page.EvaluateAsync<double>("() => performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            await Task.Delay(1500);
            await page.CloseAsync();
        }

        return Say($"first contentful paint of {path}", paints, null, bar);
    }

    private static async Task<bool> ScrollAsync(Browser browser)
    {
        IPage page = await browser.OpenAsync("/real-servers");
        await page.Locator("tr[data-server]").First.WaitForAsync();
        await Task.Delay(3000);
        double[] found = await page.EvaluateAsync<double[]>(Scroll, ".kc-rs-list");
        await page.CloseAsync();
        bool met = found[0] >= 30;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"scrolling 60 px a frame: {found[0]:0.0} frames a second, a frame takes p95 {found[1]:0} ms, worst {found[2]:0} ms; {found[3]:0} of {found[4]:0} frames without a row in the middle   {Verdict(met)}"));
        return met;
    }

    private static async Task<bool> EventsAsync(Director director, Browser browser, int changes, string path, string selector, string? key)
    {
        IPage page = await browser.OpenAsync(path);
        await Task.Delay(4000);
        await page.EvaluateAsync(Watch, (string?[])[selector, key]);
        var random = new Random(7);
        DateTimeOffset begun = DateTimeOffset.UtcNow;
        await using EventStream events = EventStream.Open(director.Http, "realServerStateChanged");
        bool[] answers = [.. Enumerable.Repeat(true, 10)];
        for (int i = 0; i < changes; i++)
        {
            int number = i % 10; // the others keep their services in quorum
            answers[number] = !answers[number];
            director.Set(number, answers[number]);
            await Task.Delay(300 + random.Next(700));
        }

        for (int number = 0; number < answers.Length; number++) director.Set(number, true);
        await Task.Delay(6000);
        JsonElement seen = await page.EvaluateAsync<JsonElement>("() => window.kcSeen");
        await page.CloseAsync();
        var took = new List<double>();
        int unseen = 0;
        foreach ((DateTimeOffset time, string server, string sentence) in events.Seen)
        {
            if (time < begun) continue; // told again from before
            double at = (time - DateTimeOffset.UnixEpoch).TotalMilliseconds;
            double drawn = seen.EnumerateArray()
                .Where(each => key is null ? each.GetProperty("text").GetString() == sentence : each.GetProperty("name").GetString() == server)
                .Select(each => each.GetProperty("at").GetDouble()).Where(each => each >= at - 1).DefaultIfEmpty(double.NaN).Min();
            if (double.IsNaN(drawn)) unseen++;
            else took.Add(Math.Max(0, drawn - at));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{path}: {took.Count} events drawn, {unseen} not seen"));
        return Say($"event to pixel on {path}", took, 250, 500) && unseen == 0;
    }

    private static bool Say(string what, List<double> values, double? medianBar, double? bar)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) return false;
        double median = sorted[sorted.Length / 2], high = sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * 0.95))];
        bool met = (medianBar is null || median <= medianBar) && (bar is null || high <= bar);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}, ms: p50 {median:0}, p95 {high:0}, worst {sorted[^1]:0} of {sorted.Length}   {(bar is null ? "" : Verdict(met))}"));
        return met;
    }

    private static string Verdict(bool met) => met ? "met" : "MISSED";
}
