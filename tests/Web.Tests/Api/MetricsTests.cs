using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Web.Tests.Fakes;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed partial class MetricsTests
{
    [Fact]
    public async Task Metrics_AreValidText_WithThePromisedNamesAndValues()
    {
        await using var console = new ConsoleFactory();
        console.Engine.Dropped["live"] = 4;
        console.Engine.Counters = new EngineCounters
        {
            Probes = new Dictionary<string, long> { ["Passed"] = 7, ["TimedOut"] = 2 },
            ProbeDurations = new Dictionary<string, DurationHistogram> { ["http"] = new([0.01, 0.1], [3, 6, 9], 1.25) },
            DriftRepairs = 5,
        };
        console.Engine.Current = console.Engine.Current.WithInstance(instance => instance with
        {
            SplitBrain = FakeStatus.SplitBrain(),
            HeartbeatLines = [instance.HeartbeatLines[0], new HeartbeatLineStatus("eth1", null, false)],
            Tracks =
            [
                new TrackStatus("script", "chk_nginx", false, -50, false, "exit code 1", FakeStatus.Noon),
                new TrackStatus("process", "mysqld", true, 0, false, "1 of 1", FakeStatus.Noon),
                new TrackStatus("file", "weight", null, 0, false, null, null),
            ],
        });
        HttpResponseMessage response = await console.As(null).GetAsync("/metrics");
        Assert.Equal("text/plain", response.Content.Headers.ContentType!.MediaType);
        Dictionary<string, double> samples = Parse(await response.Content.ReadAsStringAsync());

        Assert.Equal(2, samples["keepalive_vrrp_state{instance=\"VI_WEB\"}"]);
        Assert.Equal(2, samples["keepalive_vrrp_transitions_total{instance=\"VI_WEB\"}"]);
        Assert.Equal(1200, samples["keepalive_vrrp_adverts_sent_total{instance=\"VI_WEB\"}"]);
        Assert.Equal(1, samples["keepalive_vrrp_split_brain{instance=\"VI_WEB\"}"]);
        Assert.Equal(1, samples["keepalive_vrrp_heartbeat_line_up{instance=\"VI_WEB\",interface=\"eth0\"}"]);
        Assert.Equal(0, samples["keepalive_vrrp_heartbeat_line_up{instance=\"VI_WEB\",interface=\"eth1\"}"]);
        Assert.Equal(0, samples["keepalive_vrrp_track_up{instance=\"VI_WEB\",kind=\"script\",target=\"chk_nginx\"}"]);
        Assert.Equal(1, samples["keepalive_vrrp_track_up{instance=\"VI_WEB\",kind=\"process\",target=\"mysqld\"}"]);
        Assert.DoesNotContain(samples.Keys, key => key.Contains("target=\"weight\"", StringComparison.Ordinal));
        Assert.Equal(7, samples["keepalive_vrrp_adverts_received_total{instance=\"VI_WEB\"}"]);
        Assert.Equal(3, samples["keepalive_vrrp_packet_errors_total{instance=\"VI_WEB\",reason=\"checksum\"}"]);
        Assert.Equal(90, samples["keepalive_vrrp_advert_lateness_seconds_bucket{le=\"0.0005\"}"]);
        Assert.Equal(100, samples["keepalive_vrrp_advert_lateness_seconds_bucket{le=\"+Inf\"}"]);
        Assert.Equal(100, samples["keepalive_vrrp_advert_lateness_seconds_count"]);
        Assert.Equal(0.02, samples["keepalive_vrrp_advert_lateness_seconds_sum"]);
        Assert.Equal(1, samples["keepalive_vip_owned{instance=\"VI_WEB\",address=\"10.88.0.100\"}"]);
        Assert.Equal(1, samples["keepalive_real_server_up{service=\"10.88.0.100:80/tcp\",server=\"10.88.0.101:80\"}"]);
        Assert.Equal(6, samples["keepalive_probe_duration_seconds_bucket{kind=\"http\",le=\"0.1\"}"]);
        Assert.Equal(9, samples["keepalive_probe_duration_seconds_count{kind=\"http\"}"]);
        Assert.Equal(2, samples["keepalive_probes_total{result=\"TimedOut\"}"]);
        Assert.Equal(5, samples["keepalive_lb_drift_total"]);
        Assert.Equal(4, samples["keepalive_events_dropped_total{subscriber=\"live\"}"]);
    }

    [Fact]
    public void Labels_AreEscaped()
    {
        string text = new Web.Api.Metrics.MetricsText().Metric("m", "gauge", "one\nline").Sample("m", 0.5, ("name", "a\"b\\c\nd")).ToString();
        Assert.Equal("# HELP m one\\nline\n# TYPE m gauge\nm{name=\"a\\\"b\\\\c\\nd\"} 0.5\n", text);
    }

    [Fact]
    public async Task ProtectedMetrics_NeedAToken()
    {
        await using var console = new ConsoleFactory();
        console.Set("Access:ProtectMetrics", "true");
        Assert.Equal((401, "unauthenticated"), await (await console.As(null).GetAsync("/metrics")).ProblemAsync());
        Assert.Equal(HttpStatusCode.OK, (await console.As("viewer").GetAsync("/metrics")).StatusCode);
    }

    /// <summary>Reads the text format strictly: HELP and TYPE before the samples of a name, no name twice, every sample of the declared type.</summary>
    private static Dictionary<string, double> Parse(string text)
    {
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        var types = new Dictionary<string, string>();
        var samples = new Dictionary<string, double>();
        string? helped = null;
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            if (line.StartsWith("# HELP ", StringComparison.Ordinal))
            {
                helped = line.Split(' ')[2];
            }
            else if (line.StartsWith("# TYPE ", StringComparison.Ordinal))
            {
                string[] parts = line.Split(' ');
                Assert.Equal(helped, parts[2]);
                Assert.Contains(parts[3], new[] { "gauge", "counter", "histogram" });
                types.Add(parts[2], parts[3]);
            }
            else
            {
                Match sample = Sample().Match(line);
                Assert.True(sample.Success, line);
                string name = sample.Groups[1].Value;
                string declared = types.ContainsKey(name) ? name : Suffix().Replace(name, "");
                Assert.Equal(helped, declared);
                if (types[declared] == "counter") Assert.EndsWith("_total", name, StringComparison.Ordinal);
                samples.Add(name + sample.Groups[2].Value, double.Parse(sample.Groups[3].Value, CultureInfo.InvariantCulture));
            }
        }

        return samples;
    }

    [GeneratedRegex("^([a-z_]+)(\\{(?:[a-z]+=\"(?:[^\"\\\\\n]|\\\\.)*\",?)+\\})? ([-+0-9.eE]+|NaN|\\+Inf)$")]
    private static partial Regex Sample();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex Suffix();
}
