using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary><c>revisions</c> and <c>audit list</c>: newest first.</summary>
internal static class ListCommand
{
    /// <summary>The revisions.</summary>
    public static Task<int> RevisionsAsync(RemoteSettings settings, RemoteConsole console, int limit, CancellationToken cancellationToken) => RunAsync(settings, console, "/revisions", limit, Roles.Viewer,
        ["REVISION", "SAVED", "AUTHOR", "ACTION", "COMMENT"], item => [item.Text("revision"), item.Text("savedAt"), item.Text("author"), item.Text("action"), item.Text("comment")], cancellationToken);

    /// <summary>The audit trail.</summary>
    public static Task<int> AuditAsync(RemoteSettings settings, RemoteConsole console, int limit, CancellationToken cancellationToken) => RunAsync(settings, console, "/audit", limit, Roles.Viewer,
        ["AT", "ACTOR", "ACTION", "OBJECT", "REASON"], item => [item.Text("at"), Actor(item.Get("actor"), item), item.Text("action"), item.Text("object"), item.Text("reason")], cancellationToken);

    private static string Actor(JsonElement actor, JsonElement item) => actor.ValueKind == JsonValueKind.Object ? actor.Text("name") : item.Text("actor");

    private static Task<int> RunAsync(RemoteSettings settings, RemoteConsole console, string path, int limit, string role, string[] headings, Func<JsonElement, string[]> cells, CancellationToken cancellationToken)
        => console.RunAsync(settings, async client =>
        {
            RemoteAnswer answer = await client.GetAsync(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"{path}?limit={limit}"), role, null, null, cancellationToken).ConfigureAwait(false);
            if (settings.Json)
            {
                console.Output.WriteLine(answer.Body);
                return ExitCodes.Fine;
            }

            var table = new TextTable(headings);
            foreach (JsonElement item in answer.Json().List("items")) table.Add([.. cells(item).Select(cell => (SafeText.Line(cell), Tone.Plain))]);
            table.Write(console.Output, console.IsColoured);
            return ExitCodes.Fine;
        });
}
