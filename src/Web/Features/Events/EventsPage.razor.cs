using KeepaliveConsole.Data;
using KeepaliveConsole.Data.History;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Web.Components.Parts;
using Microsoft.AspNetCore.Components;

namespace KeepaliveConsole.Web.Features.Events;

/// <summary>What happened, from the store: counted over time, filtered, newest first, live at the top unless paused.</summary>
public sealed partial class EventsPage
{
    private IReadOnlyList<EventBucket> _buckets = [];
    private IReadOnlyList<EventLine> _lines = [];
    private EventFilter? _shown;
    private bool _paused;
    private long _seen;

    [SupplyParameterFromQuery(Name = "range")] private string? Range { get; set; }

    [SupplyParameterFromQuery(Name = "from")] private string? From { get; set; }

    [SupplyParameterFromQuery(Name = "to")] private string? To { get; set; }

    [SupplyParameterFromQuery(Name = "severity")] private string? Severity { get; set; }

    [SupplyParameterFromQuery(Name = "type")] private string? Kind { get; set; }

    [SupplyParameterFromQuery(Name = "node")] private string? Node { get; set; }

    [SupplyParameterFromQuery(Name = "object")] private string? Object { get; set; }

    private EventFilter Filter => new(Range, From, To, Severity, Kind, Node, Object);

    private long New => Live.EventCount - _seen;

    /// <inheritdoc />
    protected override async Task<Page<StoredEvent>> QueryAsync(string? cursor, CancellationToken cancellationToken)
    {
        EventQuery query = Filter.ToQuery(cursor, Live.Now, Clock);
        _seen = Live.EventCount;
        if (cursor is null) _buckets = await History.CountAsync(query, EventFilter.Buckets, cancellationToken);
        Page<StoredEvent> page = await History.QueryAsync(query, cancellationToken);
        _lines = [.. page.Items.Select(EventLine.From)];
        return page;
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        bool isOther = _shown is not null && _shown != Filter;
        _shown = Filter;
        if (isOther) await RestartAsync();
    }

    /// <inheritdoc />
    protected override Task OnWakeAsync() => _paused || !Filter.IsLive ? Task.CompletedTask : base.OnWakeAsync();

    private Task PauseAsync()
    {
        _paused = !_paused;
        _seen = Live.EventCount;
        return _paused ? Task.CompletedTask : ReloadAsync();
    }

    private void Show(EventFilter filter) => Navigation.NavigateTo(Address(filter), replace: true);

    private string Address(EventFilter filter) => Navigation.GetUriWithQueryParameters("events", new Dictionary<string, object?>
    {
        ["range"] = filter.Range,
        ["from"] = filter.From,
        ["to"] = filter.To,
        ["severity"] = filter.Severity,
        ["type"] = filter.Kind,
        ["node"] = filter.Node,
        ["object"] = filter.Text,
    });

    private static string? Word(ChangeEventArgs change) => change.Value is string { Length: > 0 } word ? word : null;

    private static string Style(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => "kc-fg-down",
        EventSeverity.Warning => "kc-fg-warning",
        _ => "kc-fg-info",
    };

    private static Glyph Shape(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => Glyph.OctagonCross,
        EventSeverity.Warning => Glyph.Triangle,
        _ => Glyph.InfoCircle,
    };

    private string Named(EventSeverity severity) => severity switch
    {
        EventSeverity.Critical => T["Critical"],
        EventSeverity.Warning => T["Warning"],
        _ => T["Info"],
    };
}
