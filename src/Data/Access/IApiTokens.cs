namespace KeepaliveConsole.Data.Access;

/// <summary>Tokens with which programs sign in. Only a hash is stored; a lost secret means a new token.</summary>
public interface IApiTokens
{
    /// <summary>Makes a token. Its secret is in the answer and nowhere else.</summary>
    /// <param name="name">1 to 100 characters; unique among tokens that are not revoked.</param>
    /// <param name="role"><c>viewer</c>, <c>operator</c> or <c>admin</c>.</param>
    /// <param name="expiresAt">Not valid from then on, UTC; null = no end.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<TokenCreation> CreateAsync(string name, string role, DateTimeOffset? expiresAt, CancellationToken cancellationToken);

    /// <summary>The token behind <paramref name="secret"/>; null when there is none, or it is expired or revoked.</summary>
    Task<ApiToken?> VerifyAsync(string secret, CancellationToken cancellationToken);

    /// <summary>As <see cref="VerifyAsync"/>, but also says what is wrong with a token that is not good.</summary>
    Task<TokenCheck> CheckAsync(string secret, CancellationToken cancellationToken);

    /// <summary>All tokens, revoked ones too, oldest first.</summary>
    Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Ends a token for good. False when there is no such token or it was revoked before.</summary>
    Task<bool> RevokeAsync(long id, CancellationToken cancellationToken);
}

/// <summary>A token, without its secret.</summary>
/// <param name="Id">Number.</param>
/// <param name="Name">Name.</param>
/// <param name="Role">Role.</param>
/// <param name="CreatedAt">When made, UTC.</param>
/// <param name="LastUsedAt">Last use, to the minute, UTC; null = never used.</param>
/// <param name="ExpiresAt">Not valid from then on, UTC; null = no end.</param>
/// <param name="RevokedAt">When revoked, UTC; null = it is not.</param>
public sealed record ApiToken(long Id, string Name, string Role, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? ExpiresAt,
    DateTimeOffset? RevokedAt);

/// <summary>What a token is worth now.</summary>
public enum TokenStanding
{
    /// <summary>There is no such token.</summary>
    Unknown,

    /// <summary>It may be used.</summary>
    Good,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody ended it.</summary>
    Revoked,
}

/// <summary>What was found for a secret.</summary>
/// <param name="Standing">What the token is worth.</param>
/// <param name="Token">The token, also when it is expired or revoked; null = there is none.</param>
public sealed record TokenCheck(TokenStanding Standing, ApiToken? Token);

/// <summary>How making a token ended.</summary>
public abstract record TokenCreation
{
    private TokenCreation()
    {
    }

    /// <summary>Made.</summary>
    /// <param name="Token">The token.</param>
    /// <param name="Secret"><c>kc_</c> and 43 characters of base64url (32 random bytes). Show once, keep nowhere.</param>
    public sealed record Created(ApiToken Token, string Secret) : TokenCreation
    {
        /// <summary>Hides the secret.</summary>
        public override string ToString() => $"Created {Token.Name} (secret)";
    }

    /// <summary>Not made.</summary>
    /// <param name="Sentence">Why, and the way out.</param>
    public sealed record Refused(string Sentence) : TokenCreation;
}
