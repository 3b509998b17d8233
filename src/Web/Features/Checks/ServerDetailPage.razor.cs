using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Components;
using KeepaliveConsole.Web.Components.Texts;
using KeepaliveConsole.Web.Features.RealServers;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;

namespace KeepaliveConsole.Web.Features.Checks;

/// <summary>One real server and its checks: heartbeat, latency, what changed, and what an operator does to it.</summary>
public sealed partial class ServerDetailPage
{
    private static readonly TimeSpan s_memory = TimeSpan.FromMinutes(10);

    private ServerActions _actions = default!;
    private string? _denied;
    private RealServerStatus? _server;
    private ProbePast _past = ProbePast.None;
    private ProbeTimeline? _timeline;
    private ChartLines _lines = default!;
    private DetailStats _stats = default!;
    private RealServerSetup? _setup;
    private (string?, string?, int) _loaded;
    private DateTimeOffset _loadedAt;
    private DateTimeOffset _drawnAt;
    private bool _loading;
    private string? _failure;
    private bool _looking;
    private string? _lookProblem;

    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    [SupplyParameterFromQuery(Name = "service")] private string? Service { get; set; }

    [SupplyParameterFromQuery(Name = "server")] private string? Server { get; set; }

    [SupplyParameterFromQuery(Name = "range")] private string? RangeWord { get; set; }

    [SupplyParameterFromQuery(Name = "check")] private int? Check { get; set; }

    private TimelineRange Range => TimelineRange.Parse(RangeWord);

    private int CheckIndex => _server is { Checks.Count: > 0 } server ? Math.Clamp(Check ?? 0, 0, server.Checks.Count - 1) : 0;

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
    protected override Task OnParametersSetAsync()
    {
        _server = Find();
        if (_loaded == (Service, Server, CheckIndex))
        {
            Draw();
            return Task.CompletedTask;
        }
        (_past, _timeline, _setup, _failure) = (ProbePast.None, null, _server is null ? null : Commands.Setup(Service!, Server!), null);
        return LoadAsync();
    }

    /// <inheritdoc />
    protected override Task OnWakeAsync()
    {
        _actions.Settle();
        RealServerStatus? before = _server;
        _server = Find();
        // A minute is written some seconds after its end.
        if (_server is not null && Live.Now - _loadedAt > TimeSpan.FromMinutes(1)) return LoadAsync();
        if (_timeline is not null && (!ReferenceEquals(before, _server) || Live.Now - _drawnAt > TimeSpan.FromSeconds(5))) Draw();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    protected override void Dispose(bool disposing)
    {
        if (disposing) _actions?.Dispose();
        base.Dispose(disposing);
    }

    private async Task LoadAsync()
    {
        if (_server is null || _loading) return;
        (string?, string?, int) key = (Service, Server, CheckIndex);
        (_loading, _loadedAt) = (true, Live.Now);
        try
        {
            DateTimeOffset now = Live.Now;
            ProbeQuery query = new() { Server = Server!, Service = Service, Node = Live.Current.Node, From = now.AddDays(-31), To = now, Span = ProbeSpan.Hour };
            IReadOnlyList<ProbeSummary> hours = await Stored.QueryAsync(query, _actions.Gone);
            IReadOnlyList<ProbeSummary> minutes = await Stored.QueryAsync(query with { From = now.AddDays(-1), Span = ProbeSpan.Minute }, _actions.Gone);
            _past = new ProbePast([.. hours.Where(one => one.CheckIndex == key.Item3)], [.. minutes.Where(one => one.CheckIndex == key.Item3)]);
            _failure = null;
        }
        catch (OperationCanceledException)
        {
            return;
        }
#pragma warning disable CA1031 // A locked or broken database is shown on the page; the last ten minutes come from memory.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            _failure = exception.Message;
        }
        finally
        {
            _loading = false;
        }
        _loaded = key;
        Draw();
    }

    private void Draw()
    {
        if (_server is null) return;
        DateTimeOffset now = _drawnAt = Live.Now;
        IReadOnlyList<ProbeRecord> probes = Recent.Probes(Service!, Server!, CheckIndex, now - s_memory) ?? [];
        _timeline = ProbeTimeline.Of(Range, _past, probes, now);
        _lines = ChartLines.Of(_timeline);
        _stats = DetailStats.Of(_past, probes, now);
    }

    private async Task LookAsync()
    {
        (_looking, _lookProblem) = (true, null);
        try
        {
            (OperationResult result, RealServerSetup? setup) = await Setups.CheckServerSetupAsync(_actions.User, Service!, Server!, _actions.Gone);
            if (setup is null) _lookProblem = T.Of(result.Text);
            else _setup = setup;
        }
        catch (OperationCanceledException)
        {
            // The tab was closed.
        }
        finally
        {
            _looking = false;
        }
    }

    private RealServerStatus? Find()
    {
        foreach (VirtualServiceStatus service in Live.Current.VirtualServices)
        {
            if (service.Name != Service) continue;
            foreach (RealServerStatus server in service.RealServers)
                if (server.Address == Server) return server;
        }
        return null;
    }

    private (string Name, TimeSpan? Value)[] Percentile() => [("p50", _stats.Latency?.P50), ("p95", _stats.Latency?.P95), ("p99", _stats.Latency?.P99)];

    // What a probe went through, and the mean of each phase over the shown time.
    private (string Name, TimeSpan? Now, TimeSpan? Mean)[] Phases(RealServerStatus server)
    {
        ProbeResult? last = CheckIndex < server.Checks.Count ? server.Checks[CheckIndex].LastProbe : server.LastProbe;
        TimeSpan? Mean(Func<TimelineBeat, PhaseSummary> phase) => _timeline!.Beats.Aggregate(default(PhaseSummary), (sum, beat) => sum.With(phase(beat))).Mean;
        return
        [
            (ConsoleText.Key("connect"), last?.ConnectDuration, Mean(beat => beat.Connect)),
            (ConsoleText.Key("TLS"), last?.TlsDuration, Mean(beat => beat.Tls)),
            (ConsoleText.Key("first byte"), last?.FirstByteDuration, Mean(beat => beat.FirstByte)),
            (ConsoleText.Key("whole"), last?.Duration, Mean(beat => beat.Whole)),
        ];
    }

    private void Go(string name, string? value) =>
        Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, string.Equals(value, "0", StringComparison.Ordinal) ? null : value), replace: true);
}
