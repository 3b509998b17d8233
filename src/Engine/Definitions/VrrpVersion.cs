namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Version of the protocol on the wire.</summary>
public enum VrrpVersion
{
    /// <summary>RFC 3768: IPv4 only, whole seconds, optional authentication. keepalived's default.</summary>
    V2 = 2,

    /// <summary>RFC 9568 (and 5798): IPv4 and IPv6, centiseconds.</summary>
    V3 = 3,
}
