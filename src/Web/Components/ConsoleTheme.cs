namespace KeepaliveConsole.Web.Components;

/// <summary>The two looks and the cookie that remembers which one a browser wants.</summary>
public static class ConsoleTheme
{
    /// <summary>Name of the cookie. It holds no secret and is written by a script on the page.</summary>
    public const string CookieName = "kc-theme";

    /// <summary>Light; used until the browser asks for something else.</summary>
    public const string Light = "material";

    /// <summary>Dark.</summary>
    public const string Dark = "material-dark";

    /// <summary>The theme in a cookie. Anything but the two known names is light: the name becomes part of an address on the page.</summary>
    public static string FromCookie(string? value) => value == Dark ? Dark : Light;

    /// <summary>Is it the dark one?</summary>
    public static bool IsDark(string? theme) => theme == Dark;
}
