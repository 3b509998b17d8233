namespace KeepaliveConsole.Engine.Definitions;

/// <summary>One request of an HTTP check.</summary>
public sealed record HttpUrlDefinition
{
    /// <summary>Path and query, starting with /.</summary>
    public required string Path { get; init; }

    /// <summary>Host header for this url; null = the check's.</summary>
    public string? VirtualHost { get; init; }

    /// <summary>Accepted status codes; empty = 200 to 299.</summary>
    public ValueArray<StatusCodeRange> StatusCodes { get; init; }

    /// <summary>Text the body must contain; null = any body.</summary>
    public string? ExpectedBody { get; init; }

    /// <summary>MD5 of the body as 32 hexadecimal digits (keepalived's digest); null = not compared.</summary>
    public string? Digest { get; init; }

    /// <summary>What the body must match; null = not asked.</summary>
    public BodyPatternDefinition? Pattern { get; init; }

    /// <summary>What the body, read as JSON, must hold; null = not asked.</summary>
    public JsonExpectationDefinition? Json { get; init; }
}

/// <summary>Status codes <see cref="First"/> to <see cref="Last"/>, both included, each 100 to 999.</summary>
public readonly record struct StatusCodeRange(int First, int Last)
{
    /// <summary>Is <paramref name="code"/> inside?</summary>
    public bool Contains(int code) => code >= First && code <= Last;

    /// <summary><c>200</c> or <c>200-299</c>.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";
}
