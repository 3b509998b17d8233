using System.Diagnostics;
using System.Globalization;
using KeepaliveConsole.Engine;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Features.RealServers;
using KeepaliveConsole.Web.Tests.Fakes;
using Xunit.Abstractions;

namespace KeepaliveConsole.Web.Tests.Pages;

[Collection(MeasuredCollection.Name)]
public class ServerBoardTests(ITestOutputHelper output)
{
    private static DateTimeOffset Noon => FakeStatus.Noon;

    /// <summary>1,000 services of ten real servers.</summary>
    private static EngineStatus Large()
    {
        EngineStatus one = FakeStatus.Healthy();
        VirtualServiceStatus service = one.VirtualServices[0];
        return one with
        {
            VirtualServices = Enumerable.Range(0, 1000).Select(number => service with
            {
                Name = string.Create(CultureInfo.InvariantCulture, $"web-{number:000}"),
                RealServers = Enumerable.Range(1, 10).Select(host => FakeStatus.RealServer($"10.{number / 250}.{number % 250}.{host}:80")).ToValueArray(),
            }).ToValueArray(),
        };
    }

    // Two thousand checks a second are five hundred servers between two wakes.
    private static EngineStatus Probed(EngineStatus status, int round) => status with
    {
        VirtualServices = status.VirtualServices.Select((service, number) => number % 2 == round % 2 ? service : service with
        {
            RealServers = service.RealServers.Select((server, host) => host == round % 10 ? server with { FailuresInARow = round } : server).ToValueArray(),
        }).ToValueArray(),
    };

