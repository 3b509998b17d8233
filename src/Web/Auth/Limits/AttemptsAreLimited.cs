namespace KeepaliveConsole.Web.Auth.Limits;

/// <summary>Mark of the routes where a wrong answer is a guess: setting up and signing in.</summary>
internal sealed class AttemptsAreLimited
{
    /// <summary>The mark.</summary>
    public static readonly AttemptsAreLimited Mark = new();
}
