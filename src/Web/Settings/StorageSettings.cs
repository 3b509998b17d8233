namespace KeepaliveConsole.Web.Settings;

/// <summary>Where things are kept; section <c>Storage</c> of appsettings.json.</summary>
public sealed class StorageSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Storage";

    /// <summary>Data directory (<c>--data</c>). Null = <c>./data</c> beside appsettings.json in a checkout, <c>/var/lib/keepalive-console</c> when published.</summary>
    public string? Directory { get; set; }
}
