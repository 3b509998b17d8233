using System.Security.Claims;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Components.Parts;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.Instances;

/// <summary>The buttons of one instance, with what became of the last one pressed.</summary>
public sealed partial class InstanceActions
{
    private readonly CancellationTokenSource _gone = new();
    private ClaimsPrincipal _user = new();
    private PendingVrrpAction? _pending;
    private string? _message;
    private string? _denied;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    /// <summary>Name of the instance.</summary>
    [Parameter, EditorRequired] public string Name { get; set; } = "";

    /// <summary>Which actions; all of them when nothing is said.</summary>
    [Parameter] public IReadOnlyList<VrrpAction> Offered { get; set; } = VrrpActions.All;

    private VrrpInstanceStatus? Instance => Live.Current.Vrrp.FirstOrDefault(each => each.Name == Name);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null) _user = (await Authentication).User;
        _denied = RoleCheck.Has(_user, Roles.Operator) ? null : T["Announce, Yield, Release and Resume need the role {0}; you have {1}.", Roles.Operator, RoleCheck.Highest(_user) ?? T["none"]];
    }

    /// <inheritdoc />
    protected override Task OnWakeAsync()
    {
        if (_pending is not { IsAccepted: true } pending) return Task.CompletedTask;
        if (Instance is { } instance && pending.ShowsIn(instance))
        {
            _pending = null;
        }
        else if (pending.IsOverdue(Live.Now))
        {
            _pending = null;
            _message = T["{0} was accepted, but the engine has not shown it within {1:0} s. See the events and the service's log.", T[VrrpActions.Word(pending.Action)], PendingVrrpAction.Patience.TotalSeconds];
        }

        return Task.CompletedTask;
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

    private static Glyph GlyphOf(VrrpAction action) => action switch
    {
        VrrpAction.Announce => Glyph.Pulse,
        VrrpAction.Yield => Glyph.Swap,
        VrrpAction.Release => Glyph.Wrench,
        _ => Glyph.Play,
    };

    // No command of the executable announces.
    private static IReadOnlyList<string>? CommandOf(VrrpAction action, string name) => action == VrrpAction.Announce ? null : [VrrpActions.Verb(action), name];

    private async Task AskAsync(VrrpAction action)
    {
        if (Instance is not { } before || _pending is not null) return;
        string? reason = null;
        if (action != VrrpAction.Announce)
        {
            reason = await ImpactDialog.AskAsync(Dialogs, T["{0} {1}", T[VrrpActions.Word(action)], Name], VrrpActions.ImpactOf(action, before, Live.Current, T));
            if (reason is null || _gone.IsCancellationRequested) return;
        }

        await RunAsync(new PendingVrrpAction(action, before, Live.Now), string.IsNullOrEmpty(reason) ? null : reason);
    }

    private async Task RunAsync(PendingVrrpAction pending, string? reason)
    {
        _pending = pending;
        _message = null;
        StateHasChanged();
        OperationResult result;
        try
        {
            result = await CallAsync(pending.Action, reason);
        }
        catch (OperationCanceledException)
        {
            return;
        }

        _message = T.Of(result.Text);
        if (result.Status != OperationStatus.Done)
        {
            _pending = null;
            return;
        }

        pending.Accept();
        await OnWakeAsync();
    }

    private Task<OperationResult> CallAsync(VrrpAction action, string? reason) => action switch
    {
        VrrpAction.Announce => Operations.AnnounceAsync(_user, Name, _gone.Token),
        VrrpAction.Yield => Operations.YieldAsync(_user, Name, reason, _gone.Token),
        VrrpAction.Release => Operations.ReleaseAsync(_user, Name, reason, _gone.Token),
        _ => Operations.ResumeAsync(_user, Name, reason, _gone.Token),
    };
}
