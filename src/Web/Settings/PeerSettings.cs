namespace KeepaliveConsole.Web.Settings;

/// <summary>Another console of the cluster, which is asked whether its node is Master too; an entry of the list <c>Peers</c> of appsettings.json.</summary>
public sealed class PeerSettings
{
    /// <summary>Name of the list.</summary>
    public const string Section = "Peers";

    /// <summary>Where it listens, such as <c>https://lb2:8300</c>. Must be https, but for loopback and with <see cref="AllowHttp"/>.</summary>
    public string? Url { get; set; }

    /// <summary>A token of role viewer that it made; null = in <see cref="TokenFile"/>. A secret; better in a file.</summary>
    public string? Token { get; set; }

    /// <summary>File with the token, read each time it is asked. Null = none.</summary>
    public string? TokenFile { get; set; }

    /// <summary>May the token travel in the clear, over http to another host? Default false.</summary>
    public bool AllowHttp { get; set; }
}
