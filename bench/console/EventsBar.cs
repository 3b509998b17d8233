using System.Globalization;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>Thousands of events a second into history, from servers that come and go at each check: none may be lost and no advert be later for it.</summary>
internal static class EventsBar
{
    private const string Written = "keepalive_history_events_total";
    private const string Waiting = "keepalive_history_events_waiting";
    private const string Lost = "keepalive_history_events_lost_total";
    private const int LeastPerSecond = 2000;

    // Spans without and with events in turn: those without tell how much the lateness differs by itself.
    private const int Rounds = 3;
    private static readonly TimeSpan s_span = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_turn = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_settling = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(Director director)
    {
        await Task.Delay(TimeSpan.FromSeconds(90)); // compiling anew, and the first backup
        var quiet = new List<AdvertLateness>();
        var busy = new List<AdvertLateness>();
        bool isWritten = true;
        for (int round = 0; round < Rounds; round++)
        {
            quiet.Add(await AdvertLateness.DuringAsync(director, s_span));
            isWritten &= await FlapAsync(director, busy);
            await Task.Delay(s_settling);
        }

        bool isUnchanged = busy.Average(span => span.Mean.TotalMilliseconds) <= quiet.Max(span => span.Mean.TotalMilliseconds) && busy.Average(span => span.Late) <= quiet.Max(span => span.Late);
        Console.WriteLine($"adverts late without events: {Text(quiet)}; with them: {Text(busy)}   {Verdict(isUnchanged)} (with them no later than in the worst span without)");
        return isWritten && isUnchanged ? 0 : 1;
    }

    // One span with events; true = as many as asked for, all of them written and none lost.
    private static async Task<bool> FlapAsync(Director director, List<AdvertLateness> busy)
    {
        director.Flap(s_turn);
        await Task.Delay(s_settling);
        double before = await TakenAsync(director);
        busy.Add(await AdvertLateness.DuringAsync(director, s_span));
        double perSecond = (await TakenAsync(director) - before) / s_span.TotalSeconds, waiting = await director.MetricAsync(Waiting);
        director.Flap(null);
        DateTime ended = DateTime.UtcNow;
        double left;
        while ((left = await director.MetricAsync(Waiting)) > 0 && DateTime.UtcNow - ended < s_span) await Task.Delay(100);
        double lost = await director.MetricAsync(Lost);
        bool isMet = lost == 0 && left == 0 && perSecond >= LeastPerSecond;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{perSecond:0} events a second for {s_span.TotalSeconds:0} s, {waiting:0} waiting at the end, written {(DateTime.UtcNow - ended).TotalSeconds:0.0} s after it, {lost:0} lost   {Verdict(isMet)}"));
        return isMet;
    }

    private static async Task<double> TakenAsync(Director director) => (await director.MetricsAsync(Written, Waiting)).Sum();

    private static string Text(List<AdvertLateness> spans) => string.Join(", ", spans.Select(span => string.Create(CultureInfo.InvariantCulture, $"{span.Mean.TotalMilliseconds:0.000} ms ({span.Late:P1} > 1 ms)")));

    private static string Verdict(bool isMet) => isMet ? "met" : "MISSED";
}
