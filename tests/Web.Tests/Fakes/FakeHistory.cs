using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.History;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>An audit trail and a history that answer what a test put in and keep what was asked.</summary>
public sealed class FakeHistory : IAuditTrail, ITransitionHistory
{
    public List<AuditRecord> Records { get; } = [];

    public List<StoredTransition> Transitions { get; } = [];

    public List<AuditQuery> Queries { get; } = [];

    /// <summary>Cursor that comes with every page of records.</summary>
    public string? NextCursor { get; set; }

    /// <summary>What the next queries fail with; null = they do not.</summary>
    public Exception? Failure { get; set; }

    public Task RecordAsync(AuditEntry entry, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<Page<AuditRecord>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        Queries.Add(query);
        return Failure is null ? Task.FromResult(new Page<AuditRecord>([.. Records], NextCursor)) : Task.FromException<Page<AuditRecord>>(Failure);
    }

    public Task<AuditRecord?> FindAsync(long id, CancellationToken cancellationToken) => Task.FromResult(Records.Find(record => record.Id == id));

    public Task<Page<StoredTransition>> QueryAsync(TransitionQuery query, CancellationToken cancellationToken) =>
        Task.FromResult(new Page<StoredTransition>([.. Transitions], null));
}
