using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Idempotency;

/// <inheritdoc cref="IRepeatedAnswers" />
internal sealed class RepeatedAnswers(DatabaseGate gate, TimeProvider clock) : IRepeatedAnswers
{
    /// <inheritdoc />
    public Task<RepeatedAnswer?> FindAsync(string keyHash, CancellationToken cancellationToken)
    {
        DateTimeOffset oldest = clock.GetUtcNow() - IRepeatedAnswers.Lifetime;
        return gate.ReadAsync(async context => await context.IdempotencyKeys.AsNoTracking()
            .Where(row => row.KeyHash == keyHash && row.At > oldest)
            .Select(row => new RepeatedAnswer(row.RequestHash, row.Status, row.ETag, row.ContentType, row.Body))
            .SingleOrDefaultAsync(cancellationToken), cancellationToken);
    }

    /// <inheritdoc />
    public Task KeepAsync(string keyHash, RepeatedAnswer answer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(answer);
        DateTimeOffset now = clock.GetUtcNow();
        DateTimeOffset oldest = now - IRepeatedAnswers.Lifetime;
        return gate.WriteAsync(async context =>
        {
            await context.IdempotencyKeys.Where(row => row.At <= oldest || row.KeyHash == keyHash).ExecuteDeleteAsync(cancellationToken);
            context.IdempotencyKeys.Add(new IdempotencyRow
            {
                KeyHash = keyHash,
                RequestHash = answer.RequestHash,
                Status = answer.Status,
                ETag = answer.ETag,
                ContentType = answer.ContentType,
                Body = answer.Body,
                At = now,
            });
            return await context.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
    }
}
