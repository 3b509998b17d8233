namespace KeepaliveConsole.Data.Entities;

/// <summary>The one-time setup token; at most one row.</summary>
internal sealed class SetupStateRow
{
    /// <summary>Key of the only row.</summary>
    public const int OnlyId = 1;

    public int Id { get; set; } = OnlyId;

    /// <summary>SHA-256 of the token, lower-case hexadecimal.</summary>
    public required string TokenHash { get; set; }

    public DateTimeOffset IssuedAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>Asked for on the command line: valid although an administrator exists.</summary>
    public bool IsReset { get; set; }
}
