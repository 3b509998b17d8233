using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Setup;

/// <summary>Turns the <c>?error=</c> code of a refused form into a sentence. The text itself never travels in the address.</summary>
public static class SetupMessages
{
    /// <summary>A sentence for the set-up page; null = no error.</summary>
    public static string? ForSetup(string? code, ConsoleText text) => code switch
    {
        null or "" => null,
        "token" => text["That token is not valid: it is wrong, used, too old, or a newer one was made. Make one with: keepalive-console setup reset --data DIR"],
        "expired" => text["The form was open for too long. Fill it in again."],
        "repeat" => text["The two passwords differ."],
        "password" => text["The password is too weak. Use at least {0} characters.", ConsoleAccess.ShortestPassword],
        "user" => text["The name is missing or taken, or holds a character that is not allowed."],
        "storage" => text["The console's own database cannot be written. Look at the data directory and the service's log."],
        "done" => text["This director is set up already. Sign in instead."],
        "locked" or "rate" => text["Too many attempts. Wait a minute, then try again."],
        _ => text["The form could not be accepted. Check the fields and try again."],
    };

    /// <summary>A sentence for the sign-in page; null = no error. It does not say which of the two was wrong.</summary>
    public static string? ForSignIn(string? code, ConsoleText text) => code switch
    {
        null or "" => null,
        "credentials" => text["User or password is wrong."],
        "locked" or "rate" => text["Too many attempts. Wait a minute, then try again."],
        "expired" => text["The form was open for too long. Sign in again."],
        "storage" => text["The console's own database cannot be written. Look at the data directory and the service's log."],
        "code" => text["The code is wrong, too old, or was used before. Wait for the next one."],
        "code-expired" => text["That took too long. Begin with the password again."],
        "keys-lost" => text["The second factor of this account can no longer be checked, because the console lost its keys. Ask an administrator to reset it."],
        "oidc-state" => text["The sign-in did not begin in this browser, or took longer than ten minutes. Begin again."],
        "oidc-replay" => text["That answer of the sign-in provider was used before. Begin again."],
        "oidc-refused" => text["The sign-in provider refused, or you gave up there. Try again, or ask whoever runs it."],
        "oidc-provider" => text["The sign-in provider cannot be reached or does not answer as it should. Sign in with a password, or look at the service's log."],
        "oidc-token" => text["The sign-in provider's answer could not be trusted. Look at the service's log for the reason."],
        "oidc-role" => text["None of your groups has a role in this console. Ask an administrator."],
        "oidc-name" => text["Your name at the sign-in provider belongs to another account here, or cannot be used. Ask an administrator."],
        "oidc-settings" => text["Sign-in through the provider is not set up correctly. The service's log says what is wrong."],
        _ => text["Sign-in failed. Try again."],
    };
}
