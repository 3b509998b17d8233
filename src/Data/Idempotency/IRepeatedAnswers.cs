namespace KeepaliveConsole.Data.Idempotency;

/// <summary>Answers to writes that carried an <c>Idempotency-Key</c>, kept for <see cref="Lifetime"/>.</summary>
public interface IRepeatedAnswers
{
    /// <summary>How long an answer is kept: 24 h.</summary>
    static TimeSpan Lifetime { get; } = TimeSpan.FromHours(24);

    /// <summary>The answer kept under a key; null = none, or it is too old.</summary>
    /// <param name="keyHash">SHA-256 of actor and key, lower-case hexadecimal.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RepeatedAnswer?> FindAsync(string keyHash, CancellationToken cancellationToken);

    /// <summary>Keeps an answer, in place of one under the same key that is too old, and forgets all that are.</summary>
    Task KeepAsync(string keyHash, RepeatedAnswer answer, CancellationToken cancellationToken);
}

/// <summary>A kept answer.</summary>
/// <param name="RequestHash">SHA-256 of method, path, query and body it answered.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="ETag">Its ETag; null = none.</param>
/// <param name="ContentType">Its media type; null = it had no body.</param>
/// <param name="Body">Its body; empty = none.</param>
public sealed record RepeatedAnswer(string RequestHash, int Status, string? ETag, string? ContentType, string Body);
