namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Programs and pipes that are told of changes of state.</summary>
internal sealed class NotifyRule : IDefinitionRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.Nodes.Count; index++) CheckNode(definition.Nodes[index], $"/nodes/{index}", problems);
        for (int index = 0; index < definition.VrrpInstances.Count; index++)
        {
            VrrpInstanceDefinition instance = definition.VrrpInstances[index];
            for (int part = 0; part < instance.Participants.Count; part++)
                Check(instance.Participants[part].Notify, $"/vrrpInstances/{index}/participants/{part}/notify", $"{instance.Name} on {instance.Participants[part].Node}", problems);
        }

        for (int index = 0; index < definition.SyncGroups.Count; index++)
        {
            SyncGroupDefinition group = definition.SyncGroups[index];
            string at = $"/syncGroups/{index}/notify";
            Check(group.Notify, at, $"Sync group {group.Name}", problems);
            if (group.Notify?.MasterHearsLower is not null)
                problems.Warning($"{at}/masterHearsLower", "notify.group", $"Sync group {group.Name}: only an instance hears a lower master; move masterHearsLower to the instances.");
            if (group.Notify?.Deleted is not null)
                problems.Warning($"{at}/deleted", "notify.group", $"Sync group {group.Name}: only the removal of an instance runs a program; move deleted to the instances.");
        }
    }

    /// <summary>May scripts run as <paramref name="user"/>? <c>user</c> or <c>user:group</c>.</summary>
    internal static bool IsUser(string user)
    {
        string[] parts = user.Split(':');
        return parts.Length <= 2 && parts.All(part => part.Length > 0 && part.All(letter => !char.IsWhiteSpace(letter) && !char.IsControl(letter)));
    }

    /// <summary>Says so when <paramref name="user"/> is none.</summary>
    internal static void CheckUser(string? user, string at, Sentence subject, ProblemList problems)
    {
        if (user is not null && !IsUser(user))
            problems.Error(at, "user.form", $"{subject}: \"{user}\" is no user; write a name, or name:group, without blanks.");
    }

    private static void CheckNode(NodeDefinition node, string at, ProblemList problems)
    {
        CheckUser(node.ScriptUser, $"{at}/scriptUser", $"Node {node.Name}", problems);
        if (node.StartupDelay < TimeSpan.Zero || node.StartupDelay > TimeSpan.FromSeconds(4294))
            problems.Error($"{at}/startupDelayMs", "node.startupDelay", $"Node {node.Name}: the startup delay must be 0 to 4294 s; 0 means none.");
        CheckFifos(node, node.NotifyFifos, $"{at}/notifyFifos", problems);
        CheckFifos(node, node.ServiceNotifyFifos, $"{at}/serviceNotifyFifos", problems);
    }

    private static void CheckFifos(NodeDefinition node, ValueArray<NotifyFifoDefinition> fifos, string at, ProblemList problems)
    {
        for (int index = 0; index < fifos.Count; index++)
        {
            NotifyFifoDefinition fifo = fifos[index];
            string pipe = $"{at}/{index}";
            if (!fifo.Path.StartsWith('/') || fifo.Path.Any(char.IsControl))
                problems.Error($"{pipe}/path", "fifo.path", $"Node {node.Name}: the notify pipe \"{fifo.Path}\" must be a path from the root, such as /run/vrrp.fifo.");
            else if (fifos.Take(index).Any(other => other.Path == fifo.Path))
                problems.Error($"{pipe}/path", "fifo.duplicate", $"Node {node.Name}: the notify pipe {fifo.Path} is listed twice; remove one.");
            CheckProgram(fifo.Script, $"{pipe}/script", $"Node {node.Name}: the reader of {fifo.Path}", problems);
            CheckUser(fifo.User, $"{pipe}/user", $"Node {node.Name}: the notify pipe {fifo.Path}", problems);
        }
    }

    private static void Check(NotifyDefinition? notify, string at, Sentence subject, ProblemList problems)
    {
        if (notify is null) return;
        foreach ((string member, string? program) in ((string, string?)[])
            [
                ("master", notify.Master), ("backup", notify.Backup), ("fault", notify.Fault), ("stop", notify.Stop), ("deleted", notify.Deleted),
                ("any", notify.Any), ("masterHearsLower", notify.MasterHearsLower),
            ])
            CheckProgram(program, $"{at}/{member}", $"{subject}: the notify program for {member}", problems);
        CheckUser(notify.User, $"{at}/user", $"{subject}: the user of notify programs", problems);
        if (notify.Timeout <= TimeSpan.Zero || notify.Timeout > s_longest)
            problems.Error($"{at}/timeoutMs", "notify.timeout", $"{subject}: a notify program must be given more than 0 s and at most an hour; 30 s is usual.");
    }

    // Run without a shell and without a search path, so that nobody else's program of the same name can be meant.
    internal static void CheckProgram(string? program, string at, Sentence subject, ProblemList problems)
    {
        if (program is null) return;
        string first = program.TrimStart().TrimStart('"', '\'');
        if (first.Length == 0)
            problems.Error(at, "notify.empty", $"{subject} is empty; name the program, or leave it out.");
        else if (program.Any(char.IsControl))
            problems.Error(at, "notify.characters", $"{subject} holds a control character; write it on one line.");
        else if (first[0] != '/')
            problems.Error(at, "notify.path", $"{subject}, \"{program}\", must start with a path from the root, such as /usr/local/bin/notify.");
    }
}
