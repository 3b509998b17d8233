using KeepaliveConsole.Data.Entities;
using Microsoft.EntityFrameworkCore;

namespace KeepaliveConsole.Data.Access;

/// <inheritdoc cref="ISetupTokens" />
internal sealed class SetupTokens(DatabaseGate gate, ConsoleDataOptions options, TimeProvider clock) : ISetupTokens, IDisposable
{
    private readonly SemaphoreSlim _one = new(1, 1);

    /// <inheritdoc />
    public Task<bool> IsNeededAsync(CancellationToken cancellationToken)
        => gate.ReadAsync(async context => IsNeeded(await FindAsync(context, cancellationToken), await HasAdministratorAsync(context, cancellationToken)), cancellationToken);

    /// <inheritdoc />
    public async Task<string?> IssueAsync(CancellationToken cancellationToken)
    {
        (SetupStateRow? state, bool needed) = await gate.ReadAsync(async context =>
        {
            SetupStateRow? found = await FindAsync(context, cancellationToken);
            return (found, IsNeeded(found, await HasAdministratorAsync(context, cancellationToken)));
        }, cancellationToken);
        if (!needed)
        {
            DeleteFile();
            return null;
        }

        string? written = ReadFile();
        return written is not null && state is { UsedAt: null } && Secrets.SameHash(state.TokenHash, Secrets.Hash(written))
            ? written
            : await WriteNewAsync(state is { UsedAt: null, IsReset: true }, cancellationToken);
    }

    /// <inheritdoc />
    public Task<bool> VerifyAsync(string token, CancellationToken cancellationToken)
        => gate.ReadAsync(context => IsGoodAsync(context, token, cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<bool> ConsumeAsync(string token, Func<CancellationToken, Task<bool>>? createAdministrator, CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            // Not in one transaction with the work: that writes through connections of its own and would wait for this one.
            if (!await VerifyAsync(token, cancellationToken)) return false;
            if (createAdministrator is not null && !await createAdministrator(cancellationToken)) return false;
            string hash = HashOf(token);
            DateTimeOffset now = clock.GetUtcNow();
            bool marked = await gate.WriteAsync(async context => await context.SetupStates
                .Where(state => state.TokenHash == hash && state.UsedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(state => state.UsedAt, now), cancellationToken) == 1, cancellationToken);
            if (marked) DeleteFile();
            return marked;
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc />
    public Task<string> ResetAsync(CancellationToken cancellationToken) => WriteNewAsync(isReset: true, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _one.Dispose();

    private static bool IsNeeded(SetupStateRow? state, bool hasAdministrator) => !hasAdministrator || state is { UsedAt: null, IsReset: true };

    private static string HashOf(string token) => Secrets.Hash(token.Trim());

    private static Task<SetupStateRow?> FindAsync(ConsoleDbContext context, CancellationToken cancellationToken)
        => context.SetupStates.AsNoTracking().SingleOrDefaultAsync(state => state.Id == SetupStateRow.OnlyId, cancellationToken);

    private static Task<bool> HasAdministratorAsync(ConsoleDbContext context, CancellationToken cancellationToken)
        => context.UserRoles.AnyAsync(link => context.Roles.Any(role => role.Id == link.RoleId && role.Name == AccessRoles.Admin), cancellationToken);

    private static async Task<bool> IsGoodAsync(ConsoleDbContext context, string token, CancellationToken cancellationToken)
    {
        SetupStateRow? state = await FindAsync(context, cancellationToken);
        return token is not null
            && state is { UsedAt: null }
            && Secrets.SameHash(state.TokenHash, HashOf(token))
            && IsNeeded(state, await HasAdministratorAsync(context, cancellationToken));
    }

    private async Task<string> WriteNewAsync(bool isReset, CancellationToken cancellationToken)
    {
        string token = Secrets.Create();
        DateTimeOffset now = clock.GetUtcNow();
        await gate.WriteAsync(async context =>
        {
            await context.SetupStates.ExecuteDeleteAsync(cancellationToken);
            context.SetupStates.Add(new SetupStateRow { TokenHash = Secrets.Hash(token), IssuedAt = now, IsReset = isReset });
            await context.SaveChangesAsync(cancellationToken);
            // Inside the transaction: no hash without a file that has the token.
            WriteFile(token);
            return true;
        }, cancellationToken);
        return token;
    }

    private void WriteFile(string token)
    {
        try
        {
            PrivateFile.Replace(options.SetupTokenPath, token + "\n");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageUnavailableException(StorageFault.ReadOnly,
                $"The setup token cannot be written to {options.SetupTokenPath} ({exception.Message.TrimEnd('.')}): give this user write permission on the folder.", exception);
        }
    }

    private string? ReadFile()
    {
        try
        {
            return File.ReadAllText(options.SetupTokenPath).Trim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void DeleteFile()
    {
        try
        {
            File.Delete(options.SetupTokenPath);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A used token is worth nothing; the file may stay.
        }
    }
}
