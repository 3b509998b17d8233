using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace KeepaliveConsole.Data.Backups;

/// <summary>
/// Encrypts a file with a passphrase. The form: a header (what it is, rounds, salt), then pieces of at most 64 KiB, each AES-256-GCM with its number as nonce and with the
/// header, its number and whether it is the last as associated data. So a piece that was changed, moved, left out or cut off is found.
/// </summary>
internal static class BackupCipher
{
    /// <summary>Rounds of PBKDF2 with SHA-256 for the key of a new file.</summary>
    public const int Rounds = 600_000;

    private const int MostRounds = 20_000_000;
    private const int PieceLength = 64 * 1024;
    private const int SaltLength = 16;
    private const int TagLength = 16;
    private const int NonceLength = 12;
    private const int HeaderLength = 12 + SaltLength;

    // One byte says whether it is the last, four say how long it is.
    private const int PieceHeaderLength = 5;

    private static ReadOnlySpan<byte> Magic => "KCBACKU1"u8;

    /// <summary>Does the file begin as one of these?</summary>
    public static bool IsEncrypted(string path)
    {
        using FileStream file = File.OpenRead(path);
        Span<byte> begin = stackalloc byte[8];
        return file.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false) == begin.Length && begin.SequenceEqual(Magic);
    }

    /// <summary>Writes <paramref name="plain"/> encrypted.</summary>
    public static void Encrypt(Stream plain, Stream encrypted, string passphrase)
    {
        byte[] header = new byte[HeaderLength];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(8), Rounds);
        RandomNumberGenerator.Fill(header.AsSpan(12));
        encrypted.Write(header);
        using AesGcm cipher = CipherOf(header, passphrase);
        byte[] piece = new byte[PieceLength];
        byte[] hidden = new byte[PieceLength];
        byte[] tag = new byte[TagLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> about = stackalloc byte[HeaderLength + 8 + PieceHeaderLength];
        for (long number = 0; ; number++)
        {
            int length = plain.ReadAtLeast(piece, piece.Length, throwOnEndOfStream: false);
            bool isLast = length < piece.Length;
            Describe(header, number, isLast, length, nonce, about);
            cipher.Encrypt(nonce, piece.AsSpan(0, length), hidden.AsSpan(0, length), tag, about);
            encrypted.Write(about[^PieceHeaderLength..]);
            encrypted.Write(hidden.AsSpan(0, length));
            encrypted.Write(tag);
            if (isLast) return;
        }
    }

    /// <summary>Writes what was encrypted; what is written before an exception is not to be trusted.</summary>
    /// <exception cref="InvalidDataException">The passphrase is wrong, or the file was changed or cut off; the message says which as far as that can be known.</exception>
    public static void Decrypt(Stream encrypted, Stream plain, string passphrase)
    {
        byte[] header = new byte[HeaderLength];
        if (encrypted.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) < header.Length || !header.AsSpan(0, 8).SequenceEqual(Magic))
            throw new InvalidDataException("it is no encrypted backup of this program");
        if (BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8)) is < Rounds or > MostRounds) throw new InvalidDataException("its header was changed");
        using AesGcm cipher = CipherOf(header, passphrase);
        byte[] piece = new byte[PieceLength];
        byte[] hidden = new byte[PieceLength];
        byte[] tag = new byte[TagLength];
        Span<byte> pieceHeader = stackalloc byte[PieceHeaderLength];
        Span<byte> nonce = stackalloc byte[NonceLength];
        Span<byte> about = stackalloc byte[HeaderLength + 8 + PieceHeaderLength];
        for (long number = 0; ; number++)
        {
            Fill(encrypted, pieceHeader);
            bool isLast = pieceHeader[0] != 0;
            int length = BinaryPrimitives.ReadInt32BigEndian(pieceHeader[1..]);
            if (length is < 0 or > PieceLength) throw new InvalidDataException("it was changed after it was made");
            Fill(encrypted, hidden.AsSpan(0, length));
            Fill(encrypted, tag);
            Describe(header, number, isLast, length, nonce, about);
            try
            {
                cipher.Decrypt(nonce, hidden.AsSpan(0, length), tag, piece.AsSpan(0, length), about);
            }
            catch (AuthenticationTagMismatchException)
            {
                throw new InvalidDataException(number == 0 ? "the passphrase is not the one it was made with, or it was changed" : "it was changed after it was made");
            }

            plain.Write(piece.AsSpan(0, length));
            if (!isLast) continue;
            if (encrypted.ReadByte() >= 0) throw new InvalidDataException("something was added to it");
            return;
        }
    }

    private static AesGcm CipherOf(byte[] header, string passphrase)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(passphrase), header.AsSpan(12), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(8)), HashAlgorithmName.SHA256, 32);
        try
        {
            return new AesGcm(key, TagLength);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    // The number alone is nonce enough: the salt gives every file a key of its own.
    private static void Describe(byte[] header, long number, bool isLast, int length, Span<byte> nonce, Span<byte> about)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce[4..], number);
        header.CopyTo(about);
        BinaryPrimitives.WriteInt64BigEndian(about[HeaderLength..], number);
        about[HeaderLength + 8] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(about[(HeaderLength + 9)..], length);
    }

    private static void Fill(Stream from, Span<byte> into)
    {
        if (from.ReadAtLeast(into, into.Length, throwOnEndOfStream: false) < into.Length) throw new InvalidDataException("its end is missing");
    }
}
