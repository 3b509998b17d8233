using System.Globalization;
using System.Security.Claims;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Virtual services and their real servers, live, with what an operator does to them.</summary>
public sealed partial class RealServersPage
{
    private readonly Dictionary<(string Service, string Server), PendingAction> _pending = [];
    private readonly Dictionary<(string Service, string Server), string> _messages = [];
    private readonly CancellationTokenSource _gone = new();
    private ClaimsPrincipal _user = new();
    private string? _denied;
    private bool _all;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "search")] private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = "failing")] private bool Failing { get; set; }

    [SupplyParameterFromQuery(Name = "state")] private string? State { get; set; }

    private ServerFilter Filter => new(Search, Failing, State);

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null) _user = (await Authentication).User;
        _denied = RoleCheck.Has(_user, Roles.Operator)
            ? null
            : $"Drain, Maintenance, Enable and Check now need the role {Roles.Operator}; you have {RoleCheck.Highest(_user) ?? "none"}.";
    }

    /// <inheritdoc />
    protected override Task OnWakeAsync()
    {
        if (_pending.Count == 0) return Task.CompletedTask;
        foreach (VirtualServiceStatus service in Live.Current.VirtualServices)
            foreach (RealServerStatus server in service.RealServers)
                if (_pending.ContainsKey((service.Name, server.Address)))
                    Settle(ServerRow.From(service.Name, server, Live.Age, Live.Now));
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

    private async Task ChangeAsync((ServerRow Row, AdminState Wanted) change)
    {
        (ServerRow row, AdminState wanted) = change;
        string? reason = null;
        if (wanted != AdminState.Enabled)
        {
            reason = await AskReasonAsync(row, wanted);
            if (reason is null) return;
            if (reason.Length == 0) reason = null;
        }
        await RunAsync(row, PendingAction.Change(wanted, Live.Now),
            () => Operations.SetAdminStateAsync(_user, row.Service, row.Address, new AdminWish(wanted, reason), _gone.Token));
    }

    private Task CheckAsync(ServerRow row) =>
        RunAsync(row, PendingAction.CheckNow(row.LastProbeAt, Live.Now), () => Operations.CheckNowAsync(_user, row.Service, row.Address, _gone.Token));

    private async Task<string?> AskReasonAsync(ServerRow row, AdminState wanted)
    {
        string title = wanted == AdminState.Drain ? $"Drain {row.Address}" : $"Take {row.Address} out for maintenance";
        string explanation = wanted == AdminState.Drain
            ? $"{row.Address} gets no new connections of {row.Service}; established ones go on until they end."
            : $"{row.Address} leaves the table of {row.Service} at once and stays out, also after a restart, until it is enabled.";
        object? answer = await Dialogs.OpenAsync<ReasonDialog>(title, new Dictionary<string, object?>
        {
            [nameof(ReasonDialog.Explanation)] = explanation,
            [nameof(ReasonDialog.Confirm)] = wanted == AdminState.Drain ? "Drain" : "Take out",
        });
        return answer as string;
    }

    private async Task RunAsync(ServerRow row, PendingAction action, Func<Task<OperationResult>> operation)
    {
        (string, string) key = (row.Service, row.Address);
        if (!_pending.TryAdd(key, action)) return;
        _messages.Remove(key);
        StateHasChanged();
        OperationResult result;
        try
        {
            result = await operation();
        }
        catch (OperationCanceledException)
        {
            return;
        }
        if (result.Status is not OperationStatus.Done)
        {
            _pending.Remove(key);
            _messages[key] = result.Message;
            return;
        }
        action.Accept();
        _messages[key] = result.Message;
        await OnWakeAsync();
    }

    private void Settle(ServerRow row)
    {
        (string, string) key = (row.Service, row.Address);
        PendingAction action = _pending[key];
        if (action.IsAccepted && action.ShowsIn(row))
        {
            _pending.Remove(key);
        }
        else if (action.IsOverdue(Live.Now))
        {
            _pending.Remove(key);
            _messages[key] = string.Create(CultureInfo.InvariantCulture,
                $"{action.What} was accepted, but the engine has not shown it within {PendingAction.Patience.TotalSeconds:0} s. See the events and the service's log.");
        }
    }

    private void Dismiss(ServerRow row) => _messages.Remove((row.Service, row.Address));

    private void Show(string? search = null, bool? failing = null, string? state = null) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
        {
            ["search"] = (search ?? Search) is { Length: > 0 } text ? text : null,
            ["failing"] = failing ?? Failing ? true : null,
            ["state"] = (state ?? State) is { Length: > 0 } word ? word : null,
        }), replace: true);
}
