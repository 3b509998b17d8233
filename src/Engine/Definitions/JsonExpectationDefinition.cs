namespace KeepaliveConsole.Engine.Definitions;

/// <summary>A value in a JSON body.</summary>
/// <param name="Path">Members and indexes from the root, such as <c>$.status</c> or <c>$.checks[0].state</c>.</param>
/// <param name="Value">The value as JSON writes it, text without its quotes; null = it must only exist.</param>
public sealed record JsonExpectationDefinition(string Path, string? Value);
