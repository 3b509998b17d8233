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

    /// <summary>Rows listed at most. One instance has 200; of hundreds of them nobody reads more, and each row costs the circuit.</summary>
    public const int MaxRows = 400;

    /// <summary>In the address in place of a name: all instances.</summary>
    public const string All = "*";

    private readonly HashSet<string> _begun = [];
    private readonly CancellationTokenSource _gone = new();
    private ClaimsPrincipal _user = new();
    private IReadOnlyList<InspectorRow> _rows = [];
    private IReadOnlyList<AdvertJitter> _jitter = [];
    private InspectorRow? _selected;
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
        if (_denied is not null || _busy || Place(Live.Current) is not { } place) return;
        bool isNew = _shown != place;
        if (!isNew && (_paused || Live.Now - _lookedAt < Pause)) return;
        _busy = true;
        try
        {
            if (!isNew && _script is not null && await _script.InvokeAsync<bool>("hidden", _gone.Token)) return;
            await LookAsync(place);
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

    // An instance that really is called so can still be looked at.
    private bool IsAll(EngineStatus status) => Instance == All && !status.Vrrp.Any(each => each.Name == All);

    // No name in the address: the first there is.
    private VrrpInstanceStatus? Chosen(EngineStatus status) => string.IsNullOrEmpty(Instance) ? (status.Vrrp.Count > 0 ? status.Vrrp[0] : null) : status.Vrrp.FirstOrDefault(each => each.Name == Instance);

    // What is to be looked at: one name or all; null = nothing there is.
    private string? Place(EngineStatus status) => IsAll(status) && status.Vrrp.Count > 0 ? All : Chosen(status)?.Name;

    private async Task LookAsync(string place)
    {
        _lookedAt = Live.Now;
        if (_shown != place)
        {
            _shown = place;
            _begun.Clear();
            _selected = null;
            _looked = false;
        }

        bool isAll = IsAll(Live.Current);
        List<(string Instance, IReadOnlyList<AdvertFrame> Frames)> read = [];
        string? failure = null;
        foreach (string instance in isAll ? [.. Live.Current.Vrrp.Select(each => each.Name)] : new[] { place })
        {
            FrameReading reading = await Operations.InspectAsync(_user, instance, begins: _begun.Add(instance), _gone.Token);
            // Something else was chosen meanwhile.
            if (_shown != place || Place(Live.Current) != place) return;
            if (reading.Result.Status == OperationStatus.Done) read.Add((instance, reading.Frames));
            else failure ??= T.Of(reading.Result.Text);
        }

        // What was seen before stays in sight while nothing can be read.
        if (failure is null || read.Count > 0 || !_looked)
        {
            _rows = InspectorRow.Merge(read.Select(each => InspectorRow.Of(each.Frames, T, each.Instance)));
            _jitter = isAll ? [] : [.. read.SelectMany(each => AdvertJitter.Of(each.Frames))];
        }

        _looked = true;
        _failure = failure;
    }

    private Task LookAgainAsync() => _shown is { } shown ? LookAsync(shown) : Task.CompletedTask;

    private void Go(string? instance, bool anomalies) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameters(new Dictionary<string, object?>
    {
        ["instance"] = string.IsNullOrEmpty(instance) ? null : instance,
        ["anomalies"] = anomalies ? true : null,
    }), replace: true);
}
