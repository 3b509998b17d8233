using System.Net.ServerSentEvents;
using System.Text.Json;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>What <c>events</c> is asked for.</summary>
/// <param name="Follow">Go on until stopped, also when the console goes away and comes back.</param>
/// <param name="Kinds">Only these kinds; empty = all.</param>
/// <param name="Since">Id of the last event that is known; null = only what comes from now on, or with <paramref name="Follow"/> off from the oldest.</param>
/// <param name="Limit">End after so many; null = no limit.</param>
internal sealed record EventsWish(bool Follow, IReadOnlyCollection<string> Kinds, string? Since, int? Limit);

/// <summary><c>events</c>: the stream of events, one line each. After a lost connection it goes on where it was.</summary>
internal sealed class EventsCommand(RemoteSettings settings, RemoteConsole console, EventsWish wish)
{
    private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(1);

    // Twice the console's heartbeat and a bit: a connection that is quieter than that is dead.
    private static readonly TimeSpan s_dead = TimeSpan.FromSeconds(40);

    private string? _lastId = wish.Since ?? (wish.Follow ? null : "0");
    private TimeSpan _retry = TimeSpan.FromSeconds(1);
    private TimeSpan _pause = TimeSpan.FromSeconds(1);
    private int _printed;

    /// <summary>Runs it.</summary>
    /// <param name="cancellationToken">Stops it, which is fine.</param>
    public Task<int> RunAsync(CancellationToken cancellationToken) => console.RunAsync(settings, async client =>
    {
        bool wasOpen = false;
        while (true)
        {
            try
            {
                if (await ReadAsync(client, () => wasOpen = true, cancellationToken).ConfigureAwait(false)) return ExitCodes.Fine;
                await console.Error.WriteLineAsync("events: the stream ended; connecting again").ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return ExitCodes.Fine;
            }
            catch (RemoteRefusal refusal) when (wish.Follow && wasOpen && refusal.Failure.ExitCode != ExitCodes.Privilege)
            {
                await console.Error.WriteLineAsync($"events: {refusal.Failure.Line} Trying again.").ConfigureAwait(false);
            }

            try
            {
                await Task.Delay(_pause, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return ExitCodes.Fine;
            }

            _pause = TimeSpan.FromSeconds(Math.Min(30, _pause.TotalSeconds * 2));
        }
    });

    /// <summary>One connection; true = the command is done.</summary>
    private async Task<bool> ReadAsync(ConsoleClient client, Action opened, CancellationToken cancellationToken)
    {
        string query = wish.Kinds.Count == 0 ? "" : $"?kind={Uri.EscapeDataString(string.Join(',', wish.Kinds))}";
        using HttpResponseMessage response = await client.OpenStreamAsync($"/events{query}", _lastId, cancellationToken).ConfigureAwait(false);
        opened();
        using var quiet = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            await using (body.ConfigureAwait(false))
            {
                quiet.CancelAfter(Longest);
                await foreach (SseItem<string> item in SseParser.Create(body).EnumerateAsync(quiet.Token).ConfigureAwait(false))
                {
                    quiet.CancelAfter(Longest);
                    Take(item);
                    if (wish.Limit <= _printed) return true;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return !wish.Follow;
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw RemoteRefusal.Of(error, settings.Url);
        }

        return !wish.Follow;
    }

    private TimeSpan Longest => wish.Follow ? s_dead : s_silence;

    private void Take(SseItem<string> item)
    {
        _retry = item.ReconnectionInterval ?? _retry;
        _pause = _retry;
        if (!string.IsNullOrEmpty(item.EventId)) _lastId = item.EventId;
        if (item.EventType == "heartbeat" || (item.EventType != "gap" && wish.Kinds.Count > 0 && !wish.Kinds.Contains(item.EventType))) return;
        if (settings.Json) console.Output.WriteLine(JsonLine(item));
        else console.Output.WriteLine(Line(item));
        console.Output.Flush();
        if (item.EventType != "gap") _printed++;
    }

    // A line for programs: the event with its id and kind beside its own members.
    private static string JsonLine(SseItem<string> item) =>
        $"{{\"id\":{JsonSerializer.Serialize(item.EventId)},\"event\":{JsonSerializer.Serialize(item.EventType)},\"data\":{item.Data.ReplaceLineEndings("")}}}";

    private static string Line(SseItem<string> item)
    {
        JsonElement data = new RemoteAnswer(200, null, item.Data).Json();
        string at = data.Text("at") is { Length: > 0 } time ? time : data.Text("occurredAt");
        string sentence = data.Text("sentence") is { Length: > 0 } text ? text : item.Data;
        return SafeText.Line($"{(at.Length > 0 ? $"{at} " : "")}{item.EventType} {sentence}");
    }
}
