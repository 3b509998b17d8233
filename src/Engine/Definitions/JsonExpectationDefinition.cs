namespace KeepaliveConsole.Engine.Definitions;

/// <summary>A value in a JSON body.</summary>
public sealed record JsonExpectationDefinition
{
    /// <summary>Members and indexes from the root, such as <c>$.status</c> or <c>$.checks[0].state</c>.</summary>
    public required string Path { get; init; }

    /// <summary>The value as JSON writes it, text without its quotes; null = it must only exist.</summary>
    public string? Value { get; init; }
}
