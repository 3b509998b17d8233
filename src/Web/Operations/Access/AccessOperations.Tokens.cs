using System.Globalization;
using System.Security.Claims;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Operations;

/// <content>Tokens for programs.</content>
internal sealed partial class AccessOperations
{
    private const int LongestTokenName = 100;

    /// <inheritdoc />
    public Task<AccessAnswer<IReadOnlyList<ApiToken>>> ListTokensAsync(ClaimsPrincipal user, CancellationToken cancellationToken) => AccessJournal.OnStoreAsync<IReadOnlyList<ApiToken>>(async () =>
    {
        if (await permissions.DenyAsync(user, Roles.Admin, "list-tokens", "tokens", cancellationToken).ConfigureAwait(false) is { } denied) return new(denied, null);
        return new(new OperationResult(OperationStatus.Done, $"These are the tokens."), await tokens.ListAsync(cancellationToken).ConfigureAwait(false));
    });

    /// <inheritdoc />
    public Task<AccessAnswer<NewToken>> CreateTokenAsync(ClaimsPrincipal user, string? name, string? role, DateTimeOffset? expiresAt, CancellationToken cancellationToken) => AccessJournal.OnStoreAsync<NewToken>(async () =>
    {
        const string action = "create-token";
        string wanted = name?.Trim() ?? "";
        if (await permissions.DenyAsync(user, Roles.Admin, action, wanted, cancellationToken).ConfigureAwait(false) is { } denied) return new(denied, null);
        if (wanted.Length is 0 or > LongestTokenName) return new(AccessJournal.Refuse("/name", "token.name", $"A token needs a name of 1 to {LongestTokenName} characters."), null);
        if (!Roles.All.Contains(role)) return new(BadRole(role), null);
        if (expiresAt <= time.GetUtcNow()) return new(AccessJournal.Refuse("/expiresAt", "token.end", $"The token would be expired at once: name a later end, or none."), null);
        switch (await tokens.CreateAsync(wanted, role!, expiresAt?.ToUniversalTime(), cancellationToken).ConfigureAwait(false))
        {
            case TokenCreation.Created created:
                await journal.RecordAsync(user, action, wanted, cancellationToken, after: expiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"{role}, until {end.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC") : role).ConfigureAwait(false);
                return new(new OperationResult(OperationStatus.Done, $"The token {wanted} was made; its secret is shown this once."), new NewToken(created.Token, created.Secret));
            case TokenCreation.Refused refused:
                return new(AccessJournal.Refuse("/name", "token.taken", Engine.Sentence.Verbatim(refused.Sentence)), null);
            default:
                throw new InvalidOperationException("Unknown outcome of making a token.");
        }
    });

    /// <inheritdoc />
    public Task<OperationResult> RevokeTokenAsync(ClaimsPrincipal user, long id, CancellationToken cancellationToken) => AccessJournal.OnStoreAsync(async () =>
    {
        const string action = "revoke-token";
        string number = id.ToString(CultureInfo.InvariantCulture);
        if (await permissions.DenyAsync(user, Roles.Admin, action, number, cancellationToken).ConfigureAwait(false) is { } denied) return denied;
        ApiToken? token = (await tokens.ListAsync(cancellationToken).ConfigureAwait(false)).FirstOrDefault(each => each.Id == id);
        if (token is null) return new OperationResult(OperationStatus.NotFound, $"There is no token number {number}.");
        if (!await tokens.RevokeAsync(id, cancellationToken).ConfigureAwait(false)) return new OperationResult(OperationStatus.Unchanged, $"The token {token.Name} was revoked before.");
        await journal.RecordAsync(user, action, token.Name, cancellationToken, before: token.Role).ConfigureAwait(false);
        return new OperationResult(OperationStatus.Done, $"The token {token.Name} is worth nothing any more.");
    });
}
