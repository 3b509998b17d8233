using System.Net;
using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Auth;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class AuditApiTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task List_FiltersByEveryParameter_AndPages()
    {
        await using ConsoleFactory console = await FilledAsync();
        using HttpClient client = console.As(Roles.Viewer);

        Assert.Equal("6, 5, 4, 3, 2, 1", await IdsAsync(client, ""));
        Assert.Equal("3, 2", await IdsAsync(client, "from=2026-05-04T12:01:00Z&to=2026-05-04T12:03:00Z"));
        Assert.Equal("6, 4, 2", await IdsAsync(client, "action=enable"));
        Assert.Equal("5", await IdsAsync(client, "actor=bob"));
        Assert.Equal("4", await IdsAsync(client, "object=server-4"));
        Assert.Equal("6", await IdsAsync(client, "text=SERVER-6"));
        Assert.Equal("2", await IdsAsync(client, "correlationId=trace-2"));
        Assert.Equal("3", await IdsAsync(client, "revision=3"));
        Assert.Equal("1", await IdsAsync(client, "succeeded=false"));
        Assert.Equal("5", await IdsAsync(client, "actor=bob&action=drain&succeeded=true"));

        JsonElement first = await client.GetJsonAsync("/api/v1/audit?limit=4");
        JsonElement second = await client.GetJsonAsync($"/api/v1/audit?limit=4&cursor={first.GetProperty("nextCursor").GetString()}");
        Assert.Equal([2L, 1L], second.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()));
        Assert.Equal(JsonValueKind.Null, second.GetProperty("nextCursor").ValueKind);
        Assert.Equal(JsonValueKind.Null, first.GetProperty("searchedTo").ValueKind);
    }

    [Theory]
    [InlineData("from=yesterday", "from", "from.time")]
    [InlineData("to=1", "to", "to.time")]
    [InlineData("from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z", "to", "to.range")]
    [InlineData("revision=-1", "revision", "revision.number")]
    [InlineData("revision=99999999999999999999", "revision", "revision.number")]
    [InlineData("succeeded=perhaps", "succeeded", "succeeded.boolean")]
    [InlineData("limit=501", "limit", "limit.range")]
    [InlineData("cursor=x", "cursor", "cursor.unknown")]
    public async Task WrongParameter_IsAnsweredByName(string query, string pointer, string code)
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient client = console.As(Roles.Viewer);

        using HttpResponseMessage response = await client.GetAsync($"/api/v1/audit?{query}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        JsonElement error = Assert.Single((await response.JsonAsync()).GetProperty("errors").EnumerateArray());
        Assert.Equal((pointer, code), (error.GetProperty("pointer").GetString(), error.GetProperty("code").GetString()));
        Assert.Equal(HttpStatusCode.BadRequest, (await client.GetAsync("/api/v1/audit?actor=" + new string('x', 513))).StatusCode);
    }

    [Fact]
    public async Task Entry_ByItsNumber_HasEverything()
    {
        await using ConsoleFactory console = await FilledAsync();
        using HttpClient client = console.As(Roles.Viewer);

        JsonElement entry = await client.GetJsonAsync("/api/v1/audit/2");

        Assert.Equal(["id", "at", "actorKind", "actor", "address", "action", "object", "before", "after", "reason", "revision", "succeeded", "correlationId", "previousHash", "hash"],
            entry.EnumerateObject().Select(member => member.Name));
        Assert.Equal(64, entry.GetProperty("hash").GetString()!.Length);
        Assert.Equal((404, "not-found"), await (await client.GetAsync("/api/v1/audit/999999")).ProblemAsync());
    }

    [Fact]
    public async Task Problem_AndTheEntryAboutIt_HaveTheSameTraceId()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient client = console.As(Roles.Viewer);

        using HttpResponseMessage response = await client.PostAsync("/api/v1/vrrp-instances/VI_WEB/actions/yield", null);

        string trace = (await response.JsonAsync()).GetProperty("traceId").GetString()!;
        Assert.Matches("^[0-9a-f]{32}$", trace);
        Assert.Equal(trace, Assert.Single(await console.AuditAsync("yield")).CorrelationId);
    }

    [Fact]
    public async Task Verify_SaysTheHead_AndAfterTamperingTheFirstBadEntry()
    {
        await using ConsoleFactory console = await FilledAsync();
        using HttpClient client = console.As(Roles.Viewer);

        JsonElement good = await client.GetJsonAsync("/api/v1/audit/verify");
        Assert.True(good.GetProperty("intact").GetBoolean());
        Assert.Equal(6, good.GetProperty("checked").GetInt64());
        string known = $"{good.GetProperty("head").GetProperty("id").GetInt64()}:{good.GetProperty("head").GetProperty("hash").GetString()}";
        Assert.True((await client.GetJsonAsync($"/api/v1/audit/verify?known={known}")).GetProperty("intact").GetBoolean());
        Assert.Equal("NotAsKnown", (await client.GetJsonAsync($"/api/v1/audit/verify?known=5{known[1..]}")).GetProperty("firstBad").GetProperty("kind").GetString());
        Assert.Equal((400, "bad-request"), await (await client.GetAsync("/api/v1/audit/verify?known=5")).ProblemAsync());

        using (var connection = new SqliteConnection($"Data Source={Path.Combine(console.DataDirectory, "console.db")};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "UPDATE AuditRows SET Actor = 'nobody' WHERE Id = 4";
            command.ExecuteNonQuery();
        }

        JsonElement bad = await client.GetJsonAsync("/api/v1/audit/verify");
        Assert.False(bad.GetProperty("intact").GetBoolean());
        Assert.Equal((4, "Changed", "Row 4 was changed: its content does not give its hash."),
            (bad.GetProperty("firstBad").GetProperty("id").GetInt64(), bad.GetProperty("firstBad").GetProperty("kind").GetString(), bad.GetProperty("firstBad").GetProperty("message").GetString()));
    }

    [Fact]
    public async Task ExportAsCsv_QuotesAndDisarms_AndIsRecorded()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        var trail = console.Services.GetRequiredService<IAuditTrail>();
        await trail.RecordAsync(new AuditEntry
        {
            At = s_noon,
            Actor = new Actor(ActorKind.Anonymous, "=HYPERLINK(\"http://example.org\")", null),
            Action = "drain",
            Object = "a, \"b\"\r\nc",
            Before = "",
            Reason = "-1+1",
            CorrelationId = "",
        }, default);
        using HttpClient client = console.As(Roles.Viewer);

        using HttpResponseMessage response = await client.GetAsync("/api/v1/audit/export?format=csv&action=drain");

        Assert.Equal("text/csv; charset=utf-8; header=present", response.Content.Headers.ContentType!.ToString());
        Assert.Matches("^audit-[0-9]{8}T[0-9]{6}Z\\.csv$", response.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        AuditRecord stored = Assert.Single(await console.AuditAsync("drain"));
        Assert.Equal("id,at,actorKind,actor,address,action,object,before,after,reason,revision,succeeded,correlationId,previousHash,hash\r\n"
            + $"{stored.Id},2026-05-04T12:00:00.000000Z,Anonymous,\"'=HYPERLINK(\"\"http://example.org\"\")\",,drain,\"a, \"\"b\"\"\r\nc\",\"\",,\"'-1+1\",,true,,{stored.PreviousHash},{stored.Hash}\r\n",
            await response.Content.ReadAsStringAsync());
        AuditRecord record = Assert.Single(await console.AuditAsync("audit-export"));
        Assert.Equal(("audit", "{\"format\":\"csv\",\"action\":\"drain\"}", ActorKind.Token), (record.Object, record.After, record.ActorKind));
    }

    [Fact]
    public async Task ExportAsJsonLines_HoldsMoreThanOnePage_EachLineAnEntry()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        var trail = console.Services.GetRequiredService<IAuditTrail>();
        for (int number = 0; number < 620; number++) await trail.RecordAsync(new AuditEntry { Actor = Actor.Engine, Action = "transition", Object = $"{number}\n" }, default);
        using HttpClient client = console.As(Roles.Viewer);

        using HttpResponseMessage response = await client.GetAsync("/api/v1/audit/export?format=jsonl&action=transition");

        Assert.Equal("application/jsonl", response.Content.Headers.ContentType!.MediaType);
        string[] lines = (await response.Content.ReadAsStringAsync()).Split('\n');
        Assert.Equal((621, ""), (lines.Length, lines[^1]));
        Assert.Equal(Enumerable.Range(0, 620).Reverse().Select(number => $"{number}\n"), lines[..^1].Select(line => JsonDocument.Parse(line).RootElement.GetProperty("object").GetString()));
    }

    [Theory]
    [InlineData("", "format")]
    [InlineData("?format=xml", "format")]
    [InlineData("?format=csv&from=x", "from")]
    public async Task WrongExport_IsRefusedAndNotRecorded(string query, string pointer)
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient client = console.As(Roles.Viewer);
        using HttpResponseMessage response = await client.GetAsync($"/api/v1/audit/export{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(pointer, (await response.JsonAsync()).GetProperty("errors")[0].GetProperty("pointer").GetString());
        Assert.Empty(await console.AuditAsync("audit-export"));
    }

    private static async Task<ConsoleFactory> FilledAsync()
    {
        var console = new ConsoleFactory();
        await console.AddUserAsync("root", Roles.Admin);
        var trail = console.Services.GetRequiredService<IAuditTrail>();
        for (int number = 1; number <= 6; number++)
        {
            await trail.RecordAsync(new AuditEntry
            {
                At = s_noon.AddMinutes(number - 1),
                Actor = new Actor(ActorKind.User, number == 5 ? "bob" : "alice", "10.0.0.1"),
                Action = number % 2 == 0 ? "enable" : "drain",
                Object = $"server-{number}",
                Revision = number,
                Succeeded = number != 1,
                CorrelationId = $"trace-{number}",
            }, default);
        }

        return console;
    }

    private static async Task<string> IdsAsync(HttpClient client, string query)
        => string.Join(", ", (await client.GetJsonAsync($"/api/v1/audit?{query}")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetInt64()));
}
