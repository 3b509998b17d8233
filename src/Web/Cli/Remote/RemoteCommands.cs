using System.CommandLine;

namespace KeepaliveConsole.Web.Cli.Remote;

/// <summary>The commands that talk to a running console, and their common options.</summary>
internal sealed class RemoteCommands
{
    private readonly Option<string?> _url = new("--url") { Description = $"The console. Default: {RemoteSettings.UrlVariable}, else {RemoteSettings.DefaultUrl}.", HelpName = "URL" };

    // Never the token itself: everyone on the host sees the arguments of a process.
    private readonly Option<string?> _tokenFile = new("--token-file") { Description = $"File that holds the token. Default: the variable {RemoteSettings.TokenVariable}.", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "The console's answer as JSON." };

    /// <summary>Adds them all.</summary>
    public void AddTo(RootCommand root)
    {
        root.Add(Ending(new Command("status", "Instances, owners, services and real servers."), (_, settings, console, ct) => StatusCommand.RunAsync(settings, console, ct)));
        root.Add(Apply());
        root.Add(Events());
        foreach ((string name, string what) in ((string, string)[])
            [("drain", "Send a real server no new connections; those it has go on."), ("maintenance", "Take a real server out of the table."), ("enable", "Let a real server serve again.")])
            root.Add(Server(name, what));
        foreach ((string name, string what) in ((string, string)[])
            [("yield", "Give an instance to the next best node, once."), ("release", "Give an instance up and stay out of its election."), ("resume", "Take part in an instance's election again.")])
            root.Add(Instance(name, what));
        root.Add(Revisions());
        root.Add(RollBack());
        root.Add(End("confirm", "Keep the change that is on trial."));
        root.Add(End("revert", "Take the change that is on trial back at once."));
    }

    /// <summary><c>audit list</c>.</summary>
    public Command AuditList()
    {
        Option<int> limit = Limit(20, 1, 500);
        return Ending(new Command("list", "The newest entries of the audit trail.") { limit }, (parsed, settings, console, ct) => ListCommand.AuditAsync(settings, console, parsed.GetValue(limit), ct));
    }

