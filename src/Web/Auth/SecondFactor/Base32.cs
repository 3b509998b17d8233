using System.Text;

namespace KeepaliveConsole.Web.Auth.SecondFactor;

/// <summary>RFC 4648 section 6 without padding: how authenticator apps want a key typed.</summary>
internal static class Base32
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /// <summary>Bytes as text, 8 characters for each 5 bytes.</summary>
    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder((bytes.Length * 8 + 4) / 5);
        int held = 0, bits = 0;
        foreach (byte each in bytes)
        {
            held = (held << 8) | each;
            for (bits += 8; bits >= 5; bits -= 5) text.Append(Alphabet[(held >> (bits - 5)) & 31]);
            held &= (1 << bits) - 1;
        }

        if (bits > 0) text.Append(Alphabet[(held << (5 - bits)) & 31]);
        return text.ToString();
    }

    /// <summary>Text as bytes; null when it holds another character. Case and blanks do not count.</summary>
    public static byte[]? Decode(string text)
    {
        var bytes = new List<byte>(text.Length * 5 / 8);
        int held = 0, bits = 0;
        foreach (char each in text)
        {
            if (each == ' ') continue;
            int value = Alphabet.IndexOf(char.ToUpperInvariant(each), StringComparison.Ordinal);
            if (value < 0) return null;
            held = (held << 5) | value;
            bits += 5;
            if (bits < 8) continue;
            bits -= 8;
            bytes.Add((byte)(held >> bits));
            held &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}
