using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Data.Tests.History;

/// <summary>The history of one server is found without a walk through that of all others.</summary>
public sealed class ProbeSearchTests
{
    [Theory]
    [InlineData(ProbeSpan.Minute, null)]
    [InlineData(ProbeSpan.Minute, "web1")]
    [InlineData(ProbeSpan.Hour, null)]
    [InlineData(ProbeSpan.Day, "web1")]
    public async Task EveryQuestion_BeginsWithTheChecks_NotWithTheTime(ProbeSpan span, string? service)
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        await store.Probes.WriteAsync("l1", [.. Enumerable.Range(0, 40).Select(number => Minute($"web{number}", 0))], default);
        var statements = new List<string>();
        await using ConsoleDbContext context = QueryPlans.Watched(store, statements);

        await ProbeSearch.PointsAsync(context, Query(span) with { Service = service }, default);

        Assert.Equal(2, statements.Count);
        Assert.Contains("SEARCH p USING COVERING INDEX IX_ProbeSeries_Server_Service_Node_CheckIndex (Server=?", QueryPlans.Of(store.Options.DatabasePath, statements[0]), StringComparison.Ordinal);
        string points = QueryPlans.Of(store.Options.DatabasePath, statements[1]);
        Assert.Contains("SEARCH p USING INDEX sqlite_autoindex_ProbeRollups_1 (SeriesId=? AND Seconds=? AND At>? AND At<?)", points, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", points, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Points_AreInTheOrderOfServiceThenCheckThenTime()
    {
        using var folder = new TempFolder();
        await using TestStore store = await TestStore.OpenAsync(folder.Data);
        // Not in the order in which they got their numbers.
        foreach ((string name, int check) in ((string, int)[])[("web2", 0), ("web1", 1), ("web1", 0)])
            for (int minute = 2; minute >= 0; minute--)
                await store.Probes.WriteAsync("l1", [Minute(name, minute) with { CheckIndex = check }, Minute(name, minute) with { Server = "10.88.0.102:80" }], default);

        IReadOnlyList<ProbeSummary> points = await store.Probes.QueryAsync(Query(ProbeSpan.Minute), default);

        Assert.Equal(
            from one in ((string, int)[])[("web1", 0), ("web1", 1), ("web2", 0)] from minute in Enumerable.Range(0, 3) select (one.Item1, one.Item2, minute),
            points.Select(point => (point.Service, point.CheckIndex, (int)(point.From - ManualClock.Noon).TotalMinutes)));
        Assert.All(points, point => Assert.Equal("10.88.0.101:80", point.Server));
    }

    private static ProbeSummary Minute(string service, int minute) => new()
    {
        Service = service,
        Server = "10.88.0.101:80",
        CheckIndex = 0,
        From = ManualClock.Noon.AddMinutes(minute),
        Count = 1,
        Passed = 1,
        Whole = new(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(1)),
    };

    private static ProbeQuery Query(ProbeSpan span)
        => new() { Server = "10.88.0.101:80", Node = "l1", From = ManualClock.Noon.AddHours(-1), To = ManualClock.Noon.AddHours(1), Span = span };
}
