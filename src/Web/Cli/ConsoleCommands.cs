using System.CommandLine;
using KeepaliveConsole.Web.Auth;
using KeepaliveConsole.Web.Cli.Remote;
using KeepaliveConsole.Web.Settings;

namespace KeepaliveConsole.Web.Cli;

/// <summary>The command line. <c>serve</c> is what runs when no command is named.</summary>
internal static class ConsoleCommands
{
    /// <summary>Runs what <paramref name="arguments"/> ask for and gives the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        ParseResult parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (Faults(parsed) is { Count: > 0 } faults)
        {
            foreach (string message in faults) new CommandFailure(ExitCodes.Usage, message).Report(Console.Error);
            return new CommandFailure(ExitCodes.Usage, "'keepalive-console --help' shows how it is used.").Report(Console.Error);
        }

        // The web host handles signals itself; ending the process two seconds after SIGTERM would cut the engine's farewell short.
        return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
    }

    private static List<string> Faults(ParseResult parsed)
    {
        List<string> faults = [.. parsed.Errors.Select(error => error.Message).Distinct()];
        // The root takes settings as unknown words, and the parser then lets them pass for every command below it too.
        if (faults.Count == 0 && parsed.CommandResult.Command.TreatUnmatchedTokensAsErrors)
            faults.AddRange(parsed.UnmatchedTokens.Take(1).Select(token => $"{parsed.CommandResult.Command.Name} does not know {token}"));
        return faults;
    }

    private static RootCommand Root()
    {
        var root = new RootCommand("Keeps addresses and services available: VRRP, health checks and LVS, with a console.");
        AddServe(root);
        var serve = new Command("serve", "Run the engine and the console (the default command). Any setting may follow as --Section:Key=value.");
        AddServe(serve);
        root.Add(serve);
        root.Add(Check());
        root.Add(Import());
        root.Add(Export());
        root.Add(new Command("token", "Tokens for programs.") { CreateToken() });
        var remote = new RemoteCommands();
        remote.AddTo(root);
        root.Add(new Command("audit", "The audit trail.") { AuditCommands.Verify(Data()), AuditCommands.Export(Data()), remote.AuditList() });
        root.Add(BackupCommands.Backup(Data()));
        root.Add(BackupCommands.Restore(Data()));
        root.Add(new Command("setup", "The one-time setup token.") { ResetSetup() });
        return root;
    }

    private static void AddServe(Command command)
    {
        var conf = new Option<string?>("--conf") { Description = "A keepalived.conf that becomes the first definition of an empty store.", HelpName = "FILE" };
        Option<string?> data = Data();
        var node = new Option<string?>("--node") { Description = "Name of this node. Default: the host's name.", HelpName = "NAME" };
        var urls = new Option<string?>("--urls") { Description = "Where the console listens. Default: http://127.0.0.1:8300.", HelpName = "URL" };
        command.Add(conf);
        command.Add(data);
        command.Add(node);
        command.Add(urls);
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) =>
        {
            CommandFailure? unknown = ServeSettings.TryCreate(parsed.GetValue(conf), parsed.GetValue(data), parsed.GetValue(node), parsed.GetValue(urls), parsed.UnmatchedTokens, out ServeSettings settings);
            return unknown is not null ? Task.FromResult(unknown.Report(Console.Error)) : new ServeCommand(Console.Out, Console.Error).RunAsync(settings, cancellationToken);
        });
    }

    private static Command Check()
    {
        var files = new Argument<string[]>("FILE") { Description = "keepalived.conf files.", Arity = ArgumentArity.OneOrMore };
        // The parser takes an option it does not know for one more file.
        files.Validators.Add(result =>
        {
            foreach (string token in result.Tokens.Select(token => token.Value).Where(value => value.StartsWith('-') && !File.Exists(value)))
                result.AddError($"{token} is no option of check; name a file of that name as ./{token}");
        });
        var command = new Command("check", "Read keepalived.conf files and say what is wrong, as FILE:LINE:COL: level: message.") { files };
        command.SetAction(parsed => CheckCommand.Run(parsed.GetRequiredValue(files), Console.Out));
        return command;
    }

    private static Command Import()
    {
        var file = new Argument<string>("FILE") { Description = "A keepalived.conf." };
        var node = new Option<string>("--node") { Description = "The node the file is for.", HelpName = "NAME", Required = true };
        Option<string?> data = Data();
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would happen." };
        var command = new Command("import", "Bring a keepalived.conf into the store.") { file, node, data, dryRun };
        command.SetAction((parsed, cancellationToken) => StoreCommands.ImportAsync(parsed.GetRequiredValue(file), parsed.GetRequiredValue(node),
            parsed.GetValue(data) ?? AppPaths.DefaultData(), parsed.GetValue(dryRun), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private static Command Export()
    {
        var node = new Option<string>("--node") { Description = "The node whose file it is.", HelpName = "NAME", Required = true };
        Option<string?> data = Data();
        var secrets = new Option<bool>("--secrets") { Description = "With passwords. Default: a mask in their place." };
        var command = new Command("export", "Write the keepalived.conf of a node.") { node, data, secrets };
        command.SetAction((parsed, cancellationToken) => StoreCommands.ExportAsync(parsed.GetRequiredValue(node), parsed.GetValue(data) ?? AppPaths.DefaultData(), parsed.GetValue(secrets),
            Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private static Command CreateToken()
    {
        var name = new Option<string>("--name") { Description = "Name of the token, for the audit trail.", HelpName = "NAME", Required = true };
        var role = new Option<string>("--role") { Description = "What it may do: viewer, operator or admin.", HelpName = "ROLE", Required = true };
        role.AcceptOnlyFromAmong([.. Roles.All]);
        Option<string?> data = Data();
        var command = new Command("create", "Make a token and print it, this once.") { name, role, data };
        command.SetAction((parsed, cancellationToken) => StoreCommands.CreateTokenAsync(parsed.GetValue(data) ?? AppPaths.DefaultData(),
            parsed.GetRequiredValue(name), parsed.GetRequiredValue(role), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private static Command ResetSetup()
    {
        Option<string?> data = Data();
        var command = new Command("reset", "Make a new one-time setup token, for the one who lost the password.") { data };
        command.SetAction((parsed, cancellationToken) => StoreCommands.ResetSetupAsync(parsed.GetValue(data) ?? AppPaths.DefaultData(), Console.Out, Console.Error, cancellationToken));
        return command;
    }

    private static Option<string?> Data() => new("--data")
    {
        Description = $"Data directory. Default: {AppPaths.PackagedData} when installed, ./data in a checkout.",
        HelpName = "DIR",
    };
}
