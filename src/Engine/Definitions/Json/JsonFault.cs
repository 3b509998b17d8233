namespace KeepaliveConsole.Engine.Definitions.Json;

/// <summary>Why a text is not a definition.</summary>
/// <param name="Pointer">JSON pointer (RFC 6901) to the member; empty = the whole text.</param>
/// <param name="Place">Path and line, for people: <c>$.weight (line 1)</c>.</param>
/// <param name="Reason">What is wrong there, without a full stop.</param>
public sealed record JsonFault(string Pointer, string Place, Sentence Reason)
{
    /// <summary>Place and reason.</summary>
    public Sentence Text => $"{Place}: {Reason}";

    /// <summary>The same in English, for programs.</summary>
    public string Message => Text.ToString();
}
