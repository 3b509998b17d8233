using System.Diagnostics;
using System.Globalization;

namespace KeepaliveConsole.ConsoleBars;

/// <summary><c>GET /api/v1/status</c> from outside, to the last byte, while the checks run: another picture each time.</summary>
internal static class StatusBar
{
    private const int Questions = 300;
    private const long MostBytes = 5 * 1024 * 1024;
    private static readonly TimeSpan s_bar = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_apart = TimeSpan.FromMilliseconds(300);

    public static async Task<int> RunAsync(Director director)
    {
        await Task.Delay(TimeSpan.FromSeconds(90)); // compiling anew, and the first backup
        // Into one piece of memory, so that this process has no collections of its own in what it measures.
        byte[] buffer = new byte[64 * 1024];
        var taken = new List<TimeSpan>();
        var slowest = new PriorityQueue<string, TimeSpan>();
        var tags = new HashSet<string>();
        long bytes = 0;
        for (int question = -20; question < Questions; question++)
        {
            await Task.Delay(s_apart);
            long began = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await director.Http.GetAsync(new Uri("/api/v1/status", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
            await using Stream body = await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync();
            long length = 0;
            for (int piece; (piece = await body.ReadAsync(buffer)) > 0;) length += piece;
            if (question < 0) continue;
            TimeSpan took = Stopwatch.GetElapsedTime(began);
            taken.Add(took);
            slowest.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{took.TotalMilliseconds:0} at {DateTime.UtcNow:mm:ss}"), took);
            if (slowest.Count > 8) slowest.Dequeue();
            tags.Add(answer.Headers.ETag!.Tag);
            bytes = Math.Max(bytes, length);
        }

        taken.Sort();
        TimeSpan p99 = taken[(Questions * 99 / 100) - 1];
        bool met = p99 <= s_bar && bytes <= MostBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{bytes} bytes, {Questions} times, {tags.Count} pictures: p50 {taken[Questions / 2].TotalMilliseconds:0.0} ms, p99 {p99.TotalMilliseconds:0.0} ms, worst {taken[^1].TotalMilliseconds:0.0} ms   {(met ? "met" : "MISSED")}"));
        // Together within a second or two: something else was going on, once.
        Console.WriteLine($"the slowest, ms: {string.Join(", ", slowest.UnorderedItems.OrderBy(one => one.Element[^5..], StringComparer.Ordinal).Select(one => one.Element))}; resident {director.ResidentMiB():0} MiB");
        return met ? 0 : 1;
    }
}
