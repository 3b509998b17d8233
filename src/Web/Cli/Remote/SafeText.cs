namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Text of a console on a terminal: what it says must not steer the terminal.</summary>
internal static class SafeText
{
    /// <summary>With each control character replaced.</summary>
    public static string Line(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(letter => char.IsControl(letter) ? '\uFFFD' : letter)) : text;
}
