using System.Security.Claims;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Features.Instances;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.Maintenance;

/// <summary>A failover on purpose, guided: choose, look at what is known, confirm, watch.</summary>
public sealed partial class FailoverTab
{
    private static readonly VrrpAction[] s_kinds = [VrrpAction.Yield, VrrpAction.Release];

    private readonly CancellationTokenSource _gone = new();
    private ClaimsPrincipal _user = new();
    private ClusterDefinition? _definition;
    private VrrpAction _kind = VrrpAction.Yield;
    private FailoverRun? _run;
    private string? _denied;
    private long? _loadedFor;
    private bool _isLooking;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Name of the chosen instance; null or empty = none yet.</summary>
    [Parameter] public string? Target { get; set; }

    private bool IsRunning => _run is { State: RunState.Running };

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null) _user = (await Authentication).User;
        _denied = RoleCheck.Has(_user, Roles.Operator) ? null : T["A failover needs the role {0}; you have {1}.", Roles.Operator, RoleCheck.Highest(_user) ?? T["none"]];
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override async Task OnWakeAsync()
    {
        if (_loadedFor != Live.Current.AppliedRevision) await LoadAsync();
        if (IsRunning) await LookAsync(_run!);
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

    // A group is offered once, under the member that is master here.
    private static IEnumerable<VrrpInstanceStatus> Choices(EngineStatus status) =>
        status.Vrrp.GroupBy(each => each.SyncGroup ?? "\0" + each.Name).Select(group => group.FirstOrDefault(each => each.State == VrrpState.Master) ?? group.First());

    private string ChoiceText(VrrpInstanceStatus each, EngineStatus status) => each.SyncGroup is { } name
        ? T["sync group {0}: {1}", name, string.Join(", ", VrrpActions.MembersOf(each, status).Select(member => member.Name))]
        : each.Name;

    private void Choose(string? name) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter("target", string.IsNullOrEmpty(name) ? null : name), replace: true);

    private async Task LoadAsync()
    {
        _loadedFor = Live.Current.AppliedRevision;
        try
        {
            _definition = (await Store.FindCurrentAsync(_gone.Token))?.Definition;
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
#pragma warning disable CA1031 // The rehearsal says that the definition cannot be read; a failover must be possible without the database.
        catch (Exception)
#pragma warning restore CA1031
        {
            _definition = null;
        }
    }

    private async Task StartAsync(VrrpInstanceStatus target, Rehearsal rehearsal)
    {
        Impact impact = VrrpActions.ImpactOf(_kind, target, Live.Current, T) with { IsGrave = rehearsal.Warnings.Count > 0 };
        string? reason = await ImpactDialog.AskAsync(Dialogs, T["Fail {0} over", target.Name], impact);
        if (reason is null || _gone.IsCancellationRequested || IsRunning) return;
        if (reason.Length == 0) reason = null;
        var run = new FailoverRun(target, Live.Now);
        _run = run;
        StateHasChanged();
        try
        {
            OperationResult result = _kind == VrrpAction.Yield
                ? await Operations.YieldAsync(_user, target.Name, reason, _gone.Token)
                : await Operations.ReleaseAsync(_user, target.Name, reason, _gone.Token);
            run.Answered(result.Status == OperationStatus.Done, T.Of(result.Text));
            await LookAsync(run);
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
    }

    // The recorder of the election has the times of the wire; the picture has the rest.
    private async Task LookAsync(FailoverRun run)
    {
        if (_isLooking) return;
        _isLooking = true;
        try
        {
            FrameReading reading = await Operations.InspectAsync(_user, run.Instance, begins: false, _gone.Token);
            EngineStatus status = Live.Current;
            run.See(status.Vrrp.FirstOrDefault(each => each.Name == run.Instance), status.At, reading.Frames, Live.Now);
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
        finally
        {
            _isLooking = false;
        }
    }
}
