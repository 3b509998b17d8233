namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Types of DNS records that can be asked for; values as in RFC 1035, 3596 and 4034.</summary>
public enum DnsRecordType
{
    /// <summary>IPv4 address.</summary>
    A = 1,

    /// <summary>Name server.</summary>
    NS = 2,

    /// <summary>Alias.</summary>
    CNAME = 5,

    /// <summary>Start of authority.</summary>
    SOA = 6,

    /// <summary>Mail exchange.</summary>
    MX = 15,

    /// <summary>Text.</summary>
    TXT = 16,

    /// <summary>IPv6 address.</summary>
    AAAA = 28,

    /// <summary>Signature.</summary>
    RRSIG = 46,

    /// <summary>Key.</summary>
    DNSKEY = 48,
}
