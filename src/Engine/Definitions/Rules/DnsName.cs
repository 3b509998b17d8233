namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>The form of a name in DNS (RFC 1035 §2.3.4), with underscores as service names have them.</summary>
internal static class DnsName
{
    public static bool IsValid(string name)
    {
        if (name == ".") return true;
        string bare = name.EndsWith('.') ? name[..^1] : name;
        return bare.Length is > 0 and <= 253
            && bare.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_'));
    }
}
