using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace KeepaliveConsole.Data.Protection;

/// <summary>
/// A column that is encrypted in the database and plain everywhere else. Values from before there was encryption carry no
/// <see cref="Mark"/> and are read as they are; they are encrypted when they are next written.
/// </summary>
internal sealed class SecretConverter(ISecretProtector? protector, bool isWhole)
    : ValueConverter<string, string>(plain => Write(protector, plain), stored => Read(protector, isWhole, stored))
{
    /// <summary>Begins every encrypted value. Longer than the 8 bytes of a VRRP password, so that no such password can look encrypted.</summary>
    public const string Mark = "kc-enc-v1:";

    /// <summary>What stands for a single secret whose key is lost: the mask, which the rules refuse as a password.</summary>
    public const string Lost = "***";

    private static string Write(ISecretProtector? protector, string plain)
        => protector is null || plain.Length == 0 || plain == Lost ? plain : Mark + protector.Protect(plain);

    private static string Read(ISecretProtector? protector, bool isWhole, string stored)
    {
        if (!stored.StartsWith(Mark, StringComparison.Ordinal)) return stored;
        if (protector?.Unprotect(stored[Mark.Length..]) is { } plain) return plain;
        if (!isWhole) return Lost;
        throw new StorageUnavailableException(StorageFault.KeysLost, protector?.LossSentence ?? "This value is encrypted, and this program was started without the keys.");
    }
}
