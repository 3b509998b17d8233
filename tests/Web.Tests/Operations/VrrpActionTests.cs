using System.Net;
using System.Net.Http.Json;
using System.Security.Claims;
using System.Text.Json;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Tests.Api;
using KeepaliveConsole.Web.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Operations;

public sealed class VrrpActionTests : IAsyncLifetime, IDisposable
{
    private const string Actions = "/api/v1/vrrp-instances/VI_WEB/actions/";

    private readonly ConsoleFactory _console = new();

    public Task InitializeAsync() => _console.ReadyAsync();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _console.Dispose();

    [Fact]
    public async Task Yield_OfTheMaster_ReachesTheEngine_AndIsRecorded()
    {
        JsonElement answer = await (await _console.As(Roles.Operator).PostAsync(Actions + "yield", null)).JsonAsync();

        Assert.Equal("Done", answer.GetProperty("status").GetString());
        Assert.Equal("This node gives VI_WEB up to whoever takes over.", answer.GetProperty("message").GetString());
        Assert.Equal("VI_WEB", Assert.Single(_console.Engine.Yielded));
        AuditRecord record = Assert.Single(await _console.AuditAsync("yield"));
        Assert.True(record.Succeeded);
        Assert.Equal("VI_WEB", record.Object);
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Yield_WithAReason_RecordsIt()
    {
        using HttpResponseMessage response = await _console.As(Roles.Operator).PostAsJsonAsync(Actions + "yield", new { reason = " kernel update " });

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("kernel update", Assert.Single(await _console.AuditAsync("yield")).Reason);
    }

    [Fact]
    public async Task Inspect_RecordsTheFirstLookOnly_AndReadsWhatTheEngineHas()
    {
        _console.Engine.RecordedFrames.Add(FakeFrames.Advert(FakeStatus.Noon, isSent: true, priority: 200));
        var operations = _console.Services.GetRequiredService<IVrrpOperations>();
        var person = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.Name, "anna"), new Claim(ClaimTypes.Role, Roles.Operator)], "test"));

        FrameReading first = await operations.InspectAsync(person, "VI_WEB", begins: true, CancellationToken.None);
        FrameReading second = await operations.InspectAsync(person, "VI_WEB", begins: false, CancellationToken.None);
        FrameReading unknown = await operations.InspectAsync(person, "VI_NO", begins: true, CancellationToken.None);

        Assert.Equal((OperationStatus.Done, 1, 1), (first.Result.Status, first.Frames.Count, second.Frames.Count));
        Assert.Equal((OperationStatus.NotFound, 0), (unknown.Result.Status, unknown.Frames.Count));
        Assert.Equal("VI_WEB", Assert.Single(await _console.AuditAsync("inspect")).Object);
    }

    [Theory]
    [InlineData("yield", "This node is not master of VI_WEB.")]
    [InlineData("announce", "This node is not master of VI_WEB; ask its master.")]
    public async Task MastersAction_OnABackup_Answers409_WithTheSentence_AndIsRecordedAsFailed(string action, string sentence)
    {
        _console.Engine.Current = _console.Engine.Current.WithInstance(instance => instance with { State = VrrpState.Backup });

        HttpResponseMessage response = await _console.As(Roles.Operator).PostAsync(Actions + action, null);

        Assert.Equal((409, "not-now"), await response.ProblemAsync());
        Assert.Equal(sentence, (await response.JsonAsync()).GetProperty("detail").GetString());
        Assert.False(Assert.Single(await _console.AuditAsync(action)).Succeeded);
    }

    [Theory]
    [InlineData("yield")]
    [InlineData("announce")]
    [InlineData("release")]
    [InlineData("resume")]
    public async Task Action_OnAnUnknownInstance_Answers404(string action)
    {
        Assert.Equal((404, "not-found"), await (await _console.As(Roles.Operator).PostAsync($"/api/v1/vrrp-instances/VI_NO/actions/{action}", null)).ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
        Assert.Empty(_console.Engine.Yielded);
    }

    [Theory]
    [InlineData("yield")]
    [InlineData("announce")]
    [InlineData("release")]
    [InlineData("resume")]
    public async Task Action_ByViewer_IsRefused_AndRecorded(string action)
    {
        Assert.Equal((403, "forbidden"), await (await _console.As(Roles.Viewer).PostAsync(Actions + action, null)).ProblemAsync());
        Assert.False(Assert.Single(await _console.AuditAsync(action)).Succeeded);
        Assert.Empty(_console.Engine.Applied);
        Assert.Empty(_console.Engine.Yielded);
        Assert.Empty(_console.Engine.Announced);
    }

    [Fact]
    public async Task ReleaseAndResume_AreRevisions_AuditEntries_AndInTheEngine()
    {
        HttpClient client = _console.As(Roles.Operator);

        JsonElement released = await (await client.PostAsJsonAsync(Actions + "release", new { reason = "new kernel" })).JsonAsync();
        Assert.Equal(("Done", "l1 is out of the election of VI_WEB.", 2L),
            (released.GetProperty("status").GetString(), released.GetProperty("message").GetString(), released.GetProperty("revision").GetInt64()));
        Assert.NotEmpty(released.GetProperty("changes").EnumerateArray());
        Assert.True(_console.Engine.Applied[0].Definition.VrrpInstances[0].Participants[0].Released);
        StoredDefinition? stored = await _console.Services.GetRequiredService<IDefinitionStore>().FindCurrentAsync(CancellationToken.None);
        Assert.True(stored!.Definition.VrrpInstances[0].Participants[0].Released);
        AuditRecord record = Assert.Single(await _console.AuditAsync("release"));
        Assert.Equal(("VI_WEB l1", "new kernel", 2L, true), (record.Object, record.Reason, record.Revision!.Value, record.Succeeded));

        JsonElement resumed = await (await client.PostAsync(Actions + "resume", null)).JsonAsync();
        Assert.Equal(("Done", "l1 takes part in the election of VI_WEB.", 3L),
            (resumed.GetProperty("status").GetString(), resumed.GetProperty("message").GetString(), resumed.GetProperty("revision").GetInt64()));
        Assert.Equal(FakeStatus.Cluster(), _console.Engine.Applied[1].Definition);
    }

    [Fact]
    public async Task Release_Twice_IsUnchangedTheSecondTime()
    {
        HttpClient client = _console.As(Roles.Operator);
        await client.PostAsync(Actions + "release", null);

        JsonElement again = await (await client.PostAsync(Actions + "release", null)).JsonAsync();

        Assert.Equal(("Unchanged", "l1 already is out of the election of VI_WEB.", 2L),
            (again.GetProperty("status").GetString(), again.GetProperty("message").GetString(), again.GetProperty("revision").GetInt64()));
        Assert.Single(_console.Engine.Applied);
    }

    [Fact]
    public async Task Resume_OfOneThatTakesPart_IsUnchanged()
    {
        JsonElement answer = await (await _console.As(Roles.Operator).PostAsync(Actions + "resume", null)).JsonAsync();

        Assert.Equal("Unchanged", answer.GetProperty("status").GetString());
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public async Task Resume_AfterAYield_ReachesTheEngine_AndIsRecorded_WithoutARevision()
    {
        HttpClient client = _console.As(Roles.Operator);
        await client.PostAsync(Actions + "yield", null);

        JsonElement answer = await (await client.PostAsJsonAsync(Actions + "resume", new { reason = "the disk is new" })).JsonAsync();

        Assert.Equal(("Done", "l1 takes part in the election of VI_WEB as before it yielded."),
            (answer.GetProperty("status").GetString(), answer.GetProperty("message").GetString()));
        Assert.Equal("VI_WEB", Assert.Single(_console.Engine.Resumed));
        AuditRecord record = Assert.Single(await _console.AuditAsync("resume"));
        Assert.Equal(("VI_WEB l1", "the disk is new", true), (record.Object, record.Reason, record.Succeeded));
        Assert.Empty(_console.Engine.Applied);
        Assert.Equal("Unchanged", (await (await client.PostAsync(Actions + "resume", null)).JsonAsync()).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Resume_WhileTheElectionDoesNotAnswer_Answers409_AndIsRecordedAsFailed()
    {
        _console.Engine.Answers = false;

        Assert.Equal((409, "not-now"), await (await _console.As(Roles.Operator).PostAsync(Actions + "resume", null)).ProblemAsync());
        Assert.False(Assert.Single(await _console.AuditAsync("resume")).Succeeded);
    }

    [Fact]
    public async Task Release_WithBrokenBody_Answers400()
    {
        using var body = new StringContent("{reason:", System.Text.Encoding.UTF8, "application/json");
        Assert.Equal((400, "json"), await (await _console.As(Roles.Operator).PostAsync(Actions + "release", body)).ProblemAsync());
        Assert.Empty(_console.Engine.Applied);
    }

    [Fact]
    public void Participation_ChangesOnlyTheNodeAndInstanceMeant()
    {
        VrrpInstanceDefinition web = FakeStatus.Cluster().VrrpInstances[0];
        web = web with { Participants = [web.Participants[0], web.Participants[0] with { Node = "l2" }] };
        ClusterDefinition cluster = FakeStatus.Cluster() with { VrrpInstances = [web, web with { Name = "VI_DB" }] };

        ClusterDefinition next = Participation.Set(cluster, "VI_DB", "l2", released: true, out bool found);

        Assert.True(found);
        Assert.Equal(web, next.VrrpInstances[0]);
        Assert.Equal([false, true], next.VrrpInstances[1].Participants.Select(part => part.Released));
        Assert.Same(cluster, Participation.Set(cluster, "VI_DB", "l3", released: true, out found));
        Assert.False(found);
        Assert.Same(next, Participation.Set(next, "VI_DB", "l2", released: true, out found));
        Assert.True(found);
    }

    [Fact]
    public async Task Anything_BeforeSetUp_IsRefused()
    {
        await using var fresh = new ConsoleFactory();
        Assert.Equal(HttpStatusCode.Forbidden, (await fresh.As(Roles.Admin).PostAsync(Actions + "yield", null)).StatusCode);
        Assert.Empty(fresh.Engine.Yielded);
    }
}
