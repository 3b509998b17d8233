using System.Net;
using System.Text.Json.Serialization;

namespace KeepaliveConsole.Engine.Definitions;

/// <summary>
/// One check of a real server. A server that is up goes down after 1 + <see cref="Retries"/> failures in a row, the
/// retries spaced by <see cref="RetryDelay"/>; one success brings it back. Same meaning as keepalived's checkers.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TcpCheckDefinition), "tcp")]
[JsonDerivedType(typeof(HttpCheckDefinition), "http")]
[JsonDerivedType(typeof(SmtpCheckDefinition), "smtp")]
[JsonDerivedType(typeof(DnsCheckDefinition), "dns")]
[JsonDerivedType(typeof(UdpCheckDefinition), "udp")]
[JsonDerivedType(typeof(PingCheckDefinition), "ping")]
[JsonDerivedType(typeof(ScriptCheckDefinition), "script")]
[JsonDerivedType(typeof(FileCheckDefinition), "file")]
[JsonDerivedType(typeof(AgentCheckDefinition), "agent")]
public abstract record CheckDefinition
{
    private protected CheckDefinition()
    {
    }

    /// <summary>Address to connect to; null = the real server's.</summary>
    public IPAddress? ConnectAddress { get; init; }

    /// <summary>Port to connect to, 1 to 65535; null = the real server's.</summary>
    public int? ConnectPort { get; init; }

    /// <summary>Longest the connection, and each later step, may take. Default 5 s.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Further attempts after the first failure, while up. 0 and up, default 1: down at the second failure in a row.</summary>
    public int Retries { get; init; } = 1;

    /// <summary>Time from a failed attempt to the next while up. Default 1 s (HTTP 3 s).</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Time between checks while nothing fails, and while down (keepalived's delay_loop). Default 60 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The first check starts at a random time within this span; null = <see cref="Interval"/>, 0 = at once.</summary>
    public TimeSpan? Warmup { get; init; }

    /// <summary>Passes in a row that bring a server that is down up again. 1 and up, default 1, as keepalived.</summary>
    public int Rise { get; init; } = 1;

    /// <summary>
    /// Time between checks while the state is changing (retries run, or passes are counted), HAProxy's <c>fastinter</c>;
    /// null = <see cref="RetryDelay"/> while going down, <see cref="Interval"/> while coming up.
    /// </summary>
    public TimeSpan? FastInterval { get; init; }

    /// <summary>An answer that passes but takes longer is a failure; null = no limit of its own.</summary>
    public TimeSpan? ResponseTimeLimit { get; init; }

    /// <summary>Counts as down until the first pass (keepalived's <c>alpha</c>). Default false: up until proven otherwise.</summary>
    public bool InitiallyDown { get; init; }

    /// <summary>Tell every failed attempt as an event, not only those that change the state. Default false.</summary>
    public bool LogAllFailures { get; init; }

    /// <summary>Source address of the probe; null = the kernel chooses.</summary>
    public IPAddress? BindAddress { get; init; }

    /// <summary>Source port, 1 to 65535; null = the kernel chooses.</summary>
    public int? BindPort { get; init; }

    /// <summary>Interface the probe leaves by (SO_BINDTODEVICE); null = by the routes.</summary>
    public string? BindInterface { get; init; }

    /// <summary>Firewall mark of the probe's packets, 1 and up; null = none.</summary>
    public uint? FirewallMark { get; init; }
}
