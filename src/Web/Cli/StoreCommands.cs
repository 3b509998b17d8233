using KeepaliveConsole.Data;
using KeepaliveConsole.Data.Access;
using KeepaliveConsole.Data.Audit;
using KeepaliveConsole.Data.Opening;
using KeepaliveConsole.Data.Revisions;
using KeepaliveConsole.Engine.KeepalivedConf;
using KeepaliveConsole.Web.Composition;
using KeepaliveConsole.Web.Operations;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Cli;

/// <summary>Short commands on a data directory. They may run beside a console that uses it.</summary>
internal static class StoreCommands
{
    /// <summary><c>token create</c>: the token is the only thing on the output.</summary>
    public static Task<int> CreateTokenAsync(string data, string name, string role, TextWriter output, TextWriter error, CancellationToken cancellationToken)
        => WithStoreAsync(data, error, async services =>
        {
            switch (await services.GetRequiredService<IApiTokens>().CreateAsync(name, role, expiresAt: null, cancellationToken).ConfigureAwait(false))
            {
                case TokenCreation.Created created:
                    await RecordAsync(services, "create-token", name, role, cancellationToken).ConfigureAwait(false);
                    output.WriteLine(created.Secret);
                    return ExitCodes.Fine;
                case TokenCreation.Refused refused:
                    return CommandFailure.Failed(refused.Sentence).Report(error);
                default:
                    throw new InvalidOperationException("Unknown outcome of making a token.");
            }
        }, cancellationToken);

    /// <summary><c>setup reset</c>: the new token is the only thing on the output.</summary>
    public static Task<int> ResetSetupAsync(string data, TextWriter output, TextWriter error, CancellationToken cancellationToken)
        => WithStoreAsync(data, error, async services =>
        {
            string token = await services.GetRequiredService<ISetupTokens>().ResetAsync(cancellationToken).ConfigureAwait(false);
            await RecordAsync(services, "setup-reset", "console", null, cancellationToken).ConfigureAwait(false);
            error.WriteLine($"The new one-time setup token, also in {services.GetRequiredService<ConsoleDataOptions>().SetupTokenPath}; open /setup and use it:");
            output.WriteLine(token);
            return ExitCodes.Fine;
        }, cancellationToken);

    /// <summary><c>import</c>: a console that runs on the same directory brings the new revision into force within two seconds.</summary>
    public static Task<int> ImportAsync(string file, string node, string data, bool dryRun, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        ConfImportResult import = ConfOnDisk.Read(file, node);
        ConfOnDisk.Print(import, error);
        if (import.HasErrors) return Task.FromResult(CommandFailure.Failed($"{file} has errors; nothing was imported.").Report(error));
        return WithStoreAsync(data, error, async services =>
        {
            DefinitionChange change = new ConfReading(import, node).Change(Actor.Cli, dryRun);
            SaveOutcome outcome = await services.GetRequiredService<IDefinitionStore>().SaveAsync(change, cancellationToken).ConfigureAwait(false);
            switch (outcome)
            {
                case SaveOutcome.Saved saved:
                    ConfOnDisk.Print(file, import, saved.Warnings, error);
                    output.WriteLine(dryRun ? $"{file} would become revision {saved.Stored.Revision}; nothing was changed." : $"{file} was imported for {node} as revision {saved.Stored.Revision}.");
                    return ExitCodes.Fine;
                case SaveOutcome.Unchanged same:
                    output.WriteLine($"{file} says what revision {same.Stored.Revision} says; nothing was changed.");
                    return ExitCodes.Fine;
                case SaveOutcome.Held held:
                    return CommandFailure.Failed($"Revision {held.Window.Revision} is on trial until {held.Window.EndsAt.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC; confirm it or take it back in the console first. Nothing was imported.").Report(error);
                case SaveOutcome.Refused refused:
                    ConfOnDisk.Print(file, import, refused.Problems, error);
                    return CommandFailure.Failed($"{file} breaks a rule; nothing was imported.").Report(error);
                default:
                    throw new InvalidOperationException("An import expects no particular revision, so it cannot conflict.");
            }
        }, cancellationToken);
    }

    /// <summary><c>export</c>. A directory without a store is refused rather than filled.</summary>
    public static Task<int> ExportAsync(string node, string data, bool withSecrets, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        var options = new ConsoleDataOptions { DataDirectory = Path.GetFullPath(data) };
        if (!File.Exists(options.DatabasePath)) return Task.FromResult(CommandFailure.Failed($"There is no store in {options.DataDirectory}; name the console's data directory with --data.").Report(error));
        return WithStoreAsync(data, error, async services =>
        {
            // No record, no secrets.
            if (withSecrets) await RecordAsync(services, "read-secrets", $"keepalived.conf of {node}", null, cancellationToken).ConfigureAwait(false);
            return await ExportCommand.RunAsync(services.GetRequiredService<IDefinitionStore>(), node, withSecrets, output, error, cancellationToken).ConfigureAwait(false);
        }, cancellationToken);
    }

    private static Task RecordAsync(IServiceProvider services, string action, string about, string? after, CancellationToken cancellationToken)
        => services.GetRequiredService<IAuditTrail>().RecordAsync(new AuditEntry { Actor = Actor.Cli, Action = action, Object = about, After = after }, cancellationToken);

    /// <summary>Runs a command on the store that the settings name, in the directory that was named or they name.</summary>
    internal static async Task<int> WithStoreAsync(string? data, TextWriter error, Func<IServiceProvider, Task<int>> command, CancellationToken cancellationToken)
    {
        var services = new ServiceCollection();
        try
        {
            services.AddConsoleData(StorageSettings.Read(EarlySettings.Read([]), data, DatabaseAccess.Shared));
        }
        catch (InvalidOperationException failure)
        {
            return new CommandFailure(ExitCodes.Usage, Unreadable(failure)).Report(error);
        }

        ServiceProvider provider = services.BuildServiceProvider();
        await using (provider.ConfigureAwait(false))
        {
            try
            {
                if (await provider.GetRequiredService<IConsoleDatabase>().OpenAsync(cancellationToken).ConfigureAwait(false) is DatabaseOpening.Failed failed)
                    return CommandFailure.Failed(failed.Sentence).Report(error);
                return await command(provider).ConfigureAwait(false);
            }
            catch (Exception failure) when (StorageFailure.IsOne(failure))
            {
                return CommandFailure.Failed(StorageFailure.Describe(failure)).Report(error);
            }
        }
    }

    /// <summary>Settings of the store that cannot be read. The value is not repeated: one of them is a secret.</summary>
    internal static string Unreadable(InvalidOperationException failure) => $"The settings of section {StorageSettings.Section} cannot be read: {failure.Message}";
}
