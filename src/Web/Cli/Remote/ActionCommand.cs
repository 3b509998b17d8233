using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>Commands that are one POST: what operators do, and what is done with revisions.</summary>
internal static class ActionCommand
{
    /// <summary><c>drain</c>, <c>maintenance</c> and <c>enable</c> of a real server.</summary>
    public static Task<int> ServerAsync(RemoteSettings settings, RemoteConsole console, string action, string service, string server, string? reason, TimeSpan? span, CancellationToken cancellationToken)
    {
        var body = new JsonObject();
        if (reason is not null) body["reason"] = reason;
        if (span is { } length) body["forMs"] = (long)length.TotalMilliseconds;
        return PostAsync(settings, console, $"/virtual-services/{Uri.EscapeDataString(service)}/real-servers/{Uri.EscapeDataString(server)}/actions/{action}", Roles.Operator, body, withTag: false, cancellationToken);
    }

    /// <summary><c>yield</c>, <c>release</c> and <c>resume</c> of an instance.</summary>
    public static Task<int> InstanceAsync(RemoteSettings settings, RemoteConsole console, string action, string instance, string? reason, CancellationToken cancellationToken) =>
        PostAsync(settings, console, $"/vrrp-instances/{Uri.EscapeDataString(instance)}/actions/{action}", Roles.Operator, reason is null ? null : new JsonObject { ["reason"] = reason }, withTag: false, cancellationToken);

    /// <summary><c>rollback N</c>.</summary>
    public static Task<int> RollBackAsync(RemoteSettings settings, RemoteConsole console, long revision, bool dryRun, string? comment, CancellationToken cancellationToken)
    {
        string query = string.Join('&', (string?[])[dryRun ? "dryRun=true" : null, Comment(comment)] is var parts ? parts.OfType<string>() : []);
        return PostAsync(settings, console, string.Create(CultureInfo.InvariantCulture, $"/revisions/{revision}/rollback{(query.Length > 0 ? "?" : "")}{query}"), Roles.Admin, null, withTag: true, cancellationToken);
    }

    /// <summary><c>confirm</c> and <c>revert</c> of the change on trial.</summary>
    public static Task<int> EndAsync(RemoteSettings settings, RemoteConsole console, string action, string? comment, CancellationToken cancellationToken) =>
        PostAsync(settings, console, $"/cluster/{action}{(Comment(comment) is { } query ? $"?{query}" : "")}", Roles.Admin, null, withTag: false, cancellationToken);

    private static string? Comment(string? comment) => comment is null ? null : $"comment={Uri.EscapeDataString(comment)}";

    private static Task<int> PostAsync(RemoteSettings settings, RemoteConsole console, string path, string role, JsonObject? body, bool withTag, CancellationToken cancellationToken) => console.RunAsync(settings, async client =>
    {
        string? tag = withTag ? (await client.GetAsync(HttpMethod.Get, "/cluster", role, null, null, cancellationToken).ConfigureAwait(false)).Tag : null;
        RemoteAnswer answer = await console.WaitAsync("working", client.GetAsync(HttpMethod.Post, path, role, body is { Count: > 0 } ? body.ToJsonString() : null, tag, cancellationToken), cancellationToken).ConfigureAwait(false);
        JsonElement document = answer.Json();
        if (settings.Json) console.Output.WriteLine(answer.Body);
        else WriteReport.Write(document, console);
        return ExitCodes.Fine;
    });
}
