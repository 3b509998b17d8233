using KeepaliveConsole.Web.Cli;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Peers;

/// <summary>The other consoles that the settings name; none = nobody is asked.</summary>
/// <param name="Peers">Each with an address that may be asked and a way to a token.</param>
internal sealed record PeerList(IReadOnlyList<PeerSettings> Peers)
{
    /// <summary>Most of them: each is asked once a second.</summary>
    public const int Most = 16;

    /// <summary>Reads the list.</summary>
    /// <exception cref="InvalidOperationException">Something is wrong with it; the message is one line for the operator.</exception>
    public static PeerList Read(IConfiguration configuration)
    {
        IConfigurationSection[] entries = [.. configuration.GetSection(PeerSettings.Section).GetChildren()];
        if (entries.Length > Most) throw Wrong(PeerSettings.Section, $"names {entries.Length} consoles; at most {Most} may be asked");
        var peers = new List<PeerSettings>(entries.Length);
        foreach (IConfigurationSection entry in entries)
        {
            PeerSettings peer = Read(entry);
            if (peers.Exists(other => AddressOf(other) == AddressOf(peer))) throw Wrong(entry.Path, $"names {peer.Url} a second time; remove one of the two");
            peers.Add(peer);
        }

        return new PeerList(peers);
    }

    /// <summary>Why the console must not start; null = the list is fine.</summary>
    public static CommandFailure? Check(IConfiguration configuration)
    {
        try
        {
            _ = Read(configuration);
            return null;
        }
        catch (InvalidOperationException failure)
        {
            return new CommandFailure(ExitCodes.Usage, failure.Message);
        }
    }

    /// <summary>Where a console is reached, with a slash at the end.</summary>
    public static Uri AddressOf(PeerSettings peer) => new(peer.Url!.TrimEnd('/') + "/");

    /// <summary>Can it be a token? A header takes no blanks and nothing beyond ASCII.</summary>
    public static bool IsToken(string? text) => !string.IsNullOrEmpty(text) && text.All(each => char.IsAsciiLetterOrDigit(each) || each is '_' or '-' or '.' or '~' or '+' or '/' or '=');

    private static PeerSettings Read(IConfigurationSection entry)
    {
        const string example = """an entry looks like { "Url": "https://lb2:8300", "TokenFile": "/etc/keepalive-console/peer-token" }""";
        PeerSettings? peer;
        try
        {
            peer = string.IsNullOrEmpty(entry.Value) ? entry.Get<PeerSettings>() : null;
        }
        catch (InvalidOperationException failure)
        {
            throw Wrong(entry.Path, $"cannot be read: {(failure.InnerException ?? failure).Message}");
        }

        if (peer is null) throw Wrong(entry.Path, $"is no console; {example}");
        if (string.IsNullOrWhiteSpace(peer.Url)) throw Wrong(entry.Path, $"names no Url; {example}");
        if (!Uri.TryCreate(peer.Url, UriKind.Absolute, out Uri? address) || address.Scheme is not ("http" or "https") || address.Query.Length > 0 || address.Fragment.Length > 0)
            throw Wrong($"{entry.Path}:Url", $"is no address of a console: {peer.Url}; write one such as https://lb2:8300");
        // Not said back: it may be a password.
        if (address.UserInfo.Length > 0) throw Wrong($"{entry.Path}:Url", "holds a user name; a console is asked with a token, in Token or TokenFile");
        if (address.Scheme == "http" && !address.IsLoopback && !peer.AllowHttp)
            throw Wrong($"{entry.Path}:Url", $"is not https: {peer.Url}; use https, or set AllowHttp to true where the network between the nodes may see the token");
        bool hasFile = !string.IsNullOrWhiteSpace(peer.TokenFile);
        if (hasFile == (peer.Token is not null)) throw Wrong(entry.Path, $"must name either TokenFile or Token; {example}");
        if (!hasFile && !IsToken(peer.Token)) throw Wrong($"{entry.Path}:Token", "is no token; make one on the other node: keepalive-console token create --name NAME --role viewer");
        return peer;
    }

    private static InvalidOperationException Wrong(string where, string what) => new($"The setting {where} {what}.");
}
