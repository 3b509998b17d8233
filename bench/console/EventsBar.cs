using System.Globalization;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>Thousands of events a second into history, from servers that come and go at each check: none may be lost and no advert be later for it.</summary>
internal static class EventsBar
{
    private const string Lateness = "keepalive_vrrp_advert_lateness_seconds";
    private const string Written = "keepalive_history_events_total";
    private const string Waiting = "keepalive_history_events_waiting";
    private const string Lost = "keepalive_history_events_lost_total";
    private const int LeastPerSecond = 2000;
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(Director director)
    {
        await Task.Delay(TimeSpan.FromSeconds(90)); // compiling anew, and the first backup
        (double quiet, double quietLate) = await LatenessAsync(director);
        director.Flap(s_turn);
        await Task.Delay(TimeSpan.FromSeconds(5));
        double before = await director.MetricAsync(Written) + await director.MetricAsync(Waiting);
        (double busy, double busyLate) = await LatenessAsync(director);
        double waiting = await director.MetricAsync(Waiting);
        double perSecond = (await director.MetricAsync(Written) + waiting - before) / s_span.TotalSeconds;
        director.Flap(null);
        DateTime ended = DateTime.UtcNow;
        while (await director.MetricAsync(Waiting) > 0 && DateTime.UtcNow - ended < s_span) await Task.Delay(100);
        double lost = await director.MetricAsync(Lost), left = await director.MetricAsync(Waiting);
        bool met = lost == 0 && left == 0 && perSecond >= LeastPerSecond && busyLate <= quietLate;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{perSecond:0} events a second for {s_span.TotalSeconds:0} s, {waiting:0} waiting at the end, written {(DateTime.UtcNow - ended).TotalSeconds:0.0} s after it, {lost:0} lost; adverts late by {quiet * 1000:0.000} ms on average ({quietLate:P1} by more than 1 ms) without and {busy * 1000:0.000} ms ({busyLate:P1}) with them   {(met ? "met" : "MISSED")}"));
        return met ? 0 : 1;
    }

    // Mean lateness of the adverts of a span, s, and the share that was later than a millisecond.
    private static async Task<(double Mean, double Late)> LatenessAsync(Director director)
    {
        (double sum, double count, double prompt) before = await ReadAsync(director);
        await Task.Delay(s_span);
        (double sum, double count, double prompt) after = await ReadAsync(director);
        double adverts = Math.Max(1, after.count - before.count);
        return ((after.sum - before.sum) / adverts, 1 - ((after.prompt - before.prompt) / adverts));
    }

    private static async Task<(double Sum, double Count, double Prompt)> ReadAsync(Director director) =>
        (await director.MetricAsync(Lateness + "_sum"), await director.MetricAsync(Lateness + "_count"), await director.MetricAsync(Lateness + "_bucket{le=\"0.001\"}"));
}
