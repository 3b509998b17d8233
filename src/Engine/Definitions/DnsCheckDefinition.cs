namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when a DNS server answers the question without error (RFC 1035: same id, QR set, RCODE 0), over UDP.</summary>
public sealed record DnsCheckDefinition : CheckDefinition
{
    /// <summary>Starts with the defaults of DNS checks: three retries, port 53.</summary>
    public DnsCheckDefinition() => Retries = 3;

    /// <summary>Type asked for. Default SOA.</summary>
    public DnsRecordType Type { get; init; } = DnsRecordType.SOA;

    /// <summary>Name asked for. Default the root, <c>.</c>.</summary>
    public string Name { get; init; } = ".";
}
