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
        double[] before = await ReadAsync(director);
        await Task.Delay(span);
        double[] during = [.. (await ReadAsync(director)).Zip(before, (after, start) => after - start)];
        double adverts = Math.Max(1, during[1]);
        return new(TimeSpan.FromSeconds(during[0] / adverts), 1 - (during[2] / adverts));
    }

    private static Task<double[]> ReadAsync(Director director) => director.MetricsAsync(Metric + "_sum", Metric + "_count", Metric + "_bucket{le=\"0.001\"}");
}
