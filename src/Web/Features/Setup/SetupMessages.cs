namespace KeepaliveConsole.Web.Features.Setup;

/// <summary>Turns the <c>?error=</c> code of a refused form into a sentence. The text itself never travels in the address.</summary>
public static class SetupMessages
{
    /// <summary>A sentence for the set-up page; null = no error.</summary>
    public static string? ForSetup(string? code) => code switch
    {
        null or "" => null,
        "token" => "That token is not valid: it is wrong, used, too old, or a newer one was made. Make one with: keepalive-console setup reset --data DIR",
        "expired" => "The form was open for too long. Fill it in again.",
        "repeat" => "The two passwords differ.",
        "password" => "The password is too weak. Use at least 12 characters.",
        "user" => "The name is missing or taken, or holds a character that is not allowed.",
        "storage" => "The console's own database cannot be written. Look at the data directory and the service's log.",
        "done" => "This director is set up already. Sign in instead.",
        "locked" or "rate" => "Too many attempts. Wait a minute, then try again.",
        _ => "The form could not be accepted. Check the fields and try again.",
    };

    /// <summary>A sentence for the sign-in page; null = no error. It does not say which of the two was wrong.</summary>
    public static string? ForSignIn(string? code) => code switch
    {
        null or "" => null,
        "credentials" => "User or password is wrong.",
        "locked" or "rate" => "Too many attempts. Wait a minute, then try again.",
        "expired" => "The form was open for too long. Sign in again.",
        "storage" => "The console's own database cannot be written. Look at the data directory and the service's log.",
        _ => "Sign-in failed. Try again.",
    };
}
