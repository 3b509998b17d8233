namespace KeepaliveConsole.Data.Access;

/// <summary>
/// The one-time token with which the first administrator is made. It lies in <c>setup-token</c> in the data directory (mode 0600) until
/// it is used; the database has only its hash.
/// </summary>
public interface ISetupTokens
{
    /// <summary>
    /// May a setup token be used now? True while there is no administrator (a user in the role <c>admin</c>), and after
    /// <see cref="ResetAsync"/> until that token is used.
    /// </summary>
    Task<bool> IsNeededAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The token to print at start: the one in the file while it is good, else a new one. Null when none is needed; a left-over file is then removed.
    /// </summary>
    Task<string?> IssueAsync(CancellationToken cancellationToken);

    /// <summary>Is <paramref name="token"/> the one that may be used now? Changes nothing.</summary>
    Task<bool> VerifyAsync(string token, CancellationToken cancellationToken);

    /// <summary>
    /// Uses the token, once: false when it is wrong, used or not needed. Callers in this process come one after the other.
    /// </summary>
    /// <param name="token">What the person typed; blanks around it do not count.</param>
    /// <param name="createAdministrator">
    /// Runs after the token was found good and before it is marked as used; when it answers false (a password too weak), the token stays good. Null = nothing to do.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> ConsumeAsync(string token, Func<CancellationToken, Task<bool>>? createAdministrator, CancellationToken cancellationToken);

    /// <summary>Makes a new token that is good although an administrator exists: for the one who lost the password. Returns it.</summary>
    Task<string> ResetAsync(CancellationToken cancellationToken);
}
