using System.CommandLine;
using System.Globalization;
using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Backups;
using KeepaliveConsole.Web.Composition;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Cli;

/// <summary><c>backup</c> beside a running console, <c>restore</c> without one.</summary>
internal static class BackupCommands
{
    /// <summary><c>backup [--to FILE]</c></summary>
    public static Command Backup(Option<string?> data)
    {
        var to = new Option<string?>("--to") { Description = "The file to make. Default: one in DIR/backups, where the oldest make room.", HelpName = "FILE" };
        Option<string?> passphrase = Passphrase("Encrypt it with the passphrase in this file. Default: as Storage:Backups:PassphraseFile says.");
        var command = new Command("backup", "Copy the database and its keys into one file, and try the copy out.") { data, to, passphrase };
        command.SetAction((parsed, cancellationToken) => BackupAsync(parsed.GetValue(data), new BackupWish(parsed.GetValue(to), parsed.GetValue(passphrase)), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    /// <summary><c>restore FILE</c></summary>
    public static Command Restore(Option<string?> data)
    {
        var file = new Argument<string>("FILE") { Description = "A backup." };
        Option<string?> passphrase = Passphrase("The passphrase an encrypted backup was made with.");
        var command = new Command("restore", "Put a backup in the place of the database, which is kept beside it. No console may run on the directory.") { file, data, passphrase };
        command.SetAction((parsed, cancellationToken) => RestoreAsync(parsed.GetValue(data), parsed.GetRequiredValue(file), parsed.GetValue(passphrase), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private static Task<int> BackupAsync(string? data, BackupWish wish, TextWriter output, TextWriter error, CancellationToken cancellationToken)
        => StoreCommands.WithStoreAsync(data, error, async services =>
        {
            switch (await services.GetRequiredService<IBackups>().CreateAsync(wish, cancellationToken).ConfigureAwait(false))
            {
                case BackupOutcome.Made made:
                    await services.GetRequiredService<IAuditTrail>().RecordAsync(new AuditEntry { Actor = Actor.Cli, Action = "backup", Object = "database", After = made.Path }, cancellationToken).ConfigureAwait(false);
                    output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{made.Path}: {made.Backup.Bytes} bytes, revision {made.Backup.Revision}, {(made.Backup.Encrypted ? "encrypted, " : "")}restored into a scratch folder and found whole."));
                    return ExitCodes.Fine;
                case BackupOutcome.Refused refused:
                    return CommandFailure.Failed(refused.Sentence).Report(error);
                case BackupOutcome.Failed failed:
                    return CommandFailure.Failed(failed.Sentence).Report(error);
                default:
                    throw new InvalidOperationException("Unknown outcome of a backup.");
            }
        }, cancellationToken);

    private static async Task<int> RestoreAsync(string? data, string file, string? passphraseFile, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ConsoleDataOptions options;
        try
        {
            options = StorageSettings.Read(EarlySettings.Read([]), data);
        }
        catch (InvalidOperationException failure)
        {
            return new CommandFailure(ExitCodes.Usage, StoreCommands.Unreadable(failure)).Report(error);
        }

        RestoreOutcome outcome = await Restoration.RunAsync(options, Path.GetFullPath(file), passphraseFile, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        if (!outcome.Restored) return CommandFailure.Failed(outcome.Sentence).Report(error);
        output.WriteLine(outcome.Sentence);
        return ExitCodes.Fine;
    }

    private static Option<string?> Passphrase(string description) => new("--passphrase-file") { Description = description, HelpName = "FILE" };
}
