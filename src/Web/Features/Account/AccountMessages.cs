using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components.Texts;

namespace KeepaliveConsole.Web.Features.Account;

/// <summary>Turns the <c>?error=</c> code of a refused form of the account page into a sentence.</summary>
public static class AccountMessages
{
    /// <summary>A sentence; null = no error.</summary>
    public static string? For(string? code, ConsoleText text) => code switch
    {
        null or "" => null,
        AccessErrors.FactorRequired => text["Administrators need a second factor here. Until you have set one up you can look, but change nothing."],
        AccessErrors.Credentials => text["The present password is wrong."],
        AccessErrors.Password => text["The new password is too weak. Use at least {0} characters.", ConsoleAccess.ShortestPassword],
        AccessErrors.Repeat => text["The two new passwords differ."],
        AccessErrors.Code => text["The code is wrong or too old. Compare the clocks of the console and the authenticator, and try the next code."],
        AccessErrors.NotNow => text["That is not possible now: too many wrong passwords, or the second factor is not in the state this needs. Look below and try again."],
        AccessErrors.Expired => text["The form was open for too long. Fill it in again."],
        AccessErrors.Storage => text["The console's own database cannot be written. Look at the data directory and the service's log."],
        _ => text["The form could not be accepted. Check the fields and try again."],
    };
}
