using System.Collections.Concurrent;
using System.Text.Json;

namespace KeepaliveConsole.ConsoleBars;

/// <summary>Events as the interface tells them while they happen, with the engine's own time.</summary>
internal sealed class EventStream : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(DateTimeOffset At, string Server, string Sentence)> _seen = new();
    private Task _reading = Task.CompletedTask;

    /// <summary>What was told so far.</summary>
    public IReadOnlyCollection<(DateTimeOffset At, string Server, string Sentence)> Seen => _seen;

    /// <summary>Begins to read.</summary>
    public static EventStream Open(HttpClient http, string kind)
    {
        var stream = new EventStream();
        stream._reading = stream.ReadAsync(http, kind);
        return stream;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _end.Dispose();
    }

    private async Task ReadAsync(HttpClient http, string kind)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(new Uri($"/api/v1/events?kind={kind}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, _end.Token);
            answer.EnsureSuccessStatusCode();
            using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(_end.Token));
            while (await lines.ReadLineAsync(_end.Token) is { } line)
            {
                if (!line.StartsWith("data:", StringComparison.Ordinal)) continue;
                using JsonDocument told = JsonDocument.Parse(line[5..]);
                JsonElement root = told.RootElement;
                if (root.TryGetProperty("lost", out _)) throw new InvalidOperationException($"the stream lost events: {root}");
                // A greeting says where the stream begins and is of no type.
                if (root.TryGetProperty("type", out JsonElement type) && type.GetString() == kind && root.TryGetProperty("server", out JsonElement server)) _seen.Enqueue((root.GetProperty("at").GetDateTimeOffset(), server.GetString()!, root.GetProperty("sentence").GetString()!));
            }
        }
        catch (OperationCanceledException) when (_end.IsCancellationRequested)
        {
            // It was enough.
        }
    }
}
