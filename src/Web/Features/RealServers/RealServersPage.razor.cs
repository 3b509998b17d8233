using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <summary>Virtual services and their real servers, live, with what an operator does to them.</summary>
public sealed partial class RealServersPage
{
    private const int MostMessages = 4;

    private readonly ServerBoard _board = new();
    private readonly ServerWindow _window = new();
    private readonly SelectedServers _selected = new();
    private (string Service, string Server)? _copied;
    private ServerActions _actions = default!;
    private string? _denied;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery(Name = ServersQuery.Search)] private string? Search { get; set; }

    [SupplyParameterFromQuery(Name = ServersQuery.Failing)] private bool Failing { get; set; }

    [SupplyParameterFromQuery(Name = ServersQuery.State)] private string? State { get; set; }

    [SupplyParameterFromQuery(Name = ServersQuery.Group)] private string? Group { get; set; }

    [SupplyParameterFromQuery(Name = ServersQuery.Density)] private string? Density { get; set; }

    [SupplyParameterFromQuery(Name = ServersQuery.Selected)] private string[]? Selected { get; set; }

    private ServerFilter Filter => new(Search, Failing, State);

    private bool ByHost => Group == "host";

    private bool Roomy => Density == "roomy";

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        _actions = new ServerActions(Operations, Dialogs, Live, T, StateHasChanged);
        if (Authentication is not null) _actions.User = (await Authentication).User;
        _denied = RoleCheck.Has(_actions.User, Roles.Operator)
            ? null
            : T["Drain, Maintenance, Enable and Check now need the role {0}; you have {1}.", Roles.Operator, RoleCheck.Highest(_actions.User) ?? T["none"]];
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        _selected.Read(Selected, Live.Current);
        Refresh();
    }

    /// <inheritdoc />
    protected override Task OnWakeAsync()
    {
        Refresh();
        _actions.Settle();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _actions?.Dispose();
            _self?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Refresh()
    {
        _board.Update(Live.Current, Live.Now, Filter, ByHost);
        _window.Take(_board);
    }

    private void Select((ServerRow Row, bool Selected) change)
    {
        _selected.Set(change.Row.Service, change.Row.Address, change.Selected);
        KeepSelection();
    }

    private void SelectGroup((BoardGroup Group, bool Selected) change)
    {
        foreach (ServerEntry entry in change.Group.Shown) _selected.Set(entry.Service, entry.Status.Address, change.Selected);
        KeepSelection();
    }

    private void ClearSelection()
    {
        _selected.Clear();
        KeepSelection();
    }

    private void KeepSelection()
    {
        string[]? before = Selected, now = _selected.Write();
        if (!now.SequenceEqual(before ?? [])) Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?> { [ServersQuery.Selected] = now }), replace: true);
    }

    // A second press on the same row closes what the first one opened.
    private void Copy(ServerRow row)
    {
        (string, string) key = (row.Service, row.Address);
        _copied = _copied == key ? null : key;
    }

    private async Task ChangeSelectedAsync(AdminState wanted)
    {
        // A server that was removed meanwhile has no row left to take the tick from, and would have all of them refused.
        _selected.Forget(Live.Current);
        (string, string)[] chosen = [.. _selected.Keys];
        if (!await _actions.ChangeAsync(chosen, wanted)) return;
        _selected.Remove(chosen);
        KeepSelection();
    }

    private void Go((string Name, string? Value) change) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(change.Name, change.Value), replace: true);

    private void ShowAll() => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        [ServersQuery.Search] = null,
        [ServersQuery.Failing] = null,
        [ServersQuery.State] = null,
    }), replace: true);
}
