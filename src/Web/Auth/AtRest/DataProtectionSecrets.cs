using System.Security.Cryptography;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Protection;
using Microsoft.AspNetCore.DataProtection;

namespace KeepaliveConsole.Web.Auth.AtRest;

/// <summary>Stored secrets are encrypted with the keys in the data directory (AES-256-CBC and HMAC-SHA-256, as the framework does it).</summary>
internal sealed partial class DataProtectionSecrets(IDataProtectionProvider keys, string folder, ILogger<DataProtectionSecrets> logger) : ISecretProtector
{
    private readonly Lazy<IDataProtector> _protector = new(() => keys.CreateProtector("KeepaliveConsole.SecretsAtRest.v1"));
    private int _isSaid;

    /// <inheritdoc />
    public string LossSentence =>
        $"Stored secrets cannot be read, because the key that encrypted them is not in {folder}: put that folder back from the backup the database came from, or enter the passwords of the VRRP instances again and reset second factors; the engine runs on meanwhile.";

    /// <inheritdoc />
    public string Protect(string plain)
    {
        try
        {
            return _protector.Value.Protect(plain);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(StorageFault.KeysLost, $"Secrets cannot be encrypted ({failure.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.')}): give this user read and write permission on {folder}.", failure);
        }
    }

    /// <inheritdoc />
    public string? Unprotect(string text)
    {
        try
        {
            return _protector.Value.Unprotect(text);
        }
        catch (Exception failure) when (failure is CryptographicException or IOException or UnauthorizedAccessException)
        {
            if (Interlocked.Exchange(ref _isSaid, 1) == 0) LogLoss(LossSentence);
            return null;
        }
    }

    [LoggerMessage(4220, LogLevel.Error, "{Sentence}")]
    private partial void LogLoss(string sentence);
}
