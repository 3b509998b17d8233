using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Threading.Channels;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Data.Tests;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Live;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Windows;
using KeepaliveConsole.Web.Tests.Fakes;
using KeepaliveConsole.Web.Tests.Live;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api.Writing;

/// <summary>Changes on trial, through the API and over restarts, with a clock that the test moves.</summary>
public sealed class CommitWindowTests : IDisposable
{
    private const string Instance = "/vrrp-instances/VI_WEB";
    private const string Calm = """{"preempt":false}""";
    private const string Server = "10.88.0.101:80";

    private readonly string _directory = Scratch.Make("kc-window-");
    private readonly ManualTime _time = new(FakeStatus.Noon);

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task Confirmed_Stays()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        JsonElement opened = await OpenAsync(admin, "");
        JsonElement window = opened.GetProperty("window");
        Assert.Equal((2L, 1L, 60_000L), (window.GetProperty("revision").GetInt64(), window.GetProperty("backTo").GetInt64(), window.GetProperty("remainingMs").GetInt64()));

        await AdvanceAsync(console, 59);
        JsonElement seen = await admin.GetJsonAsync(Writes.Base + "/cluster/window");
        Assert.Equal((true, 1_000L), (seen.GetProperty("open").GetBoolean(), seen.GetProperty("remainingMs").GetInt64()));
        Assert.Equal(HttpStatusCode.OK, (await admin.WriteAsync("POST", "/cluster/confirm?comment=works", null, null)).StatusCode);
        await AdvanceAsync(console, 60);

        Assert.Single(console.Engine.Applied, each => each.Revision > 1);
        Assert.False((await admin.GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("open").GetBoolean());
        AuditRecord confirmed = Assert.Single(await console.AuditAsync("window-confirm"));
        Assert.Equal(("revision 2", "works", 2L), (confirmed.Object, confirmed.Reason, confirmed.Revision));
        AuditRecord open = Assert.Single(await console.AuditAsync("window-open"));
        Assert.Equal("goes back to revision 1 at 2026-03-01 12:01:00 UTC unless confirmed; no guard", open.After);
        Assert.Equal((409, "window.none"), await (await admin.WriteAsync("POST", "/cluster/confirm", null, null)).ProblemAsync());
        Assert.Equal((409, "window.none"), await (await admin.WriteAsync("POST", "/cluster/revert", null, null)).ProblemAsync());
    }

    [Fact]
    public async Task NotConfirmed_GoesBackAsANewRevision_WithTheReason()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        string before = await admin.TagAsync("/cluster");
        await OpenAsync(admin, "");
        await AdvanceAsync(console, 59);
        Assert.NotEqual(before, await admin.TagAsync("/cluster"));
        await AdvanceAsync(console, 1);

