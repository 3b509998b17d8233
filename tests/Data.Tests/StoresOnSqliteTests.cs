using KeepaliveConsole.Data.Tests.Access;
using KeepaliveConsole.Data.Tests.Audit;
using KeepaliveConsole.Data.Tests.History;
using KeepaliveConsole.Data.Tests.Revisions;

namespace KeepaliveConsole.Data.Tests;

/// <summary>The stores on a SQLite file; the same tests run on a PostgreSQL server.</summary>
public sealed class DefinitionStoreOnSqliteTests : DefinitionStoreTests;

public sealed class AuditTrailOnSqliteTests : AuditTrailTests;

public sealed class ApiTokensOnSqliteTests : ApiTokensTests;

public sealed class SetupTokensOnSqliteTests : SetupTokensTests;

public sealed class ProbeHistoryOnSqliteTests : ProbeHistoryTests;

public sealed class EngineRecorderOnSqliteTests : EngineRecorderTests;
