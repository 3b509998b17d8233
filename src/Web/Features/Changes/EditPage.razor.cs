using System.Text.Json.Nodes;
using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Features.Changes.Forms;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.Changes;

/// <summary>
/// The form of one object: <c>/changes/edit?kind=…&amp;name=…</c>; without a name, a new one. A real server is edited in its virtual service:
/// <c>kind=virtual-service&amp;name=…&amp;server=10.88.0.101:80</c> opens it there. What is typed is kept until it is staged or taken back.
/// </summary>
public sealed partial class EditPage
{
    private string _name = "";
    private string? _denied;
    private string? _failure;
    private string? _problem;
    private string? _found;
    private bool _isMissing;
    private string? _loaded;
    private EditableKind? _kind;
    private FormModel? _form;
    private StagedChange? _origin;
    private ClusterDefinition _current = ClusterDefinition.Empty;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "kind")] private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "name")] private string? Name { get; set; }

    [SupplyParameterFromQuery(Name = "server")] private string? Server { get; set; }

    [SupplyParameterFromQuery(Name = "view")] private string? View { get; set; }

    private bool IsJson => View == "json";

    private string Heading => _kind is null ? T["Edit"] : Name is { Length: > 0 } ? T["Edit {0} {1}", T[_kind.Word], Name] : T["New {0}", T[_kind.Word]];

    // As a list's item is headed: address and port.
    private string? ServerShown => Server?.LastIndexOf(':') is >= 0 and var colon ? $"{Server[..colon].Trim('[', ']')} {Server[(colon + 1)..]}" : Server;

    private string Here(string? view) => Navigation.GetUriWithQueryParameter("view", view);

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        if (string.IsNullOrEmpty(Name)) Name = null;
        if (_loaded == $"{Kind}\n{Name}") return;
        _loaded = $"{Kind}\n{Name}";
        if (Authentication is not null)
        {
            var user = (await Authentication).User;
            _name = user.Identity?.Name ?? "";
            _denied = RoleCheck.Has(user, Roles.Admin) ? null : T["Changing definitions needs the role {0}; you have {1}.", Roles.Admin, RoleCheck.Highest(user) ?? T["none"]];
        }

        _kind = EditableKind.Find(Kind);
        if (_denied is null && _kind is not null) await LoadAsync();
    }

    private async Task LoadAsync()
    {
        try
        {
            _current = (await Store.FindCurrentAsync(CancellationToken.None))?.Definition ?? ClusterDefinition.Empty;
            _failure = null;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            _failure = StorageFailure.Describe(error);
            return;
        }

        StagedChange fresh = Fresh();
        StagedChange? kept = Drafts.Kept(_name, fresh.Kind, fresh.Name), staged = Name is null ? null : Drafts.Of(_name).Find(fresh.Kind, fresh.Name);
        _found = kept is not null ? T["Here is what you were writing and did not stage."] : staged is not null ? T["This change is staged already; edit it further."] : null;
        Open(kept ?? staged ?? fresh);
    }

    private StagedChange Fresh() => new(_kind!.Slug, Name ?? "", Name is null ? null : _kind.Find(_current, Name), Name is null ? null : _kind.TagOf(_current, Name), null, Time.GetUtcNow());

    private void Open(StagedChange origin)
    {
        JsonObject? value = (origin.Mine ?? origin.Base)?.DeepClone().AsObject();
        _isMissing = Name is not null && value is null;
        if (_isMissing) return;
        _origin = origin;
        if (_form is not null) _form.Edited -= Keep;
        _form = new FormModel(_kind!, Name ?? "", value ?? [], _current, Others);
        _form.Check();
        _form.Edited += Keep;
    }

    // The other staged changes: what this object refers to may be among them.
    private ClusterDefinition Others(ClusterDefinition current)
    {
        Draft draft = Drafts.Of(_name);
        return (draft with { Changes = [.. draft.Changes.Where(change => change.Kind != _kind!.Slug || change.Name != (_form?.NameNow ?? Name))] }).Apply(current).Next ?? current;
    }

    private void Keep()
    {
        Drafts.Keep(_name, _origin! with { Mine = _form!.Value.DeepClone().AsObject() });
        _ = InvokeAsync(StateHasChanged);
    }

    private void StartOver()
    {
        Drafts.Forget(_name, _kind!.Slug, Name ?? "");
        _found = null;
        Open(Fresh());
    }

    private Task StageAsync()
    {
        JsonObject? mine = _kind!.Canonical(_form!.Value, out _);
        _form.Check();
        if (mine is null || _form.HasErrors)
        {
            _problem = T["Correct the errors first."] + " " + (_form.Problems is [var first, ..] ? T.Of(first.Text) : "");
            return Task.CompletedTask;
        }

        return Stage(_origin! with { Name = _form.NameNow, Mine = mine, StagedAt = Time.GetUtcNow() });
    }

    private Task StageRemovalAsync() => Stage(_origin! with { Mine = null, StagedAt = Time.GetUtcNow() });

    private Task Stage(StagedChange change)
    {
        if (!Drafts.Stage(_name, change))
        {
            _problem = T["You have {0} changes staged; commit or discard some first.", DraftStore.MostChanges];
            return Task.CompletedTask;
        }

        Drafts.Forget(_name, _kind!.Slug, Name ?? "");
        Navigation.NavigateTo("changes");
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        if (_form is not null) _form.Edited -= Keep;
    }
}
