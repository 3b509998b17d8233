namespace KeepaliveConsole.Web.Auth;

/// <summary>Values of <c>?error=</c> that the forms of <c>/setup</c> and <c>/sign-in</c> come back with.</summary>
public static class AccessErrors
{
    /// <summary>User name or password is wrong. Which one is not said.</summary>
    public const string Credentials = "credentials";

    /// <summary>The account is locked after too many failures.</summary>
    public const string Locked = "locked";

    /// <summary>The setup token is wrong, used or too old.</summary>
    public const string Token = "token";

    /// <summary>The user name is missing, taken, or has characters that are not allowed.</summary>
    public const string User = "user";

    /// <summary>The password is shorter than <see cref="ConsoleAccess.ShortestPassword"/> characters.</summary>
    public const string Password = "password";

    /// <summary>The console's own database cannot be written.</summary>
    public const string Storage = "storage";
}
