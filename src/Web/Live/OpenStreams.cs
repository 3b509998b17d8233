using System.Globalization;
using System.Security.Claims;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace KeepaliveConsole.Web.Live;

/// <summary>
/// A request is authorised when it begins, and a stream may go on for an hour. This looks again at those whose streams are open and ends the streams
/// of a token that was revoked, is over or has another role, and of an account that was removed, locked, or has another password or role. While the
/// database cannot be read streams go on, but for tokens whose end was known.
/// </summary>
internal sealed partial class OpenStreams(IApiTokens tokens, IServiceScopeFactory scopes, IOptions<IdentityOptions> identity, TimeProvider time, ILogger<OpenStreams> logger) : BackgroundService
{
    /// <summary>Time between two looks: 2 s. One look asks once for each account, and once for all tokens, however many streams they have.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly HashSet<OpenStream> _open = [];
    private bool _failing;

    /// <summary>A stream of <paramref name="user"/> begins; it is over when it is disposed.</summary>
    public OpenStream Open(ClaimsPrincipal user)
    {
        var stream = new OpenStream(user, Remove);
        lock (_gate) _open.Add(stream);
        return stream;
    }

    /// <summary>One look.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        OpenStream[] open;
        lock (_gate) open = [.. _open];
        if (open.Length == 0) return;
        foreach (OpenStream over in open.Where(each => each.ExpiresAt <= time.GetUtcNow())) over.End();
        try
        {
            await LookAtTokensAsync([.. open.Where(each => each.Token is not null)], cancellationToken).ConfigureAwait(false);
            await LookAtAccountsAsync(open.Where(each => each.Token is null)).ConfigureAwait(false);
            _failing = false;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            if (!_failing) LogStorage(StorageFailure.Describe(error));
            _failing = true;
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) await LookAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops, and the streams with it.
        }
    }

    private async Task LookAtTokensAsync(OpenStream[] open, CancellationToken cancellationToken)
    {
        if (open.Length == 0) return;
        Dictionary<long, ApiToken> known = (await tokens.ListAsync(cancellationToken).ConfigureAwait(false)).ToDictionary(each => each.Id);
        foreach (OpenStream stream in open)
        {
            ApiToken? token = known.GetValueOrDefault(stream.Token!.Value);
            stream.ExpiresAt = token?.ExpiresAt;
            if (token is null || token.RevokedAt is not null || token.ExpiresAt <= time.GetUtcNow() || !stream.User.IsInRole(token.Role)) stream.End();
        }
    }

    private async Task LookAtAccountsAsync(IEnumerable<OpenStream> open)
    {
        foreach (IGrouping<(string? Id, string? Stamp), OpenStream> session in open.GroupBy(each => (each.User.FindFirstValue(ClaimTypes.NameIdentifier), each.User.FindFirstValue(identity.Value.ClaimsIdentity.SecurityStampClaimType))))
        {
            // A scope for each: an account is read anew and not remembered.
            await using AsyncServiceScope scope = scopes.CreateAsyncScope();
            if (await MayStayAsync(scope.ServiceProvider.GetRequiredService<UserManager<ConsoleUser>>(), session.Key).ConfigureAwait(false)) continue;
            foreach (OpenStream stream in session) stream.End();
        }
    }

    private async Task<bool> MayStayAsync(UserManager<ConsoleUser> users, (string? Id, string? Stamp) session)
    {
        if (session.Id is null || await users.FindByIdAsync(session.Id).ConfigureAwait(false) is not { } account) return false;
        if (account.LockoutEnd > time.GetUtcNow() || session.Stamp != await users.GetSecurityStampAsync(account).ConfigureAwait(false)) return false;
        return await AccessOperations.RoleOfAsync(users, account).ConfigureAwait(false) is not null;
    }

    private void Remove(OpenStream stream)
    {
        lock (_gate) _open.Remove(stream);
    }

    [LoggerMessage(5232, LogLevel.Warning, "Whether open streams may go on cannot be read; they do. {Reason}")]
    private partial void LogStorage(string reason);
}

/// <summary>A stream that is open.</summary>
internal sealed class OpenStream : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Action<OpenStream> _remove;
    private readonly Lock _gate = new();
    private bool _isOver;

    /// <param name="user">Who reads it.</param>
    /// <param name="remove">Told once when it is over.</param>
    public OpenStream(ClaimsPrincipal user, Action<OpenStream> remove)
    {
        User = user;
        _remove = remove;
        Ended = _end.Token;
        Token = long.TryParse(user.FindFirstValue(BearerTokenHandler.TokenClaim), NumberStyles.None, CultureInfo.InvariantCulture, out long token) ? token : null;
    }

    /// <summary>Who reads it.</summary>
    public ClaimsPrincipal User { get; }

    /// <summary>Number of the token it was opened with; null = with a session.</summary>
    public long? Token { get; }

    /// <summary>When the token's time is over, as far as that is known.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>Cancelled when its reader may not read any more.</summary>
    public CancellationToken Ended { get; }

    /// <summary>Ends it.</summary>
    public void End()
    {
        // What hangs on it may be slow, or dispose this very stream.
        lock (_gate)
            if (!_isOver) _ = _end.CancelAsync();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isOver) return;
            _isOver = true;
        }

        _remove(this);
        _end.Dispose();
    }
}
