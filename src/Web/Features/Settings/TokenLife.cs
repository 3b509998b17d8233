using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Settings;

/// <summary>What a token is worth now, in a word, and how long a new one shall be valid.</summary>
public static class TokenLife
{
    /// <summary>Choices for a new token in days; 0 = no end.</summary>
    public static IReadOnlyList<int> Days { get; } = [7, 30, 90, 365, 0];

    /// <summary>The word; revoked wins over expired.</summary>
    public static string Word(ApiToken token, DateTimeOffset now, ConsoleText text)
    {
        ArgumentNullException.ThrowIfNull(token);
        ArgumentNullException.ThrowIfNull(text);
        if (token.RevokedAt is not null) return text["revoked"];
        return token.ExpiresAt <= now ? text["expired"] : text["valid"];
    }

    /// <summary>Can it still be used?</summary>
    public static bool IsValid(ApiToken token, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(token);
        return token.RevokedAt is null && !(token.ExpiresAt <= now);
    }

    /// <summary>When a token made now ends; null = never.</summary>
    /// <param name="days">0 = never.</param>
    /// <param name="now">UTC.</param>
    public static DateTimeOffset? EndOf(int days, DateTimeOffset now) => days <= 0 ? null : now.AddDays(days);
}
