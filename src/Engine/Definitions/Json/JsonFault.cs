namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>Why a text is not a definition.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member; empty = the whole text.</param>
/// <param name="Message">Path, line and reason, for people.</param>
public sealed record JsonFault(string Pointer, string Message);