    [Fact]
    public void Wake_WithTenThousandServers_LooksOnlyAtWhatChanged_WithinMilliseconds()
    {
        EngineStatus status = Large();
        var board = new ServerBoard();
        var window = new ServerWindow();
        board.Update(status, Noon, new ServerFilter(), byHost: false);
        window.Take(board);
        Assert.Equal((10_000, 10_000, 10_000), (board.Total, board.Matching, board.LookedAt));
        var times = new List<double>();
        for (int round = 0; round < 40; round++)
        {
            status = Probed(status, round);
            long begin = Stopwatch.GetTimestamp();
            board.Update(status, Noon, new ServerFilter(), byHost: false);
            window.Take(board);
            int rows = window.Drawn().Sum(drawn => Enumerable.Range(drawn.First, drawn.Count).Count(row => ServerRow.From(drawn.Group.Shown[row], Noon).Service.Length > 0));
            times.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
            Assert.Equal(500, board.LookedAt);
            Assert.InRange(rows, 20, 120);
        }
        times.Sort();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"a wake with 10,000 servers, 500 of them changed: median {times[20]:0.00} ms, worst {times[^1]:0.00} ms"));
        Assert.InRange(times[20], 0, 25);
    }

    [Fact]
    public void Wake_WithNothingNew_LooksAtNothingAndKeepsTheLayout()
    {
        EngineStatus status = Large();
        var board = new ServerBoard();
        board.Update(status, Noon, new ServerFilter(), byHost: false);
        int layout = board.Layout;

        board.Update(status with { Sequence = 11 }, Noon.AddSeconds(1), new ServerFilter(), byHost: false);

        Assert.Equal((0, layout), (board.LookedAt, board.Layout));
    }

    [Fact]
    public void Picture_TooOld_MakesEveryServerUnknown()
    {
        var board = new ServerBoard();
        board.Update(FakeStatus.Healthy(), Noon, new ServerFilter(), byHost: false);
        Assert.Equal(2, board.CountOf(ServerTile.Up));

        board.Update(FakeStatus.Healthy(), Noon.AddSeconds(10), new ServerFilter(), byHost: false);

        Assert.Equal((0, 2), (board.CountOf(ServerTile.Up), board.CountOf(ServerTile.Unknown)));
    }

    [Fact]
    public void Filter_StateThatChanges_MovesTheRow()
    {
        var filter = new ServerFilter(State: "down");
        EngineStatus status = FakeStatus.Healthy();
        var board = new ServerBoard();
        board.Update(status, Noon, filter, byHost: false);
        Assert.Empty(board.Groups);

        board.Update(status.With("10.88.0.102:80", server => server with { State = RealServerState.Down }), Noon, filter, byHost: false);

        Assert.Equal("10.88.0.102:80", Assert.Single(board.Shown).Status.Address);
    }

    [Fact]
    public void Server_ThatComesOrGoes_KeepsTheOthersRate()
    {
        EngineStatus status = FakeStatus.Healthy().With("10.88.0.101:80", server => server with { ConnectionsSoFar = 10 });
        var board = new ServerBoard();
        board.Update(status, Noon, new ServerFilter(), byHost: false);
        status = status.With("10.88.0.101:80", server => server with { ConnectionsSoFar = 40 }) with { At = Noon.AddSeconds(2) };
        board.Update(status, Noon.AddSeconds(2), new ServerFilter(), byHost: false);
        Assert.Equal(15, board.Groups[0].Entries[0].Rate);

        VirtualServiceStatus service = status.VirtualServices[0];
        board.Update(status with { VirtualServices = [service with { RealServers = [service.RealServers[0]] }] }, Noon.AddSeconds(2), new ServerFilter(), byHost: false);

        Assert.Equal((1, 15), (board.Total, board.Groups[0].Entries[0].Rate));
        Assert.Equal(0, board.Groups[0].Entries[0].RateAt(Noon.AddSeconds(13)));
    }

    [Fact]
    public void Window_InTheMiddle_DrawsThreeScreensOfRowsOfTheGroupsThere()
    {
        var board = new ServerBoard();
        board.Update(Large(), Noon, new ServerFilter(), byHost: false);
        var window = new ServerWindow();
        window.Take(board);
        Assert.Equal(10_000, window.Lines);

        // A group is 54 + 10 × 36 = 414 pixels: 100 of them end at 41,400.
        window.Look(41_400, 720, new ListHeights(36, 54));
        List<DrawnGroup> drawn = [.. window.Drawn()];

        Assert.Equal("web-098", drawn[0].Group.Key);
        Assert.Equal((980, 98, 1, 9), (drawn[0].RowsAbove, drawn[0].HeadsAbove, drawn[0].First, drawn[0].Count));
        Assert.Equal(("web-103", 6), (drawn[^1].Group.Key, drawn.Count));
        Assert.InRange(drawn.Sum(one => one.Count), 45, 60);
    }

    [Fact]
    public void Window_NonsenseFromTheBrowser_IsIgnored()
    {
        var window = new ServerWindow();
        window.Look(-5, 720, new ListHeights(36, 54));
        window.Look(5, 1_000_000, new ListHeights(36, 54));
        window.Look(5, 720, new ListHeights(1, 54));
        Assert.Equal((0, 900, ListHeights.Default), (window.Top, window.Height, window.Heights));
    }

    [Fact]
    public void Csv_HasALineForEachShownServer_AndNoFormula()
    {
        EngineStatus status = FakeStatus.Healthy().With("10.88.0.101:80", server => server with { Admin = AdminState.Drain, AdminReason = "=1+1", ActiveConnections = 3, InactiveConnections = 1, ConnectionsSoFar = 9 });
        var board = new ServerBoard();
        board.Update(status, Noon, new ServerFilter(Search: ".101"), byHost: false);

        string[] lines = ServerCsv.Write(board.Shown).Split("\r\n");

        Assert.Equal(3, lines.Length);
        Assert.Equal("10.88.0.100:80/tcp,10.88.0.101:80,Up,Drain,Fresh,1,1,3,1,9,HTTP GET /healthCheck,\"200 OK, 6 bytes\",1.5,2026-03-01T12:00:00Z,all checks pass,\"'=1+1\"", lines[1]);
    }
}
