using System.Net.ServerSentEvents;

namespace KeepaliveConsole.Web.Tests.Live;

/// <summary>Reads a stream of server-sent events as a browser would.</summary>
internal sealed class SseClient : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly HttpResponseMessage _response;
    private readonly CancellationTokenSource _end = new();
    private readonly IAsyncEnumerator<SseItem<string>> _items;

    private SseClient(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _items = SseParser.Create(stream).EnumerateAsync(_end.Token).GetAsyncEnumerator();
    }

    public static async Task<SseClient> OpenAsync(HttpClient client, string query = "", long? lastEventId = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events" + query);
        if (lastEventId is { } id) request.Headers.TryAddWithoutValidation("Last-Event-ID", id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        HttpResponseMessage response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var opened = new SseClient(response, await response.Content.ReadAsStreamAsync());
        Assert.Equal("heartbeat", (await opened.NextAsync()).EventType);
        return opened;
    }

    /// <summary>The next item, whatever it is.</summary>
    public async Task<SseItem<string>> NextAsync()
    {
        Assert.True(await _items.MoveNextAsync().AsTask().WaitAsync(s_patience), "the stream ended");
        return _items.Current;
    }

    /// <summary>Reads until the server ends the stream.</summary>
    public async Task EndAsync()
    {
        while (await _items.MoveNextAsync().AsTask().WaitAsync(s_patience))
        {
            // What was on the way.
        }
    }

    /// <summary>The next stored event: its id, kind and data.</summary>
    public async Task<(long Id, string Kind, string Data)> EventAsync()
    {
        while (true)
        {
            SseItem<string> item = await NextAsync();
            if (item.EventId is { Length: > 0 } id && item.EventType is not "heartbeat") return (long.Parse(id, System.Globalization.CultureInfo.InvariantCulture), item.EventType, item.Data);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _response.Dispose();
        _end.Dispose();
    }
}
