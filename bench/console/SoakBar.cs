using System.Globalization;
using Microsoft.Playwright;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>Many open Overviews for an hour: memory must not grow, each page must stay live, adverts must stay as even as they were.</summary>
internal static class SoakBar
{
    private const string Note = "() => { window.kcChanged = Date.now(); new MutationObserver(() => window.kcChanged = Date.now()).observe(document.body, { subtree: true, childList: true, characterData: true }); }";

    public static async Task<int> RunAsync(Director director, int minutes, int pages)
    {
        await using Browser browser = await Browser.StartAsync(director, oneProcess: true);
        await Task.Delay(TimeSpan.FromSeconds(90));
        AdvertLateness idle = await AdvertLateness.DuringAsync(director, TimeSpan.FromSeconds(60));
        var open = new List<IPage>();
        for (int i = 0; i < pages; i++)
        {
            IPage page = await browser.OpenAsync("/");
            await page.EvaluateAsync(Note);
            open.Add(page);
        }

        var random = new Random(7);
        double first = 0, last = 0;
        TimeSpan worst = TimeSpan.Zero;
        int dead = 0;
        for (int minute = 1; minute <= minutes; minute++)
        {
            int number = random.Next(10);
            director.Set(number, answers: false);
            TimeSpan late = (await AdvertLateness.DuringAsync(director, TimeSpan.FromSeconds(30))).Mean;
            director.Set(number, answers: true);
            await Task.Delay(TimeSpan.FromSeconds(30));
            last = director.ResidentMiB();
            // History in memory is full after ten minutes; what grows after that grows for ever.
            if (minute == Math.Min(12, Math.Max(1, minutes / 2))) first = last;
            if (late > worst) worst = late;
            if (minute % 5 != 0 && minute != minutes) continue;
            dead = 0;
            foreach (IPage page in open)
                if (await page.EvaluateAsync<double>("() => Date.now() - window.kcChanged") > 5000) dead++;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{minute} min: {last:0} MiB, {open.Count - dead} of {open.Count} live, adverts late by {late.TotalMilliseconds:0.00} ms on average, console {director.ProcessorTime().TotalSeconds:0} s of processor so far"));
        }

        double growth = (last - first) / first * 100;
        bool met = growth <= 10 && dead == 0;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"memory from {first:0} to {last:0} MiB ({growth:+0.0;-0.0} %), {dead} pages dead, adverts late by {idle.Mean.TotalMilliseconds:0.00} ms without pages and {worst.TotalMilliseconds:0.00} ms in the worst half minute with them   {(met ? "met" : "MISSED")}"));
        return met ? 0 : 1;
    }
}
