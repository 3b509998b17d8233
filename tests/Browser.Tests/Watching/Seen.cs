namespace KeepaliveConsole.Browser.Tests.Watching;

/// <summary>A text that appeared on a page.</summary>
/// <param name="Text">The text.</param>
/// <param name="At">Milliseconds since 1970 at the frame that drew it, by the browser's clock, which is this machine's.</param>
internal sealed record Seen(string Text, double At);
