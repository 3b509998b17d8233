using System.Security.Claims;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;

namespace KeepaliveConsole.Web.Features.Inspector;

/// <summary>
/// The adverts that the engine itself sent and saw, decoded. The recorder has no stream, so it is asked once a second, and not while the page is paused or hidden.
/// </summary>
public sealed partial class InspectorPage
{
    /// <summary>Time between two looks: 1 s.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _gone = new();
    private ClaimsPrincipal _user = new();
    private IReadOnlyList<AdvertFrame> _frames = [];
    private AdvertFrame? _selected;
    private IJSObjectReference? _script;
    private string? _denied;
    private string? _failure;
    private string? _shown;
    private DateTimeOffset _lookedAt = DateTimeOffset.MinValue;
    private bool _looked;
    private bool _paused;
    private bool _busy;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "instance")] private string? Instance { get; set; }

    [SupplyParameterFromQuery(Name = "anomalies")] private bool Anomalies { get; set; }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Dispose();
        GC.SuppressFinalize(this);
        try
        {
            if (_script is not null) await _script.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser went first.
        }
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        if (Authentication is not null) _user = (await Authentication).User;
        if (!RoleCheck.Has(_user, Roles.Operator)) _denied = T["The inspector shows what travels on the wire, so it needs the role {0}; you have {1}.", Roles.Operator, RoleCheck.Highest(_user) ?? T["none"]];
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender && _denied is null) _script = await Browser.InvokeAsync<IJSObjectReference?>("import", "./js/inspector.js");
    }

    /// <inheritdoc />
    protected override async Task OnWakeAsync()
    {
        if (_denied is not null || _busy || Chosen(Live.Current) is not { } instance) return;
        bool isNew = _shown != instance.Name;
        if (!isNew && (_paused || Live.Now - _lookedAt < Pause)) return;
        _busy = true;
        try
        {
            if (!isNew && _script is not null && await _script.InvokeAsync<bool>("hidden", _gone.Token)) return;
            await LookAsync(instance.Name, isNew);
        }
        catch (Exception gone) when (gone is OperationCanceledException or JSDisconnectedException)
        {
            // The tab was closed.
        }
        finally
        {
            _busy = false;
        }
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

    // No name in the address: the first there is.
    private VrrpInstanceStatus? Chosen(EngineStatus status) => string.IsNullOrEmpty(Instance) ? (status.Vrrp.Count > 0 ? status.Vrrp[0] : null) : status.Vrrp.FirstOrDefault(each => each.Name == Instance);

    private async Task LookAsync(string instance, bool begins)
    {
        _lookedAt = Live.Now;
        if (begins)
        {
            _shown = instance;
            _frames = [];
            _selected = null;
            _looked = false;
        }

        FrameReading reading = await Operations.InspectAsync(_user, instance, begins, _gone.Token);
        if (_shown != instance) return;
        _looked = true;
        _failure = reading.Result.Status == OperationStatus.Done ? null : T.Of(reading.Result.Text);
        if (_failure is null) _frames = reading.Frames;
    }

    private Task LookAgainAsync() => _shown is { } shown ? LookAsync(shown, begins: false) : Task.CompletedTask;

    private void Go(string? instance, bool anomalies) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["instance"] = string.IsNullOrEmpty(instance) ? null : instance,
        ["anomalies"] = anomalies ? true : null,
    }), replace: true);
}
