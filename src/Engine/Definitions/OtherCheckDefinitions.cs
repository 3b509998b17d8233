namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Passes when a mail server greets (220), answers HELO (250) and takes QUIT.</summary>
public sealed record SmtpCheckDefinition : CheckDefinition
{
    /// <summary>Name said in HELO. Default <c>keepalive-console</c>.</summary>
    public string HeloName { get; init; } = "keepalive-console";
}

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

/// <summary>Passes when a datagram is not refused, or, with <see cref="RequireReply"/>, is answered as wanted.</summary>
public sealed record UdpCheckDefinition : CheckDefinition
{
    /// <summary>What is sent, as hexadecimal digits, blanks allowed; null = a few random bytes.</summary>
    public string? Payload { get; init; }

    /// <summary>An answer is required. Default false: silence passes, and only "port unreachable" fails.</summary>
    public bool RequireReply { get; init; }

    /// <summary>What the answer must begin with, as hexadecimal digits where <c>x</c> stands for any; null = anything.</summary>
    public string? Reply { get; init; }

    /// <summary>Shortest answer in bytes. Default 0.</summary>
    public int MinimumReplyLength { get; init; }

    /// <summary>Longest answer in bytes, up to 65535. Default 255.</summary>
    public int MaximumReplyLength { get; init; } = 255;
}

/// <summary>Passes when an ICMP (or ICMPv6) echo is answered in time.</summary>
public sealed record PingCheckDefinition : CheckDefinition;

/// <summary>
/// Runs a program: exit code 0 passes, 1 fails (keepalived's MISC_CHECK). Without <see cref="Dynamic"/> any other code fails too.
/// </summary>
public sealed record ScriptCheckDefinition : CheckDefinition
{
    /// <summary>Starts with the default of keepalived's MISC_CHECK: no retries.</summary>
    public ScriptCheckDefinition() => Retries = 0;

    /// <summary>Program and arguments as one line, quoted as keepalived does; run without a shell.</summary>
    public required string Command { get; init; }

    /// <summary>Longest one run may take before it is ended and counts as failed; null = <see cref="CheckDefinition.Interval"/>.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Exit codes 2 to 255 pass and set the weight to the code − 2 (keepalived's <c>misc_dynamic</c>). Default false.</summary>
    public bool Dynamic { get; init; }

    /// <summary>User, or <c>user:group</c>, it runs as; null = the node's script user, else nobody.</summary>
    public string? User { get; init; }
}

/// <summary>Follows the number in a tracked file (keepalived's FILE_CHECK): it changes the weight, and takes the server out at −254 or less.</summary>
public sealed record FileCheckDefinition : CheckDefinition
{
    /// <summary>Name of the <see cref="TrackFileDefinition"/>.</summary>
    public required string TrackFile { get; init; }

    /// <summary>The number in the file times this is added to the weight; 0 = out while the number is not 0. Null = the file's own weight.</summary>
    public int? Weight { get; init; }

    /// <summary>Take away instead of adding; with weight 0: out while the number is 0. Default false.</summary>
    public bool Reverse { get; init; }
}

/// <summary>
/// Asks an agent on the real server what share it can take (HAProxy's agent-check text protocol): one line of words such as
/// <c>75%</c>, <c>up</c>, <c>down</c>, <c>fail</c>, <c>stopped</c>, <c>drain</c>, <c>maint</c>, <c>ready</c>. An agent that does not answer changes nothing.
/// </summary>
public sealed record AgentCheckDefinition : CheckDefinition
{
    /// <summary>Sent after the connection is made; null = nothing is.</summary>
    public string? Send { get; init; }
}
