namespace KeepaliveConsole.ConsoleBars;

/// <summary>How late the console's adverts left in a span.</summary>
/// <param name="Mean">On average.</param>
/// <param name="Late">Share that was later than a millisecond, 0 to 1.</param>
internal readonly record struct AdvertLateness(TimeSpan Mean, double Late)
{
    private const string Metric = "keepalive_vrrp_advert_lateness_seconds";

    /// <summary>Waits for <paramref name="span"/> and says what went out in it.</summary>
    public static async Task<AdvertLateness> DuringAsync(Director director, TimeSpan span)
    {
        (double sum, double count, double prompt) before = await ReadAsync(director);
        await Task.Delay(span);
        (double sum, double count, double prompt) after = await ReadAsync(director);
        double adverts = Math.Max(1, after.count - before.count);
        return new(TimeSpan.FromSeconds((after.sum - before.sum) / adverts), 1 - ((after.prompt - before.prompt) / adverts));
    }

    private static async Task<(double Sum, double Count, double Prompt)> ReadAsync(Director director) =>
        (await director.MetricAsync(Metric + "_sum"), await director.MetricAsync(Metric + "_count"), await director.MetricAsync(Metric + "_bucket{le=\"0.001\"}"));
}
