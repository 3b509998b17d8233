using System.Globalization;
using System.Text;

namespace KeepaliveConsole.Web.Features.Checks;

/// <summary>One line of a chart.</summary>
/// <param name="Style">Its style: <c>p50</c>, <c>p95</c>, <c>p99</c>, <c>mean</c>, <c>longest</c>.</param>
/// <param name="Path">As the path of an SVG; empty when nothing was measured.</param>
public sealed record ChartLine(string Style, string Path);

/// <summary>The lines and bands of a latency chart, in the units of its view box.</summary>
public sealed record ChartLines
{
    /// <summary>Width of the view box: 720.</summary>
    public const int Width = 720;

    /// <summary>Height of the view box: 160.</summary>
    public const int Height = 160;

    /// <summary>The value at the top edge, milliseconds.</summary>
    public required double TopMs { get; init; }

    /// <summary>Its lines: percentiles where each probe is known, else mean and longest.</summary>
    public required IReadOnlyList<ChartLine> Lines { get; init; }

    /// <summary>Where nothing passed: left edge and width.</summary>
    public required IReadOnlyList<(double X, double Wide)> DownBands { get; init; }

    /// <summary>Are the lines exact percentiles?</summary>
    public required bool IsExact { get; init; }

    /// <summary>Draws the lines of <paramref name="timeline"/>.</summary>
    public static ChartLines Of(ProbeTimeline timeline)
    {
        ArgumentNullException.ThrowIfNull(timeline);
        bool exact = timeline.Range == TimelineRange.TenMinutes;
        (string Style, Func<TimelineBeat, TimeSpan?> Value)[] wanted = exact
            ? [("p99", beat => beat.Percentile(99)), ("p95", beat => beat.Percentile(95)), ("p50", beat => beat.Percentile(50))]
            : [("longest", beat => beat.Whole.Count == 0 ? null : beat.Whole.Longest), ("mean", beat => beat.Whole.Mean)];
        double longest = wanted.SelectMany(line => timeline.Beats.Select(line.Value)).Max(value => value?.TotalMilliseconds) ?? 0;
        double top = NiceTop(longest);
        double wide = (double)Width / timeline.Beats.Count;
        var bands = new List<(double, double)>();
        for (int i = 0; i < timeline.Beats.Count; i++)
        {
            if (!timeline.Beats[i].IsDown) continue;
            if (bands.Count > 0 && Math.Abs(bands[^1].Item1 + bands[^1].Item2 - (i * wide)) < 0.01) bands[^1] = (bands[^1].Item1, bands[^1].Item2 + wide);
            else bands.Add((i * wide, wide));
        }

        return new ChartLines
        {
            TopMs = top,
            Lines = [.. wanted.Select(line => new ChartLine(line.Style, Path(timeline.Beats, line.Value, top, wide)))],
            DownBands = bands,
            IsExact = exact,
        };
    }

    /// <summary>The next of 1, 2, 5, 10, 20 … that is not below <paramref name="value"/>; 1 for less.</summary>
    public static double NiceTop(double value)
    {
        double step = 1;
        while (true)
        {
            foreach (int factor in (ReadOnlySpan<int>)[1, 2, 5])
                if (value <= step * factor) return step * factor;
            step *= 10;
        }
    }

    // A gap where nothing was measured; a lonely point is a short stroke.
    private static string Path(IReadOnlyList<TimelineBeat> beats, Func<TimelineBeat, TimeSpan?> valueOf, double top, double wide)
    {
        var path = new StringBuilder();
        bool pen = false;
        for (int i = 0; i < beats.Count; i++)
        {
            if (valueOf(beats[i]) is not { } value)
            {
                pen = false;
                continue;
            }

            double y = Height - (value.TotalMilliseconds / top * Height);
            path.Append(CultureInfo.InvariantCulture, $"{(pen ? 'L' : 'M')}{(i * wide) + (wide / 4):0.#} {y:0.#}L{(i * wide) + (wide * 3 / 4):0.#} {y:0.#}");
            pen = true;
        }

        return path.ToString();
    }
}