        Assert.Equal(before, await admin.TagAsync("/cluster"));
        Assert.Equal(3, console.Engine.Applied[^1].Revision);
        Assert.True(console.Engine.Applied[^1].Definition.VrrpInstances[0].Preempt);
        JsonElement revision = await admin.GetJsonAsync(Writes.Base + "/revisions/3");
        Assert.Equal(("window-rollback", "commit-confirm", "back from revision 2 to 1: nobody confirmed it in time"),
            (revision.GetProperty("action").GetString(), revision.GetProperty("author").GetString(), revision.GetProperty("comment").GetString()));
        AuditRecord record = Assert.Single(await console.AuditAsync("window-rollback"));
        Assert.Equal((ActorKind.Engine, "commit-confirm", "revision 2", 3L, true), (record.ActorKind, record.Actor, record.Object, record.Revision, record.Succeeded));
    }

    [Fact]
    public async Task Reverted_GoesBackAtOnce()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        await OpenAsync(admin, "");
        JsonElement answer = await (await admin.WriteAsync("POST", "/cluster/revert?comment=no%20good", null, null)).JsonAsync();
        Assert.Equal(("Done", 3L), (answer.GetProperty("status").GetString(), answer.GetProperty("revision").GetInt64()));
        AuditRecord record = Assert.Single(await console.AuditAsync("window-revert"));
        Assert.Equal("back from revision 2 to 1: no good", record.Reason);
        await AdvanceAsync(console, 120);
        Assert.Equal(3, console.Engine.Applied[^1].Revision);
    }

    [Fact]
    public async Task WhileItIsOpen_OtherChangesAreRefused_ButOperatorsActionsAreNotAndOutliveIt()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        await OpenAsync(admin, "");
        foreach (string query in new[] { "", "?confirmWithinMs=60000" })
        {
            HttpResponseMessage held = await admin.WriteAsync("PATCH", Instance + query, """{"preemptDelayMs":1000}""", "*");
            Assert.Equal((409, "window.open"), await held.ProblemAsync());
            Assert.Equal(2, (await held.JsonAsync()).GetProperty("window").GetProperty("revision").GetInt64());
        }

        Assert.Equal((409, "window.open"), await (await admin.WriteAsync("POST", "/revisions/1/rollback", null, null)).ProblemAsync());
        // A plan is no change.
        Assert.Equal(HttpStatusCode.OK, (await admin.WriteAsync("PATCH", Instance + "?dryRun=true", """{"preemptDelayMs":1000}""", "*")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await admin.PostAsync($"{Writes.Base}/virtual-services/10.88.0.100:80%2Ftcp/real-servers/{Server}/actions/drain", null)).StatusCode);
        await AdvanceAsync(console, 60);

        ClusterDefinition now = console.Engine.Applied[^1].Definition;
        Assert.Equal((true, AdminState.Drain), (now.VrrpInstances[0].Preempt, now.VirtualServices[0].RealServers[0].Admin));
    }

    [Fact]
    public async Task GuardTwoMasters_TakesItBack()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        await OpenAsync(admin, "&guards=two-masters");
        await AdvanceAsync(console, 1);
        Assert.Equal(2, console.Engine.Applied[^1].Revision);
        console.Engine.Current = console.Engine.Current.WithInstance(instance => instance with { SplitBrain = FakeStatus.SplitBrain() });
        await AdvanceAsync(console, 1);
        Assert.Equal("back from revision 2 to 1: guard two-masters: VI_WEB has a second master, 10.88.0.12", Assert.Single(await console.AuditAsync("window-rollback")).Reason);
    }

    [Fact]
    public async Task GuardServersDown_TakesItBack()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        await OpenAsync(admin, "&guards=servers-down:1,quorum-lost");
        console.Engine.Current = console.Engine.Current.With(Server, real => real with { State = RealServerState.Down });
        await AdvanceAsync(console, 1);
        Assert.Equal($"back from revision 2 to 1: guard servers-down:1: 1 more real servers are down: {FakeStatus.Service} {Server}", Assert.Single(await console.AuditAsync("window-rollback")).Reason);
    }

    [Fact]
    public async Task GuardConnectionLost_TakesItBack_UnlessTheProgramGoesOnAsking()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin), other = console.As(Roles.Admin);
        await OpenAsync(admin, "&guards=connection-lost");
        for (int round = 0; round < 3; round++)
        {
            await AdvanceAsync(console, 10);
            Assert.True((await admin.GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("open").GetBoolean());
        }

        await AdvanceAsync(console, 15);
        // Somebody else's sign of life is none of hers.
        Assert.True((await other.GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("open").GetBoolean());
        await AdvanceAsync(console, 1);
        Assert.Equal("back from revision 2 to 1: guard connection-lost: nothing was heard for 16 s from who made the change", Assert.Single(await console.AuditAsync("window-rollback")).Reason);
    }

    [Fact]
    public async Task ARestartInsideTheWindow_LetsTheRestOfTheTimeCount()
    {
        await using (ConsoleFactory console = await StartAsync()) await OpenAsync(console.As(Roles.Admin), "");
        _time.Advance(TimeSpan.FromSeconds(40));
        await using ConsoleFactory again = await StartAsync(isFirst: false);
        Assert.Equal(2, again.Engine.Applied[^1].Revision);
        Assert.Equal(20_000, (await again.As(Roles.Admin).GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("remainingMs").GetInt64());
        await AdvanceAsync(again, 19);
        Assert.Equal(2, again.Engine.Applied[^1].Revision);
        await AdvanceAsync(again, 1);
        Assert.Equal((3L, true), (again.Engine.Applied[^1].Revision, again.Engine.Applied[^1].Definition.VrrpInstances[0].Preempt));
    }

    [Fact]
    public async Task AWindowThatRanOutMeanwhile_GoesBackBeforeTheEngineHasTheChange()
    {
        await using (ConsoleFactory console = await StartAsync()) await OpenAsync(console.As(Roles.Admin), "");
        _time.Advance(TimeSpan.FromSeconds(61));
        await using ConsoleFactory again = await StartAsync(isFirst: false);
        (ClusterDefinition applied, long revision) = Assert.Single(again.Engine.Applied);
        Assert.Equal((3L, true), (revision, applied.VrrpInstances[0].Preempt));
        Assert.EndsWith("the console was not running when it ran out, or its database was away", Assert.Single(await again.AuditAsync("window-rollback")).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithTheDatabaseGone_TheEngineGoesBackAlone_AndTheStoreFollows()
    {
        await using ConsoleFactory console = await StartAsync();
        await OpenAsync(console.As(Roles.Admin), "");
        _time.Advance(TimeSpan.FromSeconds(60));
        var broken = new BrokenStore(console.Services.GetRequiredService<IDefinitionStore>()) { IsBroken = true };
        CommitWindowKeeper keeper = ActivatorUtilities.CreateInstance<CommitWindowKeeper>(console.Services, broken);
        StoredRevision before = (await console.Services.GetRequiredService<IDefinitionStore>().FindRevisionAsync(1, CancellationToken.None))!;
        CommitWindow window = (await console.Services.GetRequiredService<IDefinitionStore>().FindWindowAsync(CancellationToken.None))!;
        keeper.Watch(window, before.Definition!);
        _time.Advance(TimeSpan.FromSeconds(60));

        await keeper.LookAsync(CancellationToken.None);
        Assert.True(keeper.IsGoingBack);
        Assert.Equal((1L, true), (console.Engine.Applied[^1].Revision, console.Engine.Applied[^1].Definition.VrrpInstances[0].Preempt));

        broken.IsBroken = false;
        await keeper.LookAsync(CancellationToken.None);
        Assert.Equal((3L, true), (console.Engine.Applied[^1].Revision, console.Engine.Applied[^1].Definition.VrrpInstances[0].Preempt));
        Assert.Null(keeper.Open);
    }

    [Fact]
    public async Task WithTheDatabaseAwayAtTheStart_AnOpenWindowIsTakenUpWhenItIsBack()
    {
        await using ConsoleFactory console = await StartAsync();
        await OpenAsync(console.As(Roles.Admin), "");
        (BrokenStore store, CommitWindowKeeper keeper, RevisionFollower follower) = Restarted(console);
        for (int look = 0; look < 20; look++) await keeper.LookAsync(CancellationToken.None);
        await follower.LookAsync(CancellationToken.None);
        Assert.Null(keeper.Open);

        _time.Advance(TimeSpan.FromSeconds(40));
        store.IsBroken = false;
        await follower.LookAsync(CancellationToken.None);

        Assert.Equal((2L, TimeSpan.FromSeconds(20)), (keeper.Open?.Revision, keeper.Left));
        _time.Advance(TimeSpan.FromSeconds(20));
        await keeper.LookAsync(CancellationToken.None);
        Assert.Equal((3L, true), (console.Engine.Applied[^1].Revision, console.Engine.Applied[^1].Definition.VrrpInstances[0].Preempt));
    }

    [Fact]
    public async Task AWindowThatRanOutWhileTheDatabaseWasAway_GoesBackBeforeTheEngineHasTheChange()
    {
        await using ConsoleFactory console = await StartAsync();
        await OpenAsync(console.As(Roles.Admin), "");
        (BrokenStore store, CommitWindowKeeper keeper, RevisionFollower follower) = Restarted(console);
        int before = console.Engine.Applied.Count;
        await follower.LookAsync(CancellationToken.None);
        _time.Advance(TimeSpan.FromSeconds(61));
        store.IsBroken = false;
        await follower.LookAsync(CancellationToken.None);

        (ClusterDefinition applied, long revision) = Assert.Single(console.Engine.Applied.Skip(before));
        Assert.Equal((3L, true, null), (revision, applied.VrrpInstances[0].Preempt, keeper.Open));
    }

    [Fact]
    public async Task AWindowThatTheStoreNoLongerHas_IsDropped_AndWhatIsInForceStays()
    {
        await using ConsoleFactory console = await StartAsync();
        await OpenAsync(console.As(Roles.Admin), "");
        CommitWindowKeeper keeper = console.Services.GetRequiredService<CommitWindowKeeper>();
        var other = new Actor(ActorKind.User, "other", null);
        Assert.NotNull(await console.Services.GetRequiredService<IDefinitionStore>().ConfirmWindowAsync(2, other, null, CancellationToken.None));

        for (int look = 0; look < 10; look++) await keeper.LookAsync(CancellationToken.None);
        Assert.Null(keeper.Open);
        await AdvanceAsync(console, 120);
        Assert.Equal(2, console.Engine.Applied[^1].Revision);
        Assert.Empty(await console.AuditAsync("window-rollback"));
    }

    [Fact]
    public async Task TheEngineWentBackAlone_ButTheStoreThatComesBackKnowsNoWindow_WhatItHoldsCounts()
    {
        await using ConsoleFactory console = await StartAsync();
        await OpenAsync(console.As(Roles.Admin), "");
        (BrokenStore store, CommitWindowKeeper keeper, _) = Restarted(console);
        store.IsBroken = false;
        await keeper.ResumeAsync(CancellationToken.None);
        store.IsBroken = true;
        _time.Advance(TimeSpan.FromSeconds(60));
        await keeper.LookAsync(CancellationToken.None);
        Assert.Equal(1, console.Engine.Applied[^1].Revision);

        Assert.NotNull(await console.Services.GetRequiredService<IDefinitionStore>().ConfirmWindowAsync(2, new Actor(ActorKind.User, "other", null), null, CancellationToken.None));
        store.IsBroken = false;
        await keeper.LookAsync(CancellationToken.None);
        Assert.Equal((2L, false, null), (console.Engine.Applied[^1].Revision, console.Engine.Applied[^1].Definition.VrrpInstances[0].Preempt, keeper.Open));
    }

    [Fact]
    public async Task ItsBeginningAndItsEnd_AreToldInTheStream()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        await using SseClient stream = await SseClient.OpenAsync(admin, "?kind=commitWindowOpened,commitWindowClosed");
        await OpenAsync(admin, "");
        Assert.Equal(("commitWindowOpened", 2L, 1L, "2026-03-01T12:01:00.000Z", "trial", null), await NextAsync());
        Assert.Equal(HttpStatusCode.OK, (await admin.WriteAsync("POST", "/cluster/confirm?comment=works", null, null)).StatusCode);
        Assert.Equal(("commitWindowClosed", 2L, 1L, "2026-03-01T12:01:00.000Z", "works", "confirmed"), await NextAsync());

        await admin.WriteAsync("PATCH", Instance + "?confirmWithinMs=60000", """{"preempt":true}""", "*");
        Assert.Equal(("commitWindowOpened", 3L, 2L, "2026-03-01T12:01:00.000Z", null, null), await NextAsync());
        await AdvanceAsync(console, 60);
        Assert.Equal(("commitWindowClosed", 3L, 2L, "2026-03-01T12:01:00.000Z", "nobody confirmed it in time", "rolledBack"), await NextAsync());

        async Task<(string Kind, long Revision, long BackTo, string? EndsAt, string? Reason, string? Outcome)> NextAsync()
        {
            (_, string kind, string data) = await stream.EventAsync();
            JsonElement detail = JsonDocument.Parse(data).RootElement.GetProperty("detail");
            return (kind, detail.GetProperty("revision").GetInt64(), detail.GetProperty("backTo").GetInt64(), detail.GetProperty("endsAt").GetString(), detail.GetProperty("reason").GetString(),
                detail.TryGetProperty("outcome", out JsonElement outcome) ? outcome.GetString() : null);
        }
    }

    [Fact]
    public async Task ItsBeginningAndItsEnd_AreToldOnTheHub()
    {
        await using ConsoleFactory console = await StartAsync();
        var live = console.Services.GetRequiredService<LiveBroadcaster>();
        LiveConnection connection = live.Create();
        live.Add(connection);
        var client = new ToldClient();
        using var end = new CancellationTokenSource();
        Task pump = connection.PumpAsync(client, end.Token);
        HttpClient admin = console.As(Roles.Admin);
        await OpenAsync(admin, "");
        Assert.Equal(HttpStatusCode.OK, (await admin.WriteAsync("POST", "/cluster/revert", null, null)).StatusCode);

        EventDocument opened = await client.NextAsync("commitWindowOpened");
        EventDocument closed = await client.NextAsync("commitWindowClosed");
        Assert.Equal((0L, 2L, "Revision 2 of admin is on trial: it goes back to revision 1 at 2026-03-01 12:01:00 UTC unless confirmed."), (opened.Sequence, opened.Revision, Regex.Replace(opened.Sentence, "admin-[^ ]+", "admin")));
        Assert.Equal(("reverted", 2L), (closed.Detail!["outcome"]!.GetValue<string>(), closed.Revision));
        await end.CancelAsync();
        await pump.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task ARefusalByTheEngine_GoesBackAtOnce()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        string before = await admin.TagAsync("/cluster");
        console.Engine.ApplyProblems = [new(Engine.Definitions.Rules.ProblemSeverity.Error, "/nodes/0", "engine.no", $"The engine says no.")];
        Assert.Equal((422, "refused"), await (await admin.WriteAsync("PATCH", Instance + "?confirmWithinMs=60000", Calm, "*")).ProblemAsync());
        Assert.Equal(before, await admin.TagAsync("/cluster"));
        Assert.False((await admin.GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("open").GetBoolean());
    }

    [Fact]
    public async Task AChangeWithoutADifference_OpensNone()
    {
        await using ConsoleFactory console = await StartAsync();
        HttpClient admin = console.As(Roles.Admin);
        Assert.Equal("Unchanged", (await (await admin.WriteAsync("PATCH", Instance + "?confirmWithinMs=60000", "{}", "*")).JsonAsync()).GetProperty("status").GetString());
        Assert.False((await admin.GetJsonAsync(Writes.Base + "/cluster/window")).GetProperty("open").GetBoolean());
    }

    /// <summary>The same console as if it had just started with its database away.</summary>
    private static (BrokenStore Store, CommitWindowKeeper Keeper, RevisionFollower Follower) Restarted(ConsoleFactory console)
    {
        var store = new BrokenStore(console.Services.GetRequiredService<IDefinitionStore>()) { IsBroken = true };
        DefinitionApplier applier = ActivatorUtilities.CreateInstance<DefinitionApplier>(console.Services);
        CommitWindowKeeper keeper = ActivatorUtilities.CreateInstance<CommitWindowKeeper>(console.Services, store, applier);
        return (store, keeper, ActivatorUtilities.CreateInstance<RevisionFollower>(console.Services, store, applier, keeper));
    }

    private static async Task<JsonElement> OpenAsync(HttpClient admin, string guards)
    {
        HttpResponseMessage response = await admin.WriteAsync("PATCH", $"{Instance}?confirmWithinMs=60000&comment=trial{guards}", Calm, "*");
        Assert.True(response.StatusCode == HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        return await response.JsonAsync();
    }

    private async Task AdvanceAsync(ConsoleFactory console, int seconds)
    {
        _time.Advance(TimeSpan.FromSeconds(seconds));
        await console.Services.GetRequiredService<CommitWindowKeeper>().LookAsync(CancellationToken.None);
    }

    private async Task<ConsoleFactory> StartAsync(bool isFirst = true)
    {
        var console = new ConsoleFactory(_directory)
        {
            Replace = services =>
            {
                services.AddSingleton<TimeProvider>(_time);
                // It looks when the test says so.
                services.Remove(services.Single(service => service.ServiceType == typeof(Microsoft.Extensions.Hosting.IHostedService) && service.ImplementationType is null
                    && service.ImplementationFactory?.Method.ReturnType == typeof(CommitWindowKeeper)));
            },
        };
        if (isFirst) await console.ReadyAsync();
        else _ = console.Services;
        return console;
    }

    /// <summary>A client of the hub that keeps the events it is told.</summary>
    private sealed class ToldClient : ILiveClient
    {
        private readonly Channel<EventDocument> _told = Channel.CreateUnbounded<EventDocument>();

        public async Task<EventDocument> NextAsync(string kind)
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            await foreach (EventDocument told in _told.Reader.ReadAllAsync(patience.Token))
                if (told.Type == kind) return told;
            throw new InvalidOperationException($"No {kind} was told.");
        }

        public Task EventRecorded(long seq, EventDocument recorded) => _told.Writer.WriteAsync(recorded).AsTask();

        public Task Snapshot(long seq, StatusDocument status) => Task.CompletedTask;

        public Task VrrpChanged(long seq, VrrpDocument instance) => Task.CompletedTask;

        public Task RealServerChanged(long seq, string service, RealServerDocument server) => Task.CompletedTask;

        public Task ProbeCompleted(long seq, IReadOnlyList<CompletedProbeDocument> probes) => Task.CompletedTask;

        public Task DefinitionApplied(long seq, long revision, IReadOnlyList<string> changes) => Task.CompletedTask;

        public Task Dropped(long count) => Task.CompletedTask;
    }

    /// <summary>A store that can fail as a database does.</summary>
    private sealed class BrokenStore(IDefinitionStore store) : IDefinitionStore
    {
        public bool IsBroken { get; set; }

        public Task<StoredDefinition?> FindCurrentAsync(CancellationToken cancellationToken) => Real.FindCurrentAsync(cancellationToken);

        public Task<SaveOutcome> SaveAsync(DefinitionChange change, CancellationToken cancellationToken) => Real.SaveAsync(change, cancellationToken);

        public Task<IReadOnlyList<RevisionSummary>> ListRevisionsAsync(int limit, CancellationToken cancellationToken) => Real.ListRevisionsAsync(limit, cancellationToken);

        public Task<Page<RevisionSummary>> PageRevisionsAsync(int limit, string? cursor, CancellationToken cancellationToken) => Real.PageRevisionsAsync(limit, cursor, cancellationToken);

        public Task<StoredRevision?> FindRevisionAsync(long number, CancellationToken cancellationToken) => Real.FindRevisionAsync(number, cancellationToken);

        public Task<StoredDefinition?> FindRecentAsync(Func<StoredDefinition, bool> matches, CancellationToken cancellationToken) => Real.FindRecentAsync(matches, cancellationToken);

        public Task<CommitWindow?> FindWindowAsync(CancellationToken cancellationToken) => Real.FindWindowAsync(cancellationToken);

        public Task<CommitWindow?> ConfirmWindowAsync(long revision, Actor actor, string? reason, CancellationToken cancellationToken) => Real.ConfirmWindowAsync(revision, actor, reason, cancellationToken);

        private IDefinitionStore Real => IsBroken ? throw new StorageUnavailableException(StorageFault.Busy, "The database is busy.") : store;
    }
}
