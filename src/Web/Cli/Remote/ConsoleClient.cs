using System.Net.Http.Headers;
using System.Text;
using KeepaliveConsole.Web.Api;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Talks to a console through its REST interface.</summary>
internal sealed class ConsoleClient : IDisposable
{
    private readonly RemoteSettings _settings;
    private readonly HttpClient _http;

    public ConsoleClient(RemoteSettings settings)
    {
        _settings = settings;
        // A redirect could carry the token elsewhere, and a proxy for the web is not on the way to a director.
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10) }) { BaseAddress = settings.Url, Timeout = Timeout.InfiniteTimeSpan };
        if (settings.Token is { } token) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Longest an answer may take; a stream of events has no end.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(100);

    /// <summary>Asks and gives the answer, whatever its status; throws <see cref="RemoteRefusal"/> when there is none.</summary>
    /// <param name="method">Verb.</param>
    /// <param name="path">Behind <c>/api/v1/</c>, with its query.</param>
    /// <param name="json">Body; null = none.</param>
    /// <param name="ifMatch">ETag of what is changed, with quotes; null = not said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RemoteAnswer> AskAsync(HttpMethod method, string path, string? json, string? ifMatch, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(Patience);
        using var request = new HttpRequestMessage(method, ApiPaths.Base[1..] + path);
        if (json is not null) request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        try
        {
            using HttpResponseMessage response = await _http.SendAsync(request, end.Token).ConfigureAwait(false);
            return new RemoteAnswer((int)response.StatusCode, response.Headers.ETag?.ToString(), await response.Content.ReadAsStringAsync(end.Token).ConfigureAwait(false));
        }
        catch (Exception error) when (error is HttpRequestException or IOException || (error is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw RemoteRefusal.Of(error, _settings.Url);
        }
    }

    /// <summary>Asks and throws <see cref="RemoteRefusal"/> unless it went well.</summary>
    /// <param name="method">Verb.</param>
    /// <param name="path">Behind <c>/api/v1</c>, with its query.</param>
    /// <param name="role">What the request needs, for the message.</param>
    /// <param name="json">Body; null = none.</param>
    /// <param name="ifMatch">ETag of what is changed; null = not said.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<RemoteAnswer> GetAsync(HttpMethod method, string path, string role, string? json, string? ifMatch, CancellationToken cancellationToken)
    {
        RemoteAnswer answer = await AskAsync(method, path, json, ifMatch, cancellationToken).ConfigureAwait(false);
        return answer.IsFine ? answer : throw Refusal(answer, role);
    }

    /// <summary>The refusal that an answer means.</summary>
    public RemoteRefusal Refusal(RemoteAnswer answer, string role) => RemoteRefusal.Of(answer, _settings.Url, _settings.Token is not null, role);

    /// <summary>Opens a stream of events; the caller disposes the answer.</summary>
    public async Task<HttpResponseMessage> OpenStreamAsync(string path, string? lastEventId, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, ApiPaths.Base[1..] + path);
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (lastEventId is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        try
        {
            HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) return response;
            using (response) throw Refusal(new RemoteAnswer((int)response.StatusCode, null, await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false)), Auth.Roles.Viewer);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw RemoteRefusal.Of(error, _settings.Url);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();
}
