using System.Globalization;
using System.Text;
using KeepaliveConsole.Engine;

namespace KeepaliveConsole.Web.Api.Metrics;

/// <summary>Writes Prometheus' text format, version 0.0.4: one HELP and TYPE per name, then its samples.</summary>
internal sealed class MetricsText
{
    /// <summary>Media type of the format.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    /// <summary>Starts a metric.</summary>
    public MetricsText Metric(string name, string type, string help)
    {
        _text.Append("# HELP ").Append(name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)).Append('\n');
        _text.Append("# TYPE ").Append(name).Append(' ').Append(type).Append('\n');
        return this;
    }

    /// <summary>One sample.</summary>
    public MetricsText Sample(string name, double value, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        _text.Append(name);
        if (labels.Length > 0)
        {
            _text.Append('{');
            for (int i = 0; i < labels.Length; i++)
            {
                if (i > 0) _text.Append(',');
                _text.Append(labels[i].Name).Append("=\"").Append(Escape(labels[i].Value)).Append('"');
            }

            _text.Append('}');
        }

        _text.Append(' ').Append(value.ToString("R", CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }

    /// <summary>The samples of a histogram.</summary>
    /// <param name="name">Name without suffix.</param>
    /// <param name="bounds">Upper bounds.</param>
    /// <param name="counts">Cumulative counts for the bounds, then the total; empty = nothing measured yet.</param>
    /// <param name="sum">Sum of all values.</param>
    /// <param name="labels">Labels besides <c>le</c>.</param>
    public MetricsText Histogram(string name, ValueArray<double> bounds, ValueArray<long> counts, double sum, params ReadOnlySpan<(string Name, string Value)> labels)
    {
        long total = counts.Count > bounds.Count ? counts[bounds.Count] : 0;
        for (int i = 0; i < bounds.Count; i++)
            Sample(name + "_bucket", i < counts.Count ? counts[i] : 0, [.. labels, ("le", bounds[i].ToString("R", CultureInfo.InvariantCulture))]);
        Sample(name + "_bucket", total, [.. labels, ("le", "+Inf")]);
        Sample(name + "_sum", sum, labels);
        return Sample(name + "_count", total, labels);
    }

    /// <inheritdoc />
    public override string ToString() => _text.ToString();

    private static string Escape(string value)
        => value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
