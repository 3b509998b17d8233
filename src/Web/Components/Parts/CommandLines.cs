using System.Text;
using System.Text.RegularExpressions;

namespace KeepaliveConsole.Web.Components.Parts;

/// <summary>Lines for a POSIX shell that do what a button of the console does. Neither holds a token: it comes from the variable <see cref="TokenVariable"/>.</summary>
public static partial class CommandLines
{
    /// <summary>The environment variable that holds the token, for <c>curl</c> and for <c>keepalive-console</c> alike.</summary>
    public const string TokenVariable = "KEEPALIVE_CONSOLE_TOKEN";

    /// <summary>A call of the REST interface.</summary>
    /// <param name="consoleUrl">The console's own address, such as <c>https://lb1.example:8300/</c>; with or without the slash at the end.</param>
    /// <param name="method"><c>GET</c>, <c>POST</c> …</param>
    /// <param name="path">Under <c>/api/v1</c>, names in it escaped, such as <c>/cluster/confirm</c>.</param>
    /// <param name="body">JSON; null = none is sent.</param>
    /// <param name="header">One more header, such as <c>If-None-Match: *</c>; null = none.</param>
    public static string Curl(string consoleUrl, string method, string path, string? body = null, string? header = null)
    {
        ArgumentNullException.ThrowIfNull(consoleUrl);
        ArgumentNullException.ThrowIfNull(path);
        string url = $"{consoleUrl.TrimEnd('/')}/api/v1/{path.TrimStart('/')}";
        var line = new StringBuilder("curl");
        // curl reads brackets and braces as patterns; an IPv6 address has them.
        if (url.AsSpan().ContainsAny('[', '{')) line.Append(" --globoff");
        if (method != "GET") line.Append(" -X ").Append(Quote(method));
        line.Append(" -H \"Authorization: Bearer $").Append(TokenVariable).Append('"');
        if (header is not null) line.Append(" -H ").Append(Quote(header));
        // Not -d: it would read a file when the text begins with @.
        if (body is not null) line.Append(method == "PATCH" ? " -H 'Content-Type: application/merge-patch+json'" : " -H 'Content-Type: application/json'").Append(" --data-raw ").Append(Quote(body));
        return line.Append(' ').Append(Quote(url)).ToString();
    }

    /// <summary>A command of <c>keepalive-console</c> for this console.</summary>
    /// <param name="consoleUrl">The console's own address.</param>
    /// <param name="words">The command and its arguments, not quoted, such as <c>drain</c>, <c>web</c>, <c>10.0.0.5:80</c>.</param>
    public static string Cli(string consoleUrl, IEnumerable<string> words)
    {
        ArgumentNullException.ThrowIfNull(consoleUrl);
        return $"keepalive-console {string.Join(' ', words.Append("--url").Append(consoleUrl.TrimEnd('/')).Select(Quote))}";
    }

    /// <summary>One word of a POSIX shell (IEEE 1003.1 §2.2.2): as it is when nothing in it means anything to the shell, else in single quotes.</summary>
    public static string Quote(string word)
    {
        ArgumentNullException.ThrowIfNull(word);
        return Harmless().IsMatch(word) ? word : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
    }

    // "=" is left out: a first word with it would set a variable. "~" and the like mean something too.
    [GeneratedRegex(@"\A[A-Za-z0-9_@%+:,./-]+\z")]
    private static partial Regex Harmless();
}
