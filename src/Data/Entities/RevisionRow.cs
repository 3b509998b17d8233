namespace KeepaliveConsole.Data.Entities;

/// <summary>One applied change: the whole definition as it was then.</summary>
internal sealed class RevisionRow
{
    /// <summary>1, 2, 3 … without a gap.</summary>
    public long Number { get; set; }

    /// <summary>SHA-256 of <see cref="Json"/> as the codec wrote it, lower-case hexadecimal.</summary>
    public required string Hash { get; set; }

    /// <summary>Whole definition, secrets included; never leaves this project unmasked.</summary>
    public required string Json { get; set; }

    public required string Author { get; set; }

    public required string Action { get; set; }

    public string? Comment { get; set; }

    public DateTimeOffset At { get; set; }
}
