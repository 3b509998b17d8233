using System.Net.ServerSentEvents;
using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Live;

public sealed class EventStreamTests : IDisposable
{
    private readonly string _directory = Scratch.Make("kc-events-");

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Event_IsToldWithItsId_Kind_AndWhatItIsAbout()
    {
        await using var console = new ConsoleFactory(_directory);
        await using SseClient stream = await SseClient.OpenAsync(console.As(Roles.Viewer));
        console.Engine.Publish(new RealServerStateChanged(FakeStatus.Service, "10.88.0.101:80", RealServerState.Up, RealServerState.Down, "2 of 2 attempts failed"));

        (long id, string kind, string data) = await stream.EventAsync();

        Assert.Equal((1, "realServerStateChanged"), (id, kind));
        JsonElement told = JsonDocument.Parse(data).RootElement;
        Assert.Equal("l1", told.GetProperty("node").GetString());
        Assert.Equal(11, told.GetProperty("sequence").GetInt64());
        Assert.Equal("Critical", told.GetProperty("severity").GetString());
        Assert.Equal((FakeStatus.Service, "10.88.0.101:80"), (told.GetProperty("service").GetString(), told.GetProperty("server").GetString()));
        Assert.Equal(JsonValueKind.Null, told.GetProperty("instance").ValueKind);
        Assert.Equal("Down", told.GetProperty("detail").GetProperty("to").GetString());
        Assert.False(told.GetProperty("detail").TryGetProperty("sentence", out _));
    }

    [Fact]
    public async Task Reader_ThatComesBack_AlsoToANewConsole_MissesNothingAndGetsNothingTwice()
    {
        var got = new List<(long Id, string Data)>();
        await using (var console = new ConsoleFactory(_directory))
        {
            await using (SseClient first = await SseClient.OpenAsync(console.As(Roles.Viewer)))
            {
                Publish(console, 0, 50);
                for (int i = 0; i < 20; i++) got.Add(await NextAsync(first));
            }

            Publish(console, 50, 100);
            await using SseClient second = await SseClient.OpenAsync(console.As(Roles.Viewer), lastEventId: got[^1].Id);
            for (int i = 0; i < 60; i++) got.Add(await NextAsync(second));
        }

        await using (var restarted = new ConsoleFactory(_directory))
        {
            await using SseClient third = await SseClient.OpenAsync(restarted.As(Roles.Viewer), $"?lastEventId={got[^1].Id}");
            for (int i = 0; i < 20; i++) got.Add(await NextAsync(third));
            Publish(restarted, 100, 110);
            for (int i = 0; i < 10; i++) got.Add(await NextAsync(third));
        }

        Assert.Equal(Enumerable.Range(0, 110).Select(i => $"hello {i}"), got.Select(each => JsonDocument.Parse(each.Data).RootElement.GetProperty("detail").GetProperty("message").GetString()));
        Assert.Equal(got.Select(each => each.Id).Distinct().Order(), got.Select(each => each.Id));
    }

    [Fact]
    public async Task Reader_FurtherBackThanTheTail_ReadsTheStore()
    {
        await using var console = new ConsoleFactory(_directory);
        await using SseClient live = await SseClient.OpenAsync(console.As(Roles.Viewer));
        int count = EventRing.DefaultCapacity + 1500;
        Publish(console, 0, count);
        for (int i = 0; i < count; i++) Assert.Equal(i + 1, (await live.EventAsync()).Id);

        await using SseClient late = await SseClient.OpenAsync(console.As(Roles.Viewer), lastEventId: 0);
        for (int i = 0; i < count; i++) Assert.Equal(i + 1, (await late.EventAsync()).Id);
    }

    [Fact]
    public async Task Filters_LetThroughWhatTheyName()
    {
        await using var console = new ConsoleFactory(_directory);
        await using SseClient kinds = await SseClient.OpenAsync(console.As(Roles.Viewer), "?kind=quorumChanged,trackChanged");
        await using SseClient instance = await SseClient.OpenAsync(console.As(Roles.Viewer), "?instance=VI_DB");
        await using SseClient service = await SseClient.OpenAsync(console.As(Roles.Viewer), "?service=other");
        console.Engine.Publish(new QuorumChanged(FakeStatus.Service, false, 0, 1));
        console.Engine.Publish(new HeartbeatLineChanged("VI_WEB", "eth0", false, "no carrier", 0));
        console.Engine.Publish(new HeartbeatLineChanged("VI_DB", "eth0", false, "no carrier", 0));
        console.Engine.Publish(new QuorumChanged("other", true, 1, 1));
        console.Engine.Publish(new TrackChanged("script", "chk", true, "exit code 0"));

        Assert.Equal((1, 4, 5), ((await kinds.EventAsync()).Id, (await kinds.EventAsync()).Id, (await kinds.EventAsync()).Id));
        Assert.Equal(3, (await instance.EventAsync()).Id);
        Assert.Equal(4, (await service.EventAsync()).Id);

        // The same from the store.
        await using SseClient later = await SseClient.OpenAsync(console.As(Roles.Viewer), "?kind=trackChanged", lastEventId: 0);
        Assert.Equal((5, "trackChanged"), ((await later.EventAsync()) is var told ? (told.Id, told.Kind) : default));
    }

