using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Idempotency;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Operations;
using Microsoft.AspNetCore.Http.Extensions;

namespace KeepaliveConsole.Web.Api.Writing;

/// <summary>
/// A write with an <c>Idempotency-Key</c> that was carried out is not carried out again for 24 h: the same request gets the same answer. Only what
/// was done is kept; a refusal changed nothing, so the same key may be tried again with a better request. Secrets that are shown once (tokens, users)
/// and answers over 256 KiB are not kept; the answer says so.
/// </summary>
internal sealed partial class IdempotencyKeys(RequestDelegate next, IRepeatedAnswers answers, ILogger<IdempotencyKeys> logger)
{
    /// <summary>The header.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>Says that the answer is one that was given before.</summary>
    public const string Replayed = "Idempotency-Replayed";

    /// <summary><c>false</c> = this answer was not kept, so the same request would be carried out again.</summary>
    public const string Stored = "Idempotency-Stored";

    /// <summary>Longest answer that is kept: 256 KiB.</summary>
    public const int LongestAnswer = 256 * 1024;

    /// <summary>Longest key, in characters: 255.</summary>
    public const int LongestKey = 255;

    private static readonly PathString[] s_secret = ["/api/v1/tokens", "/api/v1/users"];

    private readonly ConcurrentDictionary<string, bool> _running = new(StringComparer.Ordinal);

    /// <summary>Handles one request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        string? key = context.Request.Headers[Header];
        if (string.IsNullOrEmpty(key) || !IsWrite(context.Request) || context.User.Identity is not { IsAuthenticated: true })
        {
            await next(context).ConfigureAwait(false);
            return;
        }

        if (key.Length > LongestKey || key.Any(letter => letter is < ' ' or > '~'))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, "idempotency.key", $"An {Header} has 1 to {LongestKey} printable ASCII characters.").ConfigureAwait(false);
            return;
        }

        Actor actor = Actors.Of(context.User);
        string keyHash = Hash(Encoding.UTF8.GetBytes($"{actor.Kind}\n{actor.Name}\n{key}"));
        if (!_running.TryAdd(keyHash, true))
        {
            await RefuseAsync(context, StatusCodes.Status409Conflict, "idempotency.running", "A request with this key is still being carried out; wait for its answer, or ask again later.").ConfigureAwait(false);
            return;
        }

        try
        {
            await AnswerAsync(context, keyHash).ConfigureAwait(false);
        }
        finally
        {
            _running.TryRemove(keyHash, out _);
        }
    }

    private async Task AnswerAsync(HttpContext context, string keyHash)
    {
        string requestHash = await HashAsync(context.Request, context.RequestAborted).ConfigureAwait(false);
        if (await answers.FindAsync(keyHash, context.RequestAborted).ConfigureAwait(false) is { } before)
        {
            if (before.RequestHash == requestHash) await ReplayAsync(context, before).ConfigureAwait(false);
            else await RefuseAsync(context, StatusCodes.Status422UnprocessableEntity, "idempotency.reused", "This key was used for another request; take a new key for each request.").ConfigureAwait(false);
            return;
        }

        Stream real = context.Response.Body;
        using var kept = new MemoryStream();
        context.Response.Body = kept;
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            context.Response.Body = real;
        }

        if (context.Response.StatusCode is >= 200 and < 300 && !await KeepAsync(context, keyHash, requestHash, kept).ConfigureAwait(false) && !context.Response.HasStarted)
            context.Response.Headers[Stored] = "false";
        kept.Position = 0;
        if (kept.Length > 0) await kept.CopyToAsync(real, context.RequestAborted).ConfigureAwait(false);
    }

    private async Task<bool> KeepAsync(HttpContext context, string keyHash, string requestHash, MemoryStream kept)
    {
        HttpResponse response = context.Response;
        if (kept.Length > LongestAnswer || Array.Exists(s_secret, path => context.Request.Path.StartsWithSegments(path))) return false;
        var answer = new RepeatedAnswer(requestHash, response.StatusCode, response.Headers.ETag, response.ContentType, Encoding.UTF8.GetString(kept.GetBuffer(), 0, (int)kept.Length));
        try
        {
            // Also when the client has gone: it will ask again.
            await answers.KeepAsync(keyHash, answer, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (Exception error) when (StorageFailure.IsOne(error))
        {
            LogNotKept(context.Request.Path, StorageFailure.Describe(error));
            return false;
        }
    }

    private static async Task ReplayAsync(HttpContext context, RepeatedAnswer before)
    {
        HttpResponse response = context.Response;
        response.StatusCode = before.Status;
        response.Headers[Replayed] = "true";
        if (before.ETag is not null) response.Headers.ETag = before.ETag;
        if (before.ContentType is not null) response.ContentType = before.ContentType;
        if (before.Body.Length > 0) await response.WriteAsync(before.Body, context.RequestAborted).ConfigureAwait(false);
    }

    private static bool IsWrite(HttpRequest request) => request.Path.StartsWithSegments(ApiPaths.Base)
        && (HttpMethods.IsPut(request.Method) || HttpMethods.IsPatch(request.Method) || HttpMethods.IsPost(request.Method) || HttpMethods.IsDelete(request.Method));

    private static async Task<string> HashAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        request.EnableBuffering();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{request.Method}\n{request.GetEncodedPathAndQuery()}\n"));
        byte[] buffer = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0) hash.AppendData(buffer, 0, read);
        request.Body.Position = 0;
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static string Hash(byte[] text) => Convert.ToHexStringLower(SHA256.HashData(text));

    private static Task RefuseAsync(HttpContext context, int status, string code, string sentence)
        => Problems.Answer(context, status, code, sentence, [new ProblemEntry(Header, code, sentence)]).ExecuteAsync(context);

    [LoggerMessage(5220, LogLevel.Warning, "The answer to {Path} could not be kept for its idempotency key: {Reason}")]
    private partial void LogNotKept(string path, string reason);
}
