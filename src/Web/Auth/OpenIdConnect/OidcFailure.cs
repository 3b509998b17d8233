namespace KeepaliveConsole.Web.Auth.OpenIdConnect;

/// <summary>A sign-in through the provider that did not work.</summary>
/// <param name="code">Value of <see cref="AccessErrors"/>, for the page.</param>
/// <param name="message">What went wrong, on one line, for the log. Holds no secret and no token.</param>
/// <param name="inner">The cause.</param>
internal sealed class OidcFailure(string code, string message, Exception? inner = null) : Exception(OneLine(message), inner)
{
    private const int Longest = 400;

    /// <summary>Value of <see cref="AccessErrors"/>.</summary>
    public string Code => code;

    // Parts of it come from outside.
    private static string OneLine(string text)
    {
        string line = string.Concat(text.Select(each => char.IsControl(each) ? ' ' : each));
        return line.Length <= Longest ? line : line[..Longest] + "…";
    }
}
