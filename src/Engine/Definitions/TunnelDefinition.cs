namespace KeepaliveConsole.Engine.Definitions;

/// <summary>How a tunnel is made.</summary>
public sealed record TunnelDefinition
{
    /// <summary>Kind. Default IP in IP.</summary>
    public TunnelKind Kind { get; init; }

    /// <summary>UDP port of GUE, 1 to 65535; null for the other kinds.</summary>
    public int? Port { get; init; }

    /// <summary>Checksum. Default none.</summary>
    public TunnelChecksum Checksum { get; init; }
}

/// <summary>What a tunnelled packet travels in.</summary>
public enum TunnelKind
{
    /// <summary>IP in IP.</summary>
    IpIp,

    /// <summary>Generic UDP encapsulation; needs a port.</summary>
    Gue,

    /// <summary>GRE.</summary>
    Gre,
}

/// <summary>Checksum of the outer packet of a GUE or GRE tunnel.</summary>
public enum TunnelChecksum
{
    /// <summary>None (keepalived's <c>nocsum</c>).</summary>
    None,

    /// <summary>Computed (<c>csum</c>).</summary>
    Full,

    /// <summary>Remote checksum offload, GUE only (<c>remcsum</c>).</summary>
    Remote,
}
