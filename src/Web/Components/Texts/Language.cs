namespace KeepaliveConsole.Web.Components.Texts;

/// <summary>Languages of the console.</summary>
public enum Language
{
    /// <summary>English; what everything is written in.</summary>
    English,

    /// <summary>Simplified Chinese.</summary>
    Chinese,

    /// <summary>English with accents and a third more length, to see on a page what is not translated and what would be cut off.</summary>
    Pseudo,
}

/// <summary>How a browser says its language, and the cookie that remembers it.</summary>
public static class Languages
{
    /// <summary>Name of the cookie. It holds no secret and is written by a script on the page.</summary>
    public const string CookieName = "kc-language";

    /// <summary>Tag for the page's <c>lang</c> and the cookie (BCP 47).</summary>
    public static string TagOf(Language language) => language switch
    {
        Language.Chinese => "zh-Hans",
        Language.Pseudo => "en-x-pseudo",
        _ => "en",
    };

    /// <summary>The cookie's language; without one, the first of the browser's (RFC 9110 §12.5.4) that the console has; else English.</summary>
    /// <param name="cookie">Value of the cookie; anything but a known tag counts as none.</param>
    /// <param name="accepted">Header <c>Accept-Language</c>, such as <c>zh-CN,zh;q=0.9,en;q=0.8</c>.</param>
    public static Language Choose(string? cookie, string? accepted)
    {
        foreach (Language language in Enum.GetValues<Language>())
            if (TagOf(language) == cookie) return language;
        foreach (string range in (accepted ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Take(16))
        {
            if (range.StartsWith("en", StringComparison.OrdinalIgnoreCase)) return Language.English;
            // Traditional script is another one; its readers are served better by English than by the wrong characters.
            bool isTraditional = range.Contains("Hant", StringComparison.OrdinalIgnoreCase) || range.StartsWith("zh-TW", StringComparison.OrdinalIgnoreCase) || range.StartsWith("zh-HK", StringComparison.OrdinalIgnoreCase);
            if (range.StartsWith("zh", StringComparison.OrdinalIgnoreCase) && !isTraditional) return Language.Chinese;
        }

        return Language.English;
    }
}
