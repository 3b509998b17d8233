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

    /// <summary>Wrong tokens that one client address, or tokens that begin alike, may send in a minute, 1 and up; the next are answered 429. Default 30.</summary>
    public int TokenFailuresPerMinute { get; set; } = 30;

    /// <summary>Requests that one user, token or (not signed in) address may make in a minute, 1 and up; the next are answered 429. Default 60,000.</summary>
    public int RequestsPerMinute { get; set; } = 60_000;

    /// <summary>Do administrators with a password need a second factor? Without one they are viewers until they have set it up. Default false.</summary>
    public bool RequireSecondFactorForAdmins { get; set; }

    /// <summary>Addresses and networks (<c>10.0.0.0/8</c>) of reverse proxies whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed. Default none.</summary>
    public string[] TrustedProxies { get; set; } = [];

    /// <summary>Sign-in through an OpenID Connect provider.</summary>
    public OidcSettings Oidc { get; set; } = new();

    /// <summary>Must <c>/metrics</c> be read with a token? Default false, as scrapers expect; the console listens on loopback until told otherwise.</summary>
    public bool ProtectMetrics { get; set; }
}