    [Fact]
    public async Task EventsThatAgeRemoved_AreAGap_AndSoIsAnIdOfAnotherStore()
    {
        await using var console = new ConsoleFactory(_directory);
        await using (SseClient live = await SseClient.OpenAsync(console.As(Roles.Viewer)))
        {
            Publish(console, 0, 10);
            while ((await live.EventAsync()).Id < 10)
            {
            }
        }

        await using (AsyncServiceScope scope = console.Services.CreateAsyncScope())
            await scope.ServiceProvider.GetRequiredService<ConsoleDbContext>().Database.ExecuteSqlAsync($"DELETE FROM Events WHERE Id <= 5");

        await using SseClient old = await SseClient.OpenAsync(console.As(Roles.Viewer), lastEventId: 3);
        Assert.Equal("retention", await GapAsync(old));
        await using SseClient foreign = await SseClient.OpenAsync(console.As(Roles.Viewer), lastEventId: 5000);
        Assert.Equal("unknown", await GapAsync(foreign));
        await using SseClient whole = await SseClient.OpenAsync(console.As(Roles.Viewer), lastEventId: 5);
        Assert.Equal(6, (await whole.EventAsync()).Id);
    }

    [Fact]
    public async Task LostEvents_AreAGap_WithHowMany()
    {
        await using var console = new ConsoleFactory(_directory);
        await using SseClient stream = await SseClient.OpenAsync(console.As(Roles.Viewer));
        console.Engine.LoseEvents(7);
        console.Engine.Publish(new EngineNotice("l1", "hello", EventSeverity.Info));
        SseItem<string> item;
        do item = await stream.NextAsync();
        while (item.EventType != "gap");
        Assert.Equal(7, JsonDocument.Parse(item.Data).RootElement.GetProperty("lost").GetInt64());
    }

    [Fact]
    public async Task ConsoleTells_InOrderWithTheEngine()
    {
        await using var console = new ConsoleFactory(_directory);
        await using SseClient stream = await SseClient.OpenAsync(console.As(Roles.Viewer));
        console.Services.GetRequiredService<IEventLog>().Tell(new StreamedEvent("commitWindowOpened", "l1", FakeStatus.Noon, 0, 8, EventSeverity.Info, null, null, null, "Revision 8 must be confirmed.", []));
        (long id, string kind, string data) = await stream.EventAsync();
        Assert.Equal((1, "commitWindowOpened", 8), (id, kind, JsonDocument.Parse(data).RootElement.GetProperty("revision").GetInt32()));
    }

    [Theory]
    [InlineData("?lastEventId=abc", "lastEventId")]
    [InlineData("?lastEventId=-1", "lastEventId")]
    public async Task IdThatIsNone_IsAProblemThatNamesIt(string query, string pointer)
    {
        await using var console = new ConsoleFactory(_directory);
        HttpResponseMessage response = await console.As(Roles.Viewer).GetAsync("/api/v1/events" + query);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(pointer, (await response.JsonAsync()).GetProperty("errors")[0].GetProperty("pointer").GetString());
    }

    private static void Publish(ConsoleFactory console, int from, int to)
    {
        for (int i = from; i < to; i++) console.Engine.Publish(new EngineNotice("l1", $"hello {i}", EventSeverity.Info));
    }

    private static async Task<(long Id, string Data)> NextAsync(SseClient stream)
    {
        (long id, _, string data) = await stream.EventAsync();
        return (id, data);
    }

    private static async Task<string?> GapAsync(SseClient stream)
    {
        SseItem<string> item = await stream.NextAsync();
        Assert.Equal("gap", item.EventType);
        return JsonDocument.Parse(item.Data).RootElement.GetProperty("reason").GetString();
    }
}
