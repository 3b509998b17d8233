using KeepaliveConsole.Data.Backups;

namespace KeepaliveConsole.Data.Tests.Backups;

public sealed class BackupCipherTests
{
    private const string Passphrase = "twelve or more";
    private const int Piece = 5 + (64 * 1024) + 16;
    private const int Header = 28;

    [Theory]
    [InlineData(0, Header + 21)]
    [InlineData(1, Header + 22)]
    [InlineData(64 * 1024, Header + Piece + 21)]
    [InlineData((64 * 1024) + 1, Header + Piece + 22)]
    public void File_ComesBackAsItWas(int length, int encryptedLength)
    {
        byte[] plain = Sample(length);

        byte[] encrypted = Encrypt(plain);

        Assert.Equal(encryptedLength, encrypted.Length);
        Assert.Equal(plain, Decrypt(encrypted, Passphrase));
    }

    [Fact]
    public void SameFileTwice_LooksDifferent_AndShowsNothing()
    {
        byte[] plain = new byte[1000];
        byte[] one = Encrypt(plain);
        byte[] two = Encrypt(plain);

        Assert.NotEqual(one[Header..], two[Header..]);
        Assert.True(one[(Header + 5)..].Distinct().Count() > 200);
        // Rounds of the key, for the day the default rises: files say themselves how they were made.
        Assert.Equal(600_000, (one[8] << 24) | (one[9] << 16) | (one[10] << 8) | one[11]);
    }

    [Fact]
    public void WhateverWasDoneToIt_IsFound()
    {
        byte[] whole = Encrypt(Sample((2 * 64 * 1024) + 100));
        byte[] Changed(int at) => [.. whole.Select((one, index) => index == at ? (byte)(one ^ 1) : one)];
        byte[] first = whole[Header..(Header + Piece)];
        byte[] second = whole[(Header + Piece)..(Header + (2 * Piece))];
        byte[] last = whole[(Header + (2 * Piece))..];
        byte[] begin = whole[..Header];

        AssertRefused("the passphrase is not the one it was made with, or it was changed", whole, "another one of twelve");
        AssertRefused("it is no encrypted backup of this program", Changed(0));
        AssertRefused("its header was changed", Changed(9));
        AssertRefused("the passphrase is not the one it was made with, or it was changed", Changed(20));
        AssertRefused("it was changed after it was made", Changed(Header + Piece + 100));
        AssertRefused("it was changed after it was made", [.. begin, .. first, .. last]);
        AssertRefused("the passphrase is not the one it was made with, or it was changed", [.. begin, .. second, .. first, .. last]);
        AssertRefused("its end is missing", [.. begin, .. first, .. second]);
        AssertRefused("its end is missing", whole[..^1]);
        AssertRefused("something was added to it", [.. whole, 0]);
        // Cut off at a piece that then claims to be the last.
        byte[] claimed = [.. begin, .. first, .. second];
        claimed[Header + Piece] = 1;
        AssertRefused("it was changed after it was made", claimed);
    }

    private static void AssertRefused(string why, byte[] encrypted, string passphrase = Passphrase)
        => Assert.Equal(why, Assert.Throws<InvalidDataException>(() => Decrypt(encrypted, passphrase)).Message);

    private static byte[] Sample(int length) => [.. Enumerable.Range(0, length).Select(index => (byte)(index * 7))];

    private static byte[] Encrypt(byte[] plain)
    {
        using var to = new MemoryStream();
        BackupCipher.Encrypt(new MemoryStream(plain), to, Passphrase);
        return to.ToArray();
    }

    private static byte[] Decrypt(byte[] encrypted, string passphrase)
    {
        using var to = new MemoryStream();
        BackupCipher.Decrypt(new MemoryStream(encrypted), to, passphrase);
        return to.ToArray();
    }
}
