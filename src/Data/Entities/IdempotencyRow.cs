namespace KeepaliveConsole.Data.Entities;

/// <summary>The answer to a write that carried an <c>Idempotency-Key</c>; the same request again gets it again.</summary>
internal sealed class IdempotencyRow
{
    /// <summary>SHA-256 of actor and key, lower-case hexadecimal: one program cannot read the answer of another.</summary>
    public required string KeyHash { get; set; }

    /// <summary>SHA-256 of method, path, query and body: the same key with another request is a mistake.</summary>
    public required string RequestHash { get; set; }

    public int Status { get; set; }

    public string? ETag { get; set; }

    public string? ContentType { get; set; }

    public required string Body { get; set; }

    public DateTimeOffset At { get; set; }
}
