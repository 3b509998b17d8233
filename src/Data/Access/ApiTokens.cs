using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Access;

/// <inheritdoc cref="IApiTokens" />
internal sealed class ApiTokens(DatabaseGate gate, TimeProvider clock) : IApiTokens
{
    private const string Prefix = "kc_";
    private const int LongestName = 100;
    private static readonly TimeSpan s_lastUsedStep = TimeSpan.FromMinutes(1);

    /// <inheritdoc />
    public async Task<TokenCreation> CreateAsync(string name, string role, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        if (string.IsNullOrWhiteSpace(name) || name.Length > LongestName)
            return new TokenCreation.Refused($"A token needs a name of 1 to {LongestName} characters.");
        if (!AccessRoles.All.Contains(role))
            return new TokenCreation.Refused($"There is no role \"{role}\": use {string.Join(", ", AccessRoles.All)}.");
        if (expiresAt <= now)
            return new TokenCreation.Refused("The token would be expired at once: name a later end, or none.");

        string secret = Prefix + Secrets.Create();
        var row = new ApiTokenRow { Name = name, Role = role, SecretHash = Secrets.Hash(secret), CreatedAt = now, ExpiresAt = expiresAt };
        return await gate.WriteAsync<TokenCreation>(async context =>
        {
            if (await context.ApiTokens.AnyAsync(token => token.Name == name && token.RevokedAt == null, cancellationToken))
                return new TokenCreation.Refused($"There is a token named \"{name}\" already: revoke it, or use another name.");
            context.ApiTokens.Add(row);
            await context.SaveChangesAsync(cancellationToken);
            return new TokenCreation.Created(ToToken(row), secret);
        }, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<ApiToken?> VerifyAsync(string secret, CancellationToken cancellationToken)
        => await CheckAsync(secret, cancellationToken) is { Standing: TokenStanding.Good, Token: { } token } ? token : null;

    /// <inheritdoc />
    public async Task<TokenCheck> CheckAsync(string secret, CancellationToken cancellationToken)
    {
        if (secret is null || !secret.StartsWith(Prefix, StringComparison.Ordinal)) return new TokenCheck(TokenStanding.Unknown, null);
        string hash = Secrets.Hash(secret);
        // The index is searched by hash, which tells an attacker nothing about secrets; the comparison itself takes constant time.
        ApiTokenRow? row = await gate.ReadAsync(
            context => context.ApiTokens.AsNoTracking().SingleOrDefaultAsync(token => token.SecretHash == hash, cancellationToken), cancellationToken);
        DateTimeOffset now = clock.GetUtcNow();
        if (row is null || !Secrets.SameHash(row.SecretHash, hash)) return new TokenCheck(TokenStanding.Unknown, null);
        if (row.RevokedAt is not null) return new TokenCheck(TokenStanding.Revoked, ToToken(row));
        if (row.ExpiresAt <= now) return new TokenCheck(TokenStanding.Expired, ToToken(row));
        if (row.LastUsedAt is null || now - row.LastUsedAt >= s_lastUsedStep) await TouchAsync(row, now, cancellationToken);
        return new TokenCheck(TokenStanding.Good, ToToken(row));
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<ApiToken>> ListAsync(CancellationToken cancellationToken)
        => gate.ReadAsync<IReadOnlyList<ApiToken>>(async context =>
        {
            List<ApiTokenRow> rows = await context.ApiTokens.AsNoTracking().OrderBy(token => token.Id).ToListAsync(cancellationToken);
            return [.. rows.Select(ToToken)];
        }, cancellationToken);

    /// <inheritdoc />
    public Task<bool> RevokeAsync(long id, CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        return gate.WriteAsync(async context => await context.ApiTokens
            .Where(token => token.Id == id && token.RevokedAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(token => token.RevokedAt, now), cancellationToken) == 1, cancellationToken);
    }

    /// <summary>Only a courtesy: a busy or broken database must not keep a program with a good token out.</summary>
    private async Task TouchAsync(ApiTokenRow row, DateTimeOffset now, CancellationToken cancellationToken)
    {
        try
        {
            bool written = await gate.TryWriteAsync(async context => await context.ApiTokens
                .Where(token => token.Id == row.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(token => token.LastUsedAt, now), cancellationToken) == 1, cancellationToken);
            if (written) row.LastUsedAt = now;
        }
        catch (StorageUnavailableException)
        {
            // The next use tries again.
        }
    }

    private static ApiToken ToToken(ApiTokenRow row)
        => new(row.Id, row.Name, row.Role, row.CreatedAt, row.LastUsedAt, row.ExpiresAt, row.RevokedAt);
}
