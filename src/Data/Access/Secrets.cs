using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace KeepaliveConsole.Data.Access;

/// <summary>Random secrets and what is kept of them.</summary>
internal static class Secrets
{
    /// <summary>32 random bytes as base64url: 43 characters.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 as lower-case hexadecimal. No salt and no slow hash: 256 random bits cannot be guessed.</summary>
    public static string Hash(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));

    /// <summary>Compares in a time that does not depend on where they differ.</summary>
    public static bool SameHash(string one, string other)
        => CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(one), Encoding.ASCII.GetBytes(other));
}
