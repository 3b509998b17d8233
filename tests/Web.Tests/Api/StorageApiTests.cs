using System.Net;
using System.Text.Json;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Tests.Api;

public sealed class StorageApiTests
{
    [Fact]
    public async Task Backup_IsMadeTriedOutAndListed_AndIsInTheAudit()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient admin = console.As(Roles.Admin);

        using HttpResponseMessage made = await admin.PostAsync("/api/v1/backups", null);

        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
        JsonElement backup = await made.JsonAsync();
        string name = backup.GetProperty("name").GetString()!;
        Assert.Matches("^console-[0-9]{8}T[0-9]{6}Z\\.db$", name);
        Assert.Equal((1, false), (backup.GetProperty("revision").GetInt32(), backup.GetProperty("encrypted").GetBoolean()));
        Assert.NotEqual(JsonValueKind.Null, backup.GetProperty("verifiedAt").ValueKind);
        Assert.Equal(name, Assert.Single((await admin.GetJsonAsync("/api/v1/backups")).GetProperty("items").EnumerateArray()).GetProperty("name").GetString());
        AuditRecord recorded = Assert.Single(await console.AuditAsync("backup"));
        Assert.Equal((name, true), (recorded.After, recorded.Succeeded));

        JsonElement storage = await admin.GetJsonAsync("/api/v1/storage");
        Assert.Equal("Sqlite", storage.GetProperty("provider").GetString());
        Assert.Equal(name, storage.GetProperty("lastBackup").GetProperty("name").GetString());
        JsonElement revisions = storage.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("name").GetString() == "revisions");
        Assert.Equal((1, false), (revisions.GetProperty("rows").GetInt32(), revisions.GetProperty("estimated").GetBoolean()));
        JsonElement transitions = storage.GetProperty("tables").EnumerateArray().Single(table => table.GetProperty("name").GetString() == "transitions");
        Assert.Equal(34_560_000_000, transitions.GetProperty("keptForMs").GetInt64());
    }

    [Fact]
    public async Task Settings_SayHowLongThingsAreKept_AndBackupsFailWithAReason()
    {
        await using var console = new ConsoleFactory();
        console.Set("Storage:Retention:Transitions", "7.00:00:00");
        console.Set("Storage:Backups:PassphraseFile", "/no/such/passphrase");
        await console.ReadyAsync();
        using HttpClient admin = console.As(Roles.Admin);

        (int, string) refused = await (await admin.PostAsync("/api/v1/backups", null)).ProblemAsync();

        Assert.Equal((409, "not-now"), refused);
        JsonElement storage = await admin.GetJsonAsync("/api/v1/storage");
        Assert.Contains("/no/such/passphrase", storage.GetProperty("backupProblem").GetString(), StringComparison.Ordinal);
        Assert.Contains(storage.GetProperty("tables").EnumerateArray(), table => table.GetProperty("name").GetString() == "transitions" && table.GetProperty("keptForMs").GetInt64() == 604_800_000);
    }

    [Fact]
    public async Task Denied_IsInTheAudit()
    {
        await using ConsoleFactory console = await new ConsoleFactory().ReadyAsync();
        using HttpClient @operator = console.As(Roles.Operator);

        Assert.Equal((403, "forbidden"), await (await @operator.PostAsync("/api/v1/backups", null)).ProblemAsync());

        Assert.False(Assert.Single(await console.AuditAsync("backup")).Succeeded);
    }
}
