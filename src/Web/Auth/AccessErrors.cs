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
}
