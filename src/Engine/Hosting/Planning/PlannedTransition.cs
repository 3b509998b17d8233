namespace KeepaliveConsole.Engine.Hosting.Planning;

/// <summary>An election that is expected to end otherwise under another definition.</summary>
/// <param name="Sentence">What is expected and why, in English.</param>
/// <param name="SentenceZh">The same in Chinese.</param>
public sealed record PlannedTransition(string Sentence, string SentenceZh);
