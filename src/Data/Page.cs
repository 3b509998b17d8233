namespace KeepaliveConsole.Data;

/// <summary>Part of a list.</summary>
/// <param name="Items">The rows.</param>
/// <param name="NextCursor">Ask again with this for the next part; null = that was all.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? NextCursor);
