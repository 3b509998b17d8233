using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace KeepaliveConsole.Web.Auth.SecondFactor;

/// <summary>Codes that change every 30 seconds: RFC 6238 with HMAC-SHA-1 and 6 digits, what every authenticator app understands.</summary>
internal static class Totp
{
    /// <summary>Digits of a code: 6.</summary>
    public const int Digits = 6;

    /// <summary>Bytes of a key: 20, the length of the hash (RFC 4226 section 4).</summary>
    public const int KeyBytes = 20;

    /// <summary>How long a code is the current one: 30 s (RFC 6238 section 5.2).</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    /// <summary>Steps that a clock may be off in either direction: 1.</summary>
    private const int Drift = 1;

    /// <summary>A new random key.</summary>
    public static byte[] CreateKey() => RandomNumberGenerator.GetBytes(KeyBytes);

    /// <summary>Number of the step that <paramref name="time"/> lies in, from 1970 on.</summary>
    public static long StepAt(DateTimeOffset time) => time.ToUnixTimeSeconds() / (long)Step.TotalSeconds;

    /// <summary>The code of a step, 6 digits.</summary>
#pragma warning disable CA5350 // RFC 6238 names SHA-1; what breaks it elsewhere, collisions, does not matter in an HMAC.
    public static string CodeAt(ReadOnlySpan<byte> key, long step)
    {
        Span<byte> counter = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
        Span<byte> hash = stackalloc byte[HMACSHA1.HashSizeInBytes];
        HMACSHA1.HashData(key, counter, hash);
        int offset = hash[^1] & 0xf;
        int number = BinaryPrimitives.ReadInt32BigEndian(hash.Slice(offset, 4)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }
#pragma warning restore CA5350

    /// <summary>
    /// The step whose code this is: the present one, the one before or the one after. Null when it is none of them, or not later than
    /// <paramref name="lastStep"/>: a code works once (RFC 6238 section 5.2).
    /// </summary>
    /// <param name="key">The key.</param>
    /// <param name="code">What was typed; blanks do not count.</param>
    /// <param name="now">The time.</param>
    /// <param name="lastStep">The step last used; -1 = none.</param>
    public static long? Verify(ReadOnlySpan<byte> key, string code, DateTimeOffset now, long lastStep)
    {
        string typed = code.Replace(" ", "", StringComparison.Ordinal);
        if (typed.Length != Digits || !typed.All(char.IsAsciiDigit)) return null;
        byte[] given = Encoding.ASCII.GetBytes(typed);
        long? found = null;
        long present = StepAt(now);
        for (long step = present - Drift; step <= present + Drift; step++)
        {
            // All three are compared, in constant time, whichever fits.
            bool fits = CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(CodeAt(key, step)), given);
            if (fits && step > lastStep) found ??= step;
        }

        return found;
    }

    /// <summary>What an authenticator app scans or is given: <c>otpauth://totp/…</c>.</summary>
    public static string Uri(ReadOnlySpan<byte> key, string issuer, string account)
        => $"otpauth://totp/{System.Uri.EscapeDataString(issuer)}:{System.Uri.EscapeDataString(account)}?secret={Base32.Encode(key)}&issuer={System.Uri.EscapeDataString(issuer)}&algorithm=SHA1&digits={Digits}&period=30";
}
