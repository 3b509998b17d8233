namespace KeepaliveConsole.Engine.Definitions;

/// <summary>Mail about changes of state (keepalived's <c>notification_email</c> and <c>smtp_*</c>), sent by the console of the node it happens on.</summary>
public sealed record MailDefinition
{
    /// <summary>Mail server: a name or an address (keepalived's <c>smtp_server</c>).</summary>
    public required string Server { get; init; }

    /// <summary>TCP port of the mail server, 1 to 65535. Default 25.</summary>
    public int Port { get; init; } = 25;

    /// <summary>Encrypt the connection (STARTTLS) and send nothing to a server that cannot or whose certificate is not trusted. Default false, as keepalived.</summary>
    public bool Tls { get; init; }

    /// <summary>Account to sign in with; null = none.</summary>
    public string? User { get; init; }

    /// <summary>Its password; null = none.</summary>
    [Secret]
    public string? Password { get; init; }

    /// <summary>Sender (keepalived's <c>notification_email_from</c>); null = <c>keepalive-console@</c> and the machine's name.</summary>
    public string? Sender { get; init; }

    /// <summary>Recipients (keepalived's <c>notification_email</c>), 1 to 100.</summary>
    public ValueArray<string> Recipients { get; init; }

    /// <summary>Longest that the sending of one mail may take (keepalived's <c>smtp_connect_timeout</c>), 1 to 4294 s. Default 30 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Tell of VRRP instances and sync groups that do not say themselves (keepalived's <c>smtp_alert_vrrp</c>). Default false.</summary>
    public bool Instances { get; init; }

    /// <summary>
    /// Tell of real servers and virtual services that do not say themselves (keepalived's <c>smtp_alert_checker</c>). Default null: of real servers, and not of
    /// the quorums of services, as keepalived.
    /// </summary>
    public bool? Servers { get; init; }

    /// <summary>Tell when an instance or group goes to Fault. Default true; false = keepalived's <c>no_email_faults</c>.</summary>
    public bool Faults { get; init; } = true;

    /// <summary>Hides the password.</summary>
    public override string ToString() => $"mail by {Server} to {string.Join(", ", Recipients)}";
}
