namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Kinds of VRRPv2 authentication. RFC 2338 §5.3.6; removed from later RFCs, still used in the field.</summary>
public enum VrrpAuthenticationType
{
    /// <summary>None. The eight authentication bytes are zero.</summary>
    None = 0,

    /// <summary>A clear-text password of at most eight bytes in every advert. Keeps out accidents, not attackers.</summary>
    Password = 1,

    /// <summary>IPsec authentication header, HMAC-MD5-96.</summary>
    AuthenticationHeader = 2,
}

/// <summary>VRRPv2 authentication of an instance.</summary>
public sealed record VrrpAuthentication
{
    /// <summary>Which kind.</summary>
    public required VrrpAuthenticationType Type { get; init; }

    /// <summary>The shared secret; eight significant bytes (UTF-8), more are cut off as keepalived does. Never logged.</summary>
    [Secret]
    public required string Password { get; init; }

    /// <summary>Hides the password.</summary>
    public override string ToString() => $"{Type} (secret)";
}
