namespace KeepaliveConsole.Data.Protection;

/// <summary>
/// Encrypts what the database keeps of secrets. The host brings one; without it secrets are stored as they are and encrypted ones cannot be read.
/// </summary>
public interface ISecretProtector
{
    /// <summary>The encrypted form of <paramref name="plain"/>.</summary>
    string Protect(string plain);

    /// <summary>What <see cref="Protect"/> was given; null when the key is lost or the text was tampered with.</summary>
    string? Unprotect(string text);

    /// <summary>One sentence for an operator: where the keys should be, and the way out when they are lost.</summary>
    string LossSentence { get; }
}
