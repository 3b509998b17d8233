using KeepaliveConsole.Data.Tests.Access;
using KeepaliveConsole.Data.Tests.Audit;
using KeepaliveConsole.Data.Tests.History;
using KeepaliveConsole.Data.Tests.Retention;
using KeepaliveConsole.Data.Tests.Revisions;

namespace KeepaliveConsole.Data.Tests.Postgres;

/// <summary>What holds on SQLite holds on PostgreSQL.</summary>
[Collection(PostgresServer.Collection)]
public sealed class DefinitionStoreOnPostgresTests : DefinitionStoreTests
{
    public DefinitionStoreOnPostgresTests(PostgresServer server) => server.Use();
}

[Collection(PostgresServer.Collection)]
public sealed class AuditTrailOnPostgresTests : AuditTrailTests
{
    public AuditTrailOnPostgresTests(PostgresServer server) => server.Use();
}

[Collection(PostgresServer.Collection)]
public sealed class ApiTokensOnPostgresTests : ApiTokensTests
{
    public ApiTokensOnPostgresTests(PostgresServer server) => server.Use();
}

[Collection(PostgresServer.Collection)]
public sealed class SetupTokensOnPostgresTests : SetupTokensTests
{
    public SetupTokensOnPostgresTests(PostgresServer server) => server.Use();
}

[Collection(PostgresServer.Collection)]
public sealed class ProbeHistoryOnPostgresTests : ProbeHistoryTests
{
    public ProbeHistoryOnPostgresTests(PostgresServer server) => server.Use();
}

[Collection(PostgresServer.Collection)]
public sealed class EngineRecorderOnPostgresTests : EngineRecorderTests
{
    public EngineRecorderOnPostgresTests(PostgresServer server) => server.Use();
}

[Collection(PostgresServer.Collection)]
public sealed class RetentionOnPostgresTests : RetentionTests
{
    public RetentionOnPostgresTests(PostgresServer server) => server.Use();
}
