using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Features.Instances;
using KeepaliveConsole.Web.Features.RealServers;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>Everything that is out on purpose, live, and the way back for each.</summary>
public sealed partial class OutNow
{
    private static readonly VrrpAction[] s_resume = [VrrpAction.Resume];

    private readonly DrainProgress _progress = new();
    private ServerActions _actions = default!;
    private AdminTrail _trail = AdminTrail.Empty;
    private string? _denied;
    private string? _failure;
    private long _readFor = -1;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _actions = new ServerActions(Operations, Dialogs, Live, T, StateHasChanged);
        if (Authentication is not null) _actions.User = (await Authentication).User;
        _denied = RoleCheck.Has(_actions.User, Roles.Operator) ? null : T["Enable and Cut need the role {0}; you have {1}.", Roles.Operator, RoleCheck.Highest(_actions.User) ?? T["none"]];
        _progress.See(Live.Current);
        await ReadTrailAsync();
    }

    /// <inheritdoc />
    protected override async Task OnWakeAsync()
    {
        _progress.See(Live.Current);
        _actions.Settle();
        if (_readFor != Live.EventCount) await ReadTrailAsync();
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) _actions?.Dispose();
        base.Dispose(disposing);
    }

    private async Task ReadTrailAsync()
    {
        _readFor = Live.EventCount;
        try
        {
            _trail = await AdminTrail.ReadAsync(Audit, _actions.Gone);
            _failure = null;
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
#pragma warning disable CA1031 // A locked or broken database is said on the page; what is out is known without it.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception.Message;
        }
    }

    private async Task EnableAsync(ServerOut each) => await _actions.ChangeAsync([(each.Service, each.Status.Address)], AdminState.Enabled);

    private Task CutAsync(ServerOut each) => _actions.CutAsync((each.Service, each.Status.Address), each.Status.ActiveConnections);
}
