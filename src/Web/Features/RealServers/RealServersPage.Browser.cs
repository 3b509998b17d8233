using KeepaliveConsole.Web.Components.Live;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace KeepaliveConsole.Web.Features.RealServers;

/// <content>What only the browser knows: which part of the list is in sight; and where a file goes.</content>
public sealed partial class RealServersPage
{
    private ElementReference _list;
    private string? _watched;
    private IJSObjectReference? _module;
    private DotNetObjectReference<RealServersPage>? _self;

    /// <summary>Called by the browser when the list was scrolled or resized.</summary>
    /// <param name="top">Pixels scrolled away.</param>
    /// <param name="height">Visible pixels.</param>
    /// <param name="row">Height of a row.</param>
    /// <param name="head">Height of a group's heading with the gap under the group.</param>
    [JSInvokable]
    public void Look(int top, int height, int row, int head)
    {
        _window.Look(top, height, new ListHeights(row, head));
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_list.Id is not { Length: > 0 } id || id == _watched) return;
        _watched = id;
        try
        {
            _module ??= await Browser.InvokeAsync<IJSObjectReference?>("import", _actions.Gone, "./js/servers.js");
            _self ??= DotNetObjectReference.Create(this);
            if (_module is not null) await _module.InvokeVoidAsync("watch", _actions.Gone, _list, _self);
        }
        catch (Exception exception) when (exception is JSDisconnectedException or OperationCanceledException or ObjectDisposedException)
        {
            // The tab was closed before the list could be watched.
        }
    }

    private async Task ExportAsync()
    {
        string name = $"real-servers-{PictureName(Live)}.csv";
        if (_module is not null) await _module.InvokeVoidAsync("save", _actions.Gone, name, ServerCsv.Write(_board.Shown));
    }

    private static string PictureName(LiveStatus live) => live.Current.At.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
