using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Postgres;
using KeepaliveConsole.Web.Api;
using KeepaliveConsole.Web.Api.Documents;
using KeepaliveConsole.Web.Audit;
using KeepaliveConsole.Web.Composition;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Cli;

/// <summary><c>audit verify</c> and <c>audit export</c> on the database that the settings name, also beside a running console. Verifying changes nothing.</summary>
internal static class AuditCommands
{
    /// <summary>The command <c>verify</c> of <c>audit</c>.</summary>
    /// <param name="data">The option that names the data directory.</param>
    public static Command Verify(Option<string?> data)
    {
        var known = new Option<string?>("--known") { Description = "An entry noted from an earlier verification, to be compared.", HelpName = "ID:HASH" };
        known.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !KnownHead.TryRead(text, out _)) result.AddError(KnownHead.Form);
        });
        var json = new Option<bool>("--json") { Description = "The finding as JSON, as GET /api/v1/audit/verify answers it." };
        var command = new Command("verify", "Go through the hash chain of the audit trail and name the first bad entry. Exit code 1 = it is broken.") { data, known, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            AuditHead? head = null;
            if (parsed.GetValue(known) is { } text) _ = KnownHead.TryRead(text, out head);
            return WithSettings(parsed.GetValue(data), Console.Error, options => VerifyAsync(options, head, parsed.GetValue(json), Console.Out, Console.Error, cancellationToken));
        });
        return command;
    }

    /// <summary>The command <c>export</c> of <c>audit</c>.</summary>
    /// <param name="data">The option that names the data directory.</param>
    public static Command Export(Option<string?> data)
    {
        var format = new Option<string>("--format") { Description = "csv (RFC 4180) or jsonl (one object a line). Default: jsonl.", HelpName = "FORMAT", DefaultValueFactory = _ => "jsonl" };
        format.AcceptOnlyFromAmong("csv", "jsonl");
        var command = new Command("export", "Write the whole audit trail, newest first. That it was exported is an entry itself.") { data, format };
        command.SetAction((parsed, cancellationToken) => WithSettings(parsed.GetValue(data), Console.Error, options =>
            ExportAsync(options, parsed.GetValue(data), parsed.GetRequiredValue(format), Console.OpenStandardOutput(), Console.Error, cancellationToken)));
        return command;
    }

    /// <summary>Exports. A directory without a store is refused rather than filled.</summary>
    public static Task<int> ExportAsync(ConsoleDataOptions options, string? data, string format, Stream output, TextWriter error, CancellationToken cancellationToken)
    {
        if (options.Provider == StorageProvider.Sqlite && !File.Exists(options.DatabasePath))
            return Task.FromResult(CommandFailure.Failed($"There is no store in {options.DataDirectory}; name the console's data directory with --data.").Report(error));
        return StoreCommands.WithStoreAsync(data, error, async services =>
        {
            var audit = services.GetRequiredService<IAuditTrail>();
            await audit.RecordAsync(new AuditEntry { Actor = Actor.Cli, Action = "audit-export", Object = "audit", After = format }, cancellationToken).ConfigureAwait(false);
            AuditQuery query = AuditExport.Begin(new AuditQuery());
            Page<AuditRecord> first = await audit.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            await new AuditExport(audit).WriteAsync(output, format == "csv" ? AuditExportFormat.Csv : AuditExportFormat.Jsonl, query, first, cancellationToken).ConfigureAwait(false);
            await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            return ExitCodes.Fine;
        }, cancellationToken);
    }

    /// <summary>Verifies and prints.</summary>
    public static async Task<int> VerifyAsync(ConsoleDataOptions options, AuditHead? known, bool json, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        (AuditVerification? found, string? refusal) = options.Provider == StorageProvider.PostgreSQL
            ? await PostgresAudit.VerifyAsync(options, known, cancellationToken).ConfigureAwait(false)
            : await AuditFile.VerifyAsync(options, known, cancellationToken).ConfigureAwait(false);
        if (found is null) return CommandFailure.Failed(refusal!).Report(error);
        if (json)
        {
            output.WriteLine(JsonSerializer.Serialize(AuditVerificationDocument.Of(found), ApiJson.Options));
            return found.Intact ? ExitCodes.Fine : ExitCodes.Failed;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{found.Checked} entries in the chain are as they were written; {found.BeforeChain} are from before the chain; {found.Removed} were removed by retention."));
        if (found.Head is { } head) output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Newest good entry, to be noted elsewhere: {head.Id}:{head.Hash}"));
        return found.Flaw is null ? ExitCodes.Fine : CommandFailure.Failed($"The audit trail is broken. {found.Flaw.Sentence}").Report(error);
    }

    // As the console reads them: the same provider, server and directory.
    private static Task<int> WithSettings(string? data, TextWriter error, Func<ConsoleDataOptions, Task<int>> command)
    {
        ConsoleDataOptions options;
        try
        {
            options = StorageSettings.Read(EarlySettings.Read([]), data, DatabaseAccess.Shared);
        }
        catch (InvalidOperationException failure)
        {
            return Task.FromResult(new CommandFailure(ExitCodes.Usage, StoreCommands.Unreadable(failure)).Report(error));
        }

        return command(options);
    }
}
