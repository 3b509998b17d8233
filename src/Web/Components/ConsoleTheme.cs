using static KeepaliveConsole.Web.Components.Texts.ConsoleText;

namespace KeepaliveConsole.Web.Components;

/// <summary>The looks and the cookie that remembers which one a browser wants. Without the cookie the style sheets follow the operating system.</summary>
public static class ConsoleTheme
{
    /// <summary>Name of the cookie. It holds no secret and is written by a script on the page.</summary>
    public const string CookieName = "kc-theme";

    /// <summary>Whatever the operating system asks for; no choice was made.</summary>
    public const string System = "system";

    /// <summary>Light.</summary>
    public const string Light = "material";

    /// <summary>Dark.</summary>
    public const string Dark = "material-dark";

    /// <summary>High contrast: strong lines and colours on black.</summary>
    public const string Contrast = "contrast";

    /// <summary>All of them with what they are called, in English.</summary>
    public static IReadOnlyList<(string Value, string Word)> All { get; } =
        [(System, Key("Theme: system")), (Light, Key("Light")), (Dark, Key("Dark")), (Contrast, Key("High contrast"))];

    /// <summary>The theme in a cookie. Anything but a known name is <see cref="System"/>: the name becomes part of the page.</summary>
    public static string Known(string? value) => value is Light or Dark or Contrast ? value : System;

    /// <summary>Media query for the dark style sheet of the component library, which lies over the light one.</summary>
    public static string DarkMedia(string theme) => theme switch
    {
        Light => "not all",
        Dark or Contrast => "all",
        _ => "(prefers-color-scheme: dark)",
    };
}
