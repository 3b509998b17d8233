using System.Globalization;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>What one open Overview on which nothing happens costs the console: with it less without it.</summary>
internal static class IdleBar
{
    private const int Seconds = 60;

    public static async Task<int> RunAsync(Director director)
    {
        await using Browser browser = await Browser.StartAsync(director);
        await Task.Delay(TimeSpan.FromSeconds(100)); // compiling anew, and the first backup
        double without = await ShareAsync(director);
        await browser.OpenAsync("/");
        await Task.Delay(TimeSpan.FromSeconds(30));
        double with = await ShareAsync(director);
        bool met = with - without <= 2;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"console without a page {without:0.00} % of a core, with one Overview {with:0.00} %: {with - without:0.00} %   {(met ? "met" : "MISSED")}"));
        return met ? 0 : 1;
    }

    private static async Task<double> ShareAsync(Director director)
    {
        TimeSpan before = director.ProcessorTime();
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        return (director.ProcessorTime() - before).TotalSeconds / Seconds * 100;
    }
}
