using System.Security.Cryptography;
using System.Text;

namespace KeepaliveConsole.Web.Auth.SecondFactor;

/// <summary>Codes for the one who lost the authenticator: each works once. Only hashes are kept, and those encrypted.</summary>
internal static class RecoveryCodes
{
    /// <summary>How many a person gets: 10.</summary>
    public const int Count = 10;

    private const int RandomBytes = 10;

    /// <summary>New ones, <c>XXXXXXXX-XXXXXXXX</c>: 80 random bits each.</summary>
    public static string[] Create() => [.. Enumerable.Range(0, Count).Select(_ => Base32.Encode(RandomNumberGenerator.GetBytes(RandomBytes)).Insert(8, "-"))];

    /// <summary>SHA-256 of a code as lower-case hexadecimal; dashes, blanks and case do not count. No slow hash: 80 random bits cannot be guessed.</summary>
    public static string Hash(string code)
    {
        string plain = string.Concat(code.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(plain)));
    }

    /// <summary>Could this be a recovery code? Tells it from a code of an authenticator.</summary>
    public static bool LooksLike(string code) => code.Count(char.IsAsciiLetterOrDigit) == RandomBytes * 8 / 5;

    /// <summary>What remains of <paramref name="hashes"/> after <paramref name="code"/> was used; null when it is none of them.</summary>
    public static string[]? Use(string[] hashes, string code)
    {
        string hash = Hash(code);
        string[] rest = [.. hashes.Where(each => !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(each), Encoding.ASCII.GetBytes(hash)))];
        return rest.Length < hashes.Length ? rest : null;
    }
}
