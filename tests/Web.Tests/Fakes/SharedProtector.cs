using System.Text;
using KeepaliveConsole.Data.Protection;

namespace KeepaliveConsole.Web.Tests.Fakes;

/// <summary>Hides secrets from a search through the file, and needs no key.</summary>
public sealed class SharedProtector : ISecretProtector
{
    public static SharedProtector Instance { get; } = new();

    public string LossSentence => "There is no key to lose.";

    public string Protect(string plain) => Convert.ToBase64String(Encoding.UTF8.GetBytes(plain));

    public string? Unprotect(string text) => Encoding.UTF8.GetString(Convert.FromBase64String(text));
}