    private Command Apply()
    {
        var file = new Argument<string>("FILE") { Description = "The whole definition as YAML or JSON; - reads the input." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would happen." };
        Option<string?> comment = Comment();
        Option<string?> within = Duration("--confirm-within", "Take the change back unless it is confirmed (keepalive-console confirm) within this time.");
        return Ending(new Command("apply", "Make the cluster's definition what a file says; nothing happens when it says so already.") { file, dryRun, comment, within }, (parsed, settings, console, ct) =>
            ApplyCommand.RunAsync(settings, console, new ApplyWish(parsed.GetRequiredValue(file), parsed.GetValue(dryRun), parsed.GetValue(comment), Time(parsed.GetValue(within))), ct));
    }

    private Command Events()
    {
        var follow = new Option<bool>("--follow") { Description = "Go on with what happens, also when the console restarts." };
        var kind = new Option<string[]>("--kind") { Description = "Only events of this kind; may be repeated.", HelpName = "KIND", AllowMultipleArgumentsPerToken = false };
        var since = new Option<string?>("--since") { Description = "Begin after the event of this id.", HelpName = "ID" };
        since.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } id && !(id.Length is > 0 and <= 19 && id.All(char.IsAsciiDigit))) result.AddError($"--since takes the id of an event, a whole number, not {id}");
        });
        var limit = new Option<int?>("--limit") { Description = "End after so many events.", HelpName = "N" };
        return Ending(new Command("events", "The events, one line each, oldest first.") { follow, kind, since, limit }, (parsed, settings, console, ct) =>
            new EventsCommand(settings, console, new EventsWish(parsed.GetValue(follow), parsed.GetValue(kind) ?? [], parsed.GetValue(since), parsed.GetValue(limit))).RunAsync(ct));
    }

    private Command Server(string name, string what)
    {
        var service = new Argument<string>("SERVICE") { Description = "Name of the virtual service, such as 10.88.0.100:80/tcp." };
        var server = new Argument<string>("SERVER") { Description = "Address and port of the real server, such as 10.88.0.101:80." };
        Option<string?> reason = Reason();
        Option<string?>? span = name == "enable" ? null : Duration("--for", "Enable it again after this time. Default: never by itself.");
        var command = new Command(name, what) { service, server, reason };
        if (span is not null) command.Add(span);
        return Ending(command, (parsed, settings, console, ct) => ActionCommand.ServerAsync(settings, console, name, parsed.GetRequiredValue(service), parsed.GetRequiredValue(server),
            parsed.GetValue(reason), span is null ? null : Time(parsed.GetValue(span)), ct));
    }

    private Command Instance(string name, string what)
    {
        var instance = new Argument<string>("INSTANCE") { Description = "Name of the VRRP instance." };
        Option<string?> reason = Reason();
        return Ending(new Command(name, what) { instance, reason }, (parsed, settings, console, ct) => ActionCommand.InstanceAsync(settings, console, name, parsed.GetRequiredValue(instance), parsed.GetValue(reason), ct));
    }

    private Command Revisions()
    {
        Option<int> limit = Limit(20, 1, 500);
        return Ending(new Command("revisions", "The revisions of the definition, newest first.") { limit }, (parsed, settings, console, ct) => ListCommand.RevisionsAsync(settings, console, parsed.GetValue(limit), ct));
    }

    private Command RollBack()
    {
        var revision = new Argument<long>("N") { Description = "Number of the revision to go back to; it becomes a new one." };
        var dryRun = new Option<bool>("--dry-run") { Description = "Only say what would happen." };
        Option<string?> comment = Comment();
        return Ending(new Command("rollback", "Make an earlier revision the definition again.") { revision, dryRun, comment }, (parsed, settings, console, ct) =>
            ActionCommand.RollBackAsync(settings, console, parsed.GetRequiredValue(revision), parsed.GetValue(dryRun), parsed.GetValue(comment), ct));
    }

    private Command End(string name, string what)
    {
        Option<string?> comment = Comment();
        return Ending(new Command(name, what) { comment }, (parsed, settings, console, ct) => ActionCommand.EndAsync(settings, console, name, parsed.GetValue(comment), ct));
    }

    private Command Ending(Command command, Func<ParseResult, RemoteSettings, RemoteConsole, CancellationToken, Task<int>> run)
    {
        command.Add(_url);
        command.Add(_tokenFile);
        command.Add(_json);
        command.SetAction((parsed, cancellationToken) =>
        {
            var console = RemoteConsole.OfProcess();
            CommandFailure? wrong = RemoteSettings.TryCreate(parsed.GetValue(_url), parsed.GetValue(_tokenFile), parsed.GetValue(_json), Environment.GetEnvironmentVariable, out RemoteSettings settings);
            return wrong is not null ? Task.FromResult(wrong.Report(console.Error)) : run(parsed, settings, console, cancellationToken);
        });
        return command;
    }

    private static Option<string?> Comment() => new("--comment") { Description = "Why, for the list of revisions.", HelpName = "TEXT" };

    private static Option<string?> Reason() => new("--reason") { Description = "Why, for the audit trail and whoever looks.", HelpName = "TEXT" };

    private static Option<int> Limit(int otherwise, int least, int most)
    {
        var limit = new Option<int>("--limit") { Description = $"How many, {least} to {most}.", HelpName = "N", DefaultValueFactory = _ => otherwise };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is var value && (value < least || value > most)) result.AddError($"--limit must be {least} to {most}, not {value}");
        });
        return limit;
    }

    private static Option<string?> Duration(string name, string what)
    {
        var option = new Option<string?>(name) { Description = what, HelpName = "TIME" };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !DurationText.TryRead(text, out _)) result.AddError($"{name} takes {DurationText.Form}, not {text}");
        });
        return option;
    }

    private static TimeSpan? Time(string? text) => DurationText.TryRead(text, out TimeSpan time) ? time : null;
}
