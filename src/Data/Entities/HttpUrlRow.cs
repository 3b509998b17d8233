namespace KeepaliveConsole.Data.Entities;

/// <summary>A request of an HTTP check.</summary>
internal sealed class HttpUrlRow : OrderedRow
{
    public long CheckId { get; set; }

    public required string Path { get; set; }

    public string? VirtualHost { get; set; }

    public string? ExpectedBody { get; set; }

    public string? Digest { get; set; }

    /// <summary>Null = the body must match nothing; then the other columns of the pattern mean nothing.</summary>
    public string? PatternExpression { get; set; }

    public bool PatternMustNotMatch { get; set; }

    public int PatternMinimumOffset { get; set; }

    public int? PatternMaximumOffset { get; set; }

    /// <summary>Null = the body need not be JSON; then <see cref="JsonValue"/> means nothing.</summary>
    public string? JsonPath { get; set; }

    public string? JsonValue { get; set; }

    public List<StatusCodeRow> StatusCodes { get; set; } = [];

    public List<PatternOptionRow> PatternOptions { get; set; } = [];
}

/// <summary>A range of accepted status codes, both ends included.</summary>
internal sealed class StatusCodeRow : OrderedRow
{
    public long HttpUrlId { get; set; }

    public int First { get; set; }

    public int Last { get; set; }
}

/// <summary>An option of the pattern that a body must match.</summary>
internal sealed class PatternOptionRow : OrderedRow
{
    public long HttpUrlId { get; set; }

    public required string Option { get; set; }
}
