namespace KeepaliveConsole.Web.Auth;

/// <summary>Values of <c>?error=</c> that the forms of <c>/setup</c> and <c>/sign-in</c> come back with.</summary>
public static class AccessErrors
{
    /// <summary>User name or password is wrong. Which one is not said.</summary>
    public const string Credentials = "credentials";

    /// <summary>The account is locked after too many failures.</summary>
    public const string Locked = "locked";

    /// <summary>Too many attempts from one address.</summary>
    public const string Rate = "rate";

    /// <summary>The setup token is wrong, used or replaced by a newer one.</summary>
    public const string Token = "token";

    /// <summary>The console is set up already and no new token was made.</summary>
    public const string Done = "done";

    /// <summary>The user name is missing, taken, or has characters that are not allowed.</summary>
    public const string User = "user";

    /// <summary>The password is too short.</summary>
    public const string Password = "password";

    /// <summary>The two passwords differ.</summary>
    public const string Repeat = "repeat";

    /// <summary>The console's own database cannot be written.</summary>
    public const string Storage = "storage";

    /// <summary>The form was too old or came from elsewhere.</summary>
    public const string Expired = "expired";

    /// <summary>The code of the second factor is wrong, out of its time, or used before.</summary>
    public const string Code = "code";

    /// <summary>The code came too long after the password.</summary>
    public const string CodeExpired = "code-expired";

    /// <summary>The second factor is encrypted with a key that is lost.</summary>
    public const string KeysLost = "keys-lost";

    /// <summary>An administrator has to set up a second factor.</summary>
    public const string FactorRequired = "factor-required";

    /// <summary>The provider's answer does not belong to a sign-in that this browser began.</summary>
    public const string OidcState = "oidc-state";

    /// <summary>The answer was used before.</summary>
    public const string OidcReplay = "oidc-replay";

    /// <summary>The provider refused, or the person gave up there.</summary>
    public const string OidcRefused = "oidc-refused";

    /// <summary>The provider cannot be reached or does not answer as it should.</summary>
    public const string OidcProvider = "oidc-provider";

    /// <summary>The provider's identity token is not good.</summary>
    public const string OidcToken = "oidc-token";

    /// <summary>None of the person's groups stands for a role.</summary>
    public const string OidcRole = "oidc-role";

    /// <summary>The person's name is that of another account here, or cannot be one.</summary>
    public const string OidcName = "oidc-name";

    /// <summary>The settings of the provider are wrong.</summary>
    public const string OidcSettings = "oidc-settings";

    /// <summary>Not in the present state: too many wrong passwords, a second factor that is there already or was not begun.</summary>
    public const string NotNow = "not-now";
}
