namespace KeepaliveConsole.Web.Settings;

/// <summary>Signing in; section <c>Access</c> of appsettings.json.</summary>
public sealed class AccessSettings
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Access";

    /// <summary>Attempts to sign in or to set up that one client address may make in a minute, 1 and up; the next are answered 429. Default 20.</summary>
    public int AttemptsPerMinute { get; set; } = 20;

    /// <summary>Failures in a row that lock an account, 1 and up. Default 5.</summary>
    public int FailuresToLock { get; set; } = 5;

    /// <summary>How long an account stays locked. Default 5 minutes.</summary>
    public TimeSpan LockFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a sign-in lasts without a request. Default 8 hours.</summary>
    public TimeSpan SessionLength { get; set; } = TimeSpan.FromHours(8);

    /// <summary>Must <c>/metrics</c> be read with a token? Default false, as scrapers expect; the console listens on loopback until told otherwise.</summary>
    public bool ProtectMetrics { get; set; }
}
