using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Postgres;
using KeepaliveConsole.Data.Revisions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace KeepaliveConsole.Data.Tests.Postgres;

/// <summary>Opening a database on a server, and sharing it.</summary>
[Collection(PostgresServer.Collection)]
public sealed class PostgresDatabaseTests(PostgresServer server)
{
    [Fact]
    public async Task EmptyDatabase_GetsTheSchema_AndASecondConsoleFindsIt()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        string database = server.Empty();

        DatabaseOpening[] openings = await Task.WhenAll(OpenAsync(one.Data, database), OpenAsync(two.Data, database));

        // Both come at the same time; one makes the schema, the other waits for it.
        Assert.Equal([false, true], openings.Select(opening => Assert.IsType<DatabaseOpening.Opened>(opening).Created).Order());
        Assert.Equal("timestamp with time zone", PostgresProcess.Run(database, "SELECT data_type FROM information_schema.columns WHERE table_name = 'AuditRows' AND column_name = 'At'"));
    }

    [Fact]
    public async Task AuditVerification_ReadsTheServer_ChangesNothing_AndNamesTheFirstBadRow()
    {
        using var folder = new TempFolder();
        string database = server.Empty();
        Assert.Equal((null, $"{Place(database)} is no database of this program: correct Storage:ConnectionString."), await PostgresAudit.VerifyAsync(Options(folder.Data, database), null, default));
        await using (var store = new TestStore(Options(folder.Data, database)))
        {
            Assert.IsType<DatabaseOpening.Opened>(await store.Database.OpenAsync(default));
            for (int number = 1; number <= 3; number++) await store.Audit.RecordAsync(new AuditEntry { Actor = Actor.Cli, Action = "test", Object = $"{number}" }, default);

            (AuditVerification? whole, string? refusal) = await PostgresAudit.VerifyAsync(Options("unused", database), await store.Chain.HeadAsync(default), default);
            Assert.Equal((null, true, 3L), (refusal, whole!.Intact, whole.Checked));
        }

        PostgresProcess.Run(database, "UPDATE \"AuditRows\" SET \"Actor\" = 'nobody' WHERE \"Object\" = '2'");
        (AuditVerification? broken, _) = await PostgresAudit.VerifyAsync(Options("unused", database), null, default);
        Assert.Equal((AuditFlawKind.Changed, 1L), (broken!.Flaw!.Kind, broken.Checked));
        Assert.False(Directory.Exists("unused"));
    }

    [Fact]
    public async Task Model_HasNoChangeWithoutAMigration()
    {
        await using ServiceProvider services = new ServiceCollection().AddConsoleData(Options("unused", "Host=nowhere")).BuildServiceProvider();
        await using AsyncServiceScope scope = services.CreateAsyncScope();

        Assert.False(scope.ServiceProvider.GetRequiredService<ConsoleDbContext>().Database.HasPendingModelChanges(), "Add a migration as docs/development.md says.");
    }

    [Fact]
    public async Task WrongPassword_IsOneSentenceWithoutThePassword()
    {
        DatabaseOpening.Failed failed = await FailsAsync(server.ConnectionString("postgres", "wr0ng-secret"));

        Assert.Equal(DatabaseProblem.AccessDenied, failed.Problem);
        Assert.Equal($"The database postgres on 127.0.0.1:{server.Port} does not let this console in (password authentication failed for user \"keepalive\"): correct Storage:ConnectionString, or make the database and give its user all rights on it.", failed.Sentence);
    }

    [Fact]
    public async Task NoSuchDatabase_IsOneSentence()
    {
        DatabaseOpening.Failed failed = await FailsAsync(server.ConnectionString("nowhere"));

        Assert.Equal(DatabaseProblem.AccessDenied, failed.Problem);
        Assert.Contains("(database \"nowhere\" does not exist)", failed.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ServerAway_IsOneSentence_AndEveryServiceRefusesWithIt()
    {
        using var folder = new TempFolder();
        const string nobody = "Host=127.0.0.1;Port=1;Database=kc;Username=kc;Password=hidden-one";
        await using var store = new TestStore(Options(folder.Data, nobody));

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await store.Database.OpenAsync(default));

        Assert.Equal((DatabaseProblem.Unreachable, "The database kc on 127.0.0.1:1 cannot be reached (Connection refused): start its server, or mend the way to it; the console goes on by itself as soon as it answers."),
            (failed.Problem, failed.Sentence));
        StorageUnavailableException refused = await Assert.ThrowsAsync<StorageUnavailableException>(() => store.Definitions.SaveAsync(Samples.Import(), default));
        Assert.Equal((StorageFault.Unreachable, failed.Sentence), (refused.Fault, refused.Message));
        Assert.DoesNotContain("hidden-one", refused.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden-one", store.Options.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "it is empty")]
    [InlineData("Database=keepalive;Password=hidden-one", "it names no Host")]
    [InlineData("no connection string at all; password=hidden-one", "it is no connection string of the form Host=db;Database=keepalive;Username=keepalive")]
    public async Task ConnectionStringThatCannotBeUsed_IsOneSentence(string? connectionString, string why)
    {
        DatabaseOpening.Failed failed = await FailsAsync(connectionString);

        Assert.Equal((DatabaseProblem.Misconfigured, $"Storage:Provider is PostgreSQL, but Storage:ConnectionString cannot be used ({why}): set it, best in the environment as Storage__ConnectionString."), (failed.Problem, failed.Sentence));
    }

    [Fact]
    public async Task DatabaseOfANewerVersion_IsRefusedAndLeftAlone()
    {
        using var folder = new TempFolder();
        string database = server.DatabaseOf(folder.Data);
        PostgresProcess.Run(database, "INSERT INTO \"__EFMigrationsHistory\" VALUES ('99990101000000_Future', '99.0.0')");

        DatabaseOpening.Failed failed = Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data, database));

        Assert.Equal(DatabaseProblem.NewerSchema, failed.Problem);
        Assert.Contains("was written by a newer version of this program (it has 99990101000000_Future); nothing was changed:", failed.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseOfAnotherProgram_IsRefusedAndLeftAlone()
    {
        string database = server.Empty();
        PostgresProcess.Run(database, "CREATE TABLE songs (title text)");

        DatabaseOpening.Failed failed = await FailsAsync(database);

        Assert.Equal(DatabaseProblem.Foreign, failed.Problem);
        Assert.Equal(1L, PostgresProcess.Run(database, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"));
    }

    [Fact]
    public async Task DatabaseThatCannotHoldEveryScript_IsRefused()
    {
        DatabaseOpening.Failed failed = await FailsAsync(server.Empty("ENCODING 'LATIN1' TEMPLATE template0"));

        Assert.Equal(DatabaseProblem.Foreign, failed.Problem);
        Assert.Contains("keeps text as LATIN1", failed.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TwoConsoles_WritingAtOnce_NumberTheirRevisionsWithoutAGapAndLoseNoUpdate()
    {
        using var one = new TempFolder();
        using var two = new TempFolder();
        string database = server.DatabaseOf(one.Data);
        await using var first = new TestStore(Options(one.Data, database));
        await using var second = new TestStore(Options(two.Data, database));
        Assert.IsType<DatabaseOpening.Opened>(await first.Database.OpenAsync(default));
        Assert.IsType<DatabaseOpening.Opened>(await second.Database.OpenAsync(default));
        await first.Definitions.SaveAsync(Samples.Import(), default);

        SaveOutcome[] outcomes = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => Task.Run(() => (number % 2 == 0 ? first : second).Definitions.SaveAsync(Samples.Drain with
        {
            Edit = definition => Samples.WithFirstServer(definition, real => real with { Weight = real.Weight + 1 }),
        }, default))));

        Assert.Equal(Enumerable.Range(2, 40).Select(number => (long)number), outcomes.Select(outcome => Assert.IsType<SaveOutcome.Saved>(outcome).Stored.Revision).Order());
        StoredDefinition current = (await second.Definitions.FindCurrentAsync(default))!;
        Assert.Equal((41L, 41), (current.Revision, current.Definition.VirtualServices[0].RealServers[0].Weight));
        Assert.Equal(41, (await first.Audit.QueryAsync(new AuditQuery { Limit = 500 }, default)).Items.Count);
        Assert.Equal(await first.Definitions.FindCurrentAsync(default), current);
    }

    [Fact]
    public async Task TextWithAZeroCharacter_ReachesTheAudit()
    {
        using var folder = new TempFolder();
        await using var store = new TestStore(Options(folder.Data, server.DatabaseOf(folder.Data)));
        Assert.IsType<DatabaseOpening.Opened>(await store.Database.OpenAsync(default));

        await store.Audit.RecordAsync(new AuditEntry { Actor = new Actor(ActorKind.Anonymous, "ro\0ot", null), Action = "sign-in-failed", Object = "console" }, default);

        Assert.Equal("ro\uFFFDot", Assert.Single((await store.Audit.QueryAsync(new AuditQuery { Actor = "ro\0ot" }, default)).Items).Actor);
    }

    private string Place(string connectionString) => $"{new NpgsqlConnectionStringBuilder(connectionString).Database} on 127.0.0.1:{server.Port}";

    private static ConsoleDataOptions Options(string directory, string? connectionString)
        => new() { DataDirectory = directory, Provider = StorageProvider.PostgreSQL, ConnectionString = connectionString };

    private static async Task<DatabaseOpening> OpenAsync(string directory, string? connectionString)
    {
        await using var store = new TestStore(Options(directory, connectionString));
        DatabaseOpening opening = await store.Database.OpenAsync(default);
        NpgsqlConnection.ClearAllPools();
        return opening;
    }

    private static async Task<DatabaseOpening.Failed> FailsAsync(string? connectionString)
    {
        using var folder = new TempFolder();
        return Assert.IsType<DatabaseOpening.Failed>(await OpenAsync(folder.Data, connectionString));
    }
}
