using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Cli.Yaml;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>What <c>apply</c> is asked for.</summary>
/// <param name="File">YAML or JSON; <c>-</c> = the input.</param>
/// <param name="DryRun">Only the plan.</param>
/// <param name="Comment">Why; null = not said.</param>
/// <param name="ConfirmWithin">Take it back unless it is confirmed in this time; null = it is final.</param>
internal sealed record ApplyWish(string File, bool DryRun, string? Comment, TimeSpan? ConfirmWithin);

/// <summary><c>apply FILE</c>: makes the cluster's definition what the file says. Twice the same changes nothing the second time.</summary>
internal static class ApplyCommand
{
    /// <summary>Runs it.</summary>
    public static async Task<int> RunAsync(RemoteSettings settings, RemoteConsole console, ApplyWish wish, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = wish.File == "-" ? await Console.In.ReadToEndAsync(cancellationToken).ConfigureAwait(false) : await File.ReadAllTextAsync(wish.File, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return CommandFailure.Failed($"{wish.File} cannot be read: {error.Message}").Report(console.Error);
        }

        DefinitionText read = DefinitionText.Read(text, wish.File == "-" ? "standard input" : wish.File);
        if (read.Json is null)
        {
            foreach (string problem in read.Problems) CommandFailure.Failed(problem).Report(console.Error);
            return CommandFailure.Failed($"{wish.File} cannot be read as a definition; nothing was changed.").Report(console.Error);
        }

        return await console.RunAsync(settings, client => PutAsync(client, settings, console, wish, read.Json, cancellationToken), read.Locate).ConfigureAwait(false);
    }

    // Somebody else may write between the reading of the tag and the write: then once more, on top of that.
    private static async Task<int> PutAsync(ConsoleClient client, RemoteSettings settings, RemoteConsole console, ApplyWish wish, string json, CancellationToken cancellationToken)
    {
        RemoteAnswer answer = await OnceAsync().ConfigureAwait(false);
        if (answer.Status == 412) answer = await OnceAsync().ConfigureAwait(false);
        if (!answer.IsFine) throw client.Refusal(answer, Roles.Admin);
        JsonElement document = answer.Json();
        if (settings.Json) console.Output.WriteLine(answer.Body);
        else if (document.Text("status") == "Unchanged") console.Output.WriteLine(SafeText.Line($"nothing to change: {document.Text("message")}"));
        else WriteReport.Write(document, console);
        return ExitCodes.Fine;

        async Task<RemoteAnswer> OnceAsync()
        {
            RemoteAnswer current = await client.GetAsync(HttpMethod.Get, "/cluster", Roles.Admin, null, null, cancellationToken).ConfigureAwait(false);
            return await console.WaitAsync($"apply {wish.File}", client.AskAsync(HttpMethod.Put, $"/cluster{Query(wish)}", json, current.Tag, cancellationToken), cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Query(ApplyWish wish)
    {
        List<string> parts = [];
        if (wish.DryRun) parts.Add("dryRun=true");
        if (wish.Comment is { } comment) parts.Add($"comment={Uri.EscapeDataString(comment)}");
        if (wish.ConfirmWithin is { } within) parts.Add(string.Create(CultureInfo.InvariantCulture, $"confirmWithinMs={within.TotalMilliseconds:0}"));
        return parts.Count == 0 ? "" : $"?{string.Join('&', parts)}";
    }
}
