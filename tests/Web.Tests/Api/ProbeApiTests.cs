using System.Text.Json;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class ProbeApiTests
{
    private const string Path = "/api/v1/probes?realServer=10.88.0.101:80";

    [Fact]
    public async Task LastMinutes_AreSingleProbesWithTheirPhases()
    {
        await using var console = new ConsoleFactory();
        DateTimeOffset now = DateTimeOffset.UtcNow;
        console.Engine.History.Add(new ProbeRecord(now.AddSeconds(-2), ProbeOutcome.Passed, Ms(12), Ms(1), Ms(4), Ms(9)));
        console.Engine.History.Add(new ProbeRecord(now.AddSeconds(-1), ProbeOutcome.Refused, Ms(0.5), null, null, null));

        JsonElement answer = await console.As(Roles.Viewer).GetJsonAsync(Path);

        Assert.Equal("raw", answer.GetProperty("step").GetString());
        JsonElement probes = answer.GetProperty("series")[0].GetProperty("probes");
        Assert.Equal(2, probes.GetArrayLength());
        Assert.Equal("Passed", probes[0].GetProperty("result").GetString());
        Assert.Equal((12.0, 1.0, 4.0, 9.0), (probes[0].GetProperty("durationMs").GetDouble(), probes[0].GetProperty("connectMs").GetDouble(),
            probes[0].GetProperty("tlsMs").GetDouble(), probes[0].GetProperty("firstByteMs").GetDouble()));
        Assert.Equal("Refused", probes[1].GetProperty("result").GetString());
    }

    [Fact]
    public async Task MinuteThatTheEngineCloses_IsStoredAndAnswered()
    {
        await using var console = new ConsoleFactory();
        HttpClient client = console.As(Roles.Viewer);
        DateTimeOffset minute = DateTimeOffset.FromUnixTimeSeconds(DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 60 * 60 - 120);
        console.Engine.CloseMinute(new ProbeSummary
        {
            Service = "web", Server = "10.88.0.101:80", CheckIndex = 1, From = minute, Count = 60, Passed = 58, Refused = 2,
            Whole = new(60, Ms(120), Ms(1), Ms(9)),
        });
        string path = $"{Path}&step=minute&from={minute.AddMinutes(-5):yyyy-MM-ddTHH:mm:ssZ}";

        JsonElement answer = default;
        for (int attempt = 0; attempt < 500; attempt++)
        {
            answer = await client.GetJsonAsync(path);
            if (answer.GetProperty("series").GetArrayLength() > 0) break;
            await Task.Delay(10);
        }

        JsonElement series = Assert.Single(answer.GetProperty("series").EnumerateArray());
        Assert.Equal(("web", 1), (series.GetProperty("service").GetString(), series.GetProperty("check").GetInt32()));
        JsonElement point = series.GetProperty("points")[0];
        Assert.Equal((60, 58, 2), (point.GetProperty("count").GetInt32(), point.GetProperty("passed").GetInt32(), point.GetProperty("refused").GetInt32()));
        Assert.Equal((2.0, 9.0), (point.GetProperty("meanMs").GetDouble(), point.GetProperty("longestMs").GetDouble()));
        Assert.Equal(0, console.Services.GetRequiredService<ProbeRecorder>().Lost);
    }

    [Theory]
    [InlineData("/api/v1/probes", "bad-request")]
    [InlineData(Path + "&step=second", "bad-request")]
    [InlineData(Path + "&from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "bad-request")]
    [InlineData(Path + "&step=minute&from=2026-01-01T00:00:00Z&to=2026-02-01T00:00:00Z", "bad-request")]
    public async Task BadQuestion_IsRefusedWithTheReason(string path, string code)
    {
        await using var console = new ConsoleFactory();
        Assert.Equal((400, code), await (await console.As(Roles.Viewer).GetAsync(path)).ProblemAsync());
    }

    [Fact]
    public async Task UnknownServer_Answers404()
    {
        await using var console = new ConsoleFactory();
        Assert.Equal((404, "not-found"), await (await console.As(Roles.Viewer).GetAsync("/api/v1/probes?realServer=10.88.0.199:80")).ProblemAsync());
    }

    private static TimeSpan Ms(double milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
