using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text.Json;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Peers;

/// <summary>What a peer answered.</summary>
internal abstract record PeerAnswer
{
    private PeerAnswer()
    {
    }

    /// <summary>It showed its node.</summary>
    /// <param name="Document">How it stands.</param>
    /// <param name="Address">Where it was reached; an IPv4 address may stand in its IPv6 form.</param>
    public sealed record Said(PeerDocument Document, IPAddress? Address) : PeerAnswer;

    /// <summary>It did not.</summary>
    /// <param name="Reason">Why, and what helps; without a full stop, never with a secret.</param>
    /// <param name="IsLasting">Will it most probably answer the same in a second?</param>
    public sealed record Failed(string Reason, bool IsLasting) : PeerAnswer;
}

/// <summary>Another console, asked for its status with a token; its connection is kept while it is asked and closes by itself a minute after.</summary>
internal sealed class PeerConsole : IDisposable
{
    /// <summary>Longest an answer may take, connection included: 1 s.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly PeerSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Uri _status;
    private volatile IPAddress? _address;

    /// <summary>Prepares it; nothing is connected yet.</summary>
    public PeerConsole(PeerSettings settings, TimeProvider time)
    {
        (_settings, _time) = (settings, time);
        Uri address = PeerList.AddressOf(settings);
        Name = address.ToString().TrimEnd('/');
        _status = new Uri(address, ApiPaths.Base[1..] + "/status");
        // A redirect could carry the token elsewhere, and a proxy for the web is not on the way to a director.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = Patience,
            ConnectCallback = ConnectAsync,
            MaxResponseHeadersLength = 16,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Its address, for people.</summary>
    public string Name { get; }

    /// <summary>Asks it once; throws only when the caller gives up.</summary>
    public async Task<PeerAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, _status);
            if (TryReadToken(out string token) is { } problem) return new PeerAnswer.Failed(problem, IsLasting: true);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using HttpResponseMessage response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, end.Token).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK) return Refused((int)response.StatusCode);
            Stream body = await response.Content.ReadAsStreamAsync(end.Token).ConfigureAwait(false);
            await using (body.ConfigureAwait(false)) return new PeerAnswer.Said(await PeerReading.ReadAsync(body, end.Token).ConfigureAwait(false), _address);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PeerAnswer.Failed($"no answer within {Patience.TotalSeconds:0} s", IsLasting: false);
        }
        catch (JsonException)
        {
            return new PeerAnswer.Failed("what it answers is no status of a console; look whether its Url is right", IsLasting: true);
        }
        catch (PeerTooLargeException)
        {
            return new PeerAnswer.Failed($"its instances take more than {PeerReading.Largest >> 20} MiB to describe, and no more is read", IsLasting: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            return new PeerAnswer.Failed(Describe(error), IsLasting: false);
        }
    }

    /// <inheritdoc />
    public void Dispose() => _http.Dispose();

    private static PeerAnswer.Failed Refused(int status) => status switch
    {
        401 => new("it does not know the token, or that has expired or was revoked (401); make one on that node: keepalive-console token create --name NAME --role viewer", IsLasting: true),
        403 => new("the token's role does not suffice there (403); it needs viewer", IsLasting: true),
        429 => new("it was asked too often with wrong tokens from here (429); correct the token", IsLasting: true),
        >= 300 and < 400 => new($"it answers with a redirect ({status}), which is not followed because the token would go along; name the address it leads to", IsLasting: true),
        >= 500 => new($"it answers {status}", IsLasting: false),
        _ => new($"it answers {status}, and not as a console does; look whether its Url is right", IsLasting: true),
    };

    private static string Describe(Exception error)
    {
        Exception? inner = error;
        while (inner is not null and not SocketException and not AuthenticationException) inner = inner.InnerException;
        string message = (inner ?? error).Message.ReplaceLineEndings(" ").TrimEnd('.');
        return inner switch
        {
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody answers there (connection refused)",
            SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData } => "there is no host of that name",
            AuthenticationException => $"its certificate is not trusted by this host ({message}); add its authority to the host's, or use the name that it was made for",
            _ => $"the connection failed ({message})",
        };
    }

    private string? TryReadToken(out string token)
    {
        token = _settings.Token ?? "";
        if (string.IsNullOrWhiteSpace(_settings.TokenFile)) return null;
        try
        {
            token = File.ReadAllText(_settings.TokenFile).Trim();
            return PeerList.IsToken(token) ? null : $"the file {_settings.TokenFile} holds no token; put one into it that was made on that node: keepalive-console token create --name NAME --role viewer";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return $"the token file {_settings.TokenFile} cannot be read: {error.Message.ReplaceLineEndings(" ").TrimEnd('.')}";
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
            _address = (socket.RemoteEndPoint as IPEndPoint)?.Address;
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
