using System.Security.Claims;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components.Live;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Operations.Editing;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Components.Layout;

/// <summary>The change that is still to be confirmed, above every page. The store is asked, so it is there after a reload and for a change that somebody else made.</summary>
public sealed partial class CommitWindowBar : LiveComponent
{
    /// <summary>Time between questions to the store: 2 s; a new revision in force is asked about at once.</summary>
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(2);

    private static readonly string[] s_confirm = ["confirm"];

    private readonly CancellationTokenSource _gone = new();
    private ClaimsPrincipal _user = new(new ClaimsIdentity());
    private bool _isAdmin;
    private CommitWindow? _window;
    private TimeSpan _left;
    private CommitWindowView? _view;
    private DateTimeOffset _leftAt;
    private DateTimeOffset? _askedAt;
    private long _askedUnder;
    private bool _asking;
    private bool _busy;
    private string? _message;
    private string? _storage;
    private string? _outcome;
    private long _outcomeRevision;

    [Inject] private IDefinitionOperations Operations { get; set; } = default!;

    [Inject] private IAuditTrail Trail { get; set; } = default!;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (Authentication is null) return;
        _user = (await Authentication).User;
        _isAdmin = RoleCheck.Has(_user, Roles.Admin);
    }

    /// <inheritdoc />
    protected override async Task OnWakeAsync()
    {
        if (_user.Identity?.IsAuthenticated == true && !_busy && IsTime()) await AskAsync();
        _view = _window is null ? null : CommitWindowView.From(_window, _left - (Live.Now - _leftAt), T);
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing && !_gone.IsCancellationRequested)
        {
            _gone.Cancel();
            _gone.Dispose();
        }

        base.Dispose(disposing);
    }

    private bool IsTime() => _askedAt is not { } at || Live.Now - at >= Pace || Live.Current.AppliedRevision != _askedUnder;

    private async Task AskAsync()
    {
        if (_asking) return;
        _asking = true;
        try
        {
            long under = Live.Current.AppliedRevision;
            (CommitWindow Window, TimeSpan Left)? found = await Operations.FindWindowAsync(_gone.Token);
            if (_window is { } before && found?.Window.Revision != before.Revision) await EndedAsync(before.Revision);
            if (found is { } open)
            {
                _outcome = null;
                _left = open.Left;
                _leftAt = Live.Now;
            }

            _window = found?.Window;
            _storage = null;
            _askedUnder = under;
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The tab was closed.
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            // What was seen last stays, and the time runs on.
            _storage = StorageFailure.Describe(error);
        }
        finally
        {
            _askedAt = Live.Now;
            _asking = false;
        }
    }

    private async Task EndedAsync(long revision)
    {
        Page<AuditRecord> page = await Trail.QueryAsync(new AuditQuery { Object = FormattableString.Invariant($"revision {revision}"), Limit = 10 }, _gone.Token);
        _outcome = CommitWindowView.Outcome(revision, page.Items, T);
        _outcomeRevision = page.Items is [{ Revision: { } last }, ..] ? last : revision;
        _message = null;
    }

    private async Task EndAsync(bool confirm)
    {
        if (_busy) return;
        _busy = true;
        _message = null;
        try
        {
            DefinitionOutcome outcome = confirm ? await Operations.ConfirmAsync(_user, null, _gone.Token) : await Operations.RevertAsync(_user, null, _gone.Token);
            if (outcome.Result.Status is not (OperationStatus.Done or OperationStatus.Unchanged)) _message = T.Of(outcome.Result.Text);
            await AskAsync();
        }
        catch (OperationCanceledException) when (_gone.IsCancellationRequested)
        {
            // The tab was closed.
        }
        finally
        {
            _busy = false;
        }

        await OnWakeAsync();
    }
}
