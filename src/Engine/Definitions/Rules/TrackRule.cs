namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Tracked scripts, processes and files: ranges.</summary>
internal sealed class TrackRule : IDefinitionRule
{
    private const int LongestProcessName = 15;
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(4294);
    private static readonly TimeSpan s_longestDelay = TimeSpan.FromHours(1);

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.TrackScripts.Count; index++)
            CheckScript(definition.TrackScripts[index], $"/trackScripts/{index}", problems);
        for (int index = 0; index < definition.TrackProcesses.Count; index++)
            CheckProcess(definition.TrackProcesses[index], $"/trackProcesses/{index}", problems);
        for (int index = 0; index < definition.TrackFiles.Count; index++)
            CheckFile(definition.TrackFiles[index], $"/trackFiles/{index}", problems);
    }

    private static void CheckScript(TrackScriptDefinition script, string at, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(script.Command))
            problems.Error($"{at}/command", "script.command", $"Track script {script.Name} has no command; name the program to run.");
        else if (script.Command.Any(char.IsControl))
            problems.Error($"{at}/command", "script.characters", $"The command of track script {script.Name} holds a control character; write it on one line.");
        if (script.Interval <= TimeSpan.Zero || script.Interval > s_longest)
            problems.Error($"{at}/intervalMs", "script.interval", $"Track script {script.Name}: the interval must be longer than 0 and at most 4294 s; 1 s is usual.");
        if (script.Timeout <= TimeSpan.Zero || script.Timeout > s_longest)
            problems.Error($"{at}/timeoutMs", "script.timeout", $"Track script {script.Name}: the timeout must be longer than 0 and at most 4294 s; leave it out to use the interval.");
        if (script.Weight is < -253 or > 253)
            problems.Error($"{at}/weight", "track.weight", $"Track script {script.Name}: the weight must be -253 to 253, not {script.Weight}.");
        if (script.Rise < 1 || script.Fall < 1)
            problems.Error($"{at}/{(script.Rise < 1 ? "rise" : "fall")}", "script.count", $"Track script {script.Name}: rise and fall must be 1 or more.");
        NotifyRule.CheckUser(script.User, $"{at}/user", $"Track script {script.Name}", problems);
    }

    private static void CheckProcess(TrackProcessDefinition process, string at, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(process.Process))
            problems.Error($"{at}/process", "process.name", $"Track process {process.Name} names no process; say which to look for.");
        if (process.Weight is < -254 or > 254)
            problems.Error($"{at}/weight", "track.weight", $"Track process {process.Name}: the weight must be -254 to 254, not {process.Weight}.");
        if (process.Quorum is < 1 or > 65535)
            problems.Error($"{at}/quorum", "process.quorum", $"Track process {process.Name}: the quorum must be 1 to 65535, not {process.Quorum}.");
        if (process.MaximumQuorum is < 0 or > 65535)
            problems.Error($"{at}/maximumQuorum", "process.maximumQuorum", $"Track process {process.Name}: the largest quorum must be 0 to 65535, not {process.MaximumQuorum}.");
        else if (process.MaximumQuorum < process.Quorum)
            problems.Error($"{at}/maximumQuorum", "process.maximumQuorum", $"Track process {process.Name}: at least {process.Quorum} and at most {process.MaximumQuorum} processes can never be; raise maximumQuorum or leave it out.");
        if (IsOutside(process.ForkDelay))
            problems.Error($"{at}/forkDelayMs", "process.delay", $"Track process {process.Name}: the fork delay must be 0 s to an hour.");
        if (IsOutside(process.TerminateDelay))
            problems.Error($"{at}/terminateDelayMs", "process.delay", $"Track process {process.Name}: the terminate delay must be 0 s to an hour.");
        if (process.Parameters.Count > 0 && process.ParameterMatch == ParameterMatch.Ignore)
            problems.Warning($"{at}/parameters", "process.parameters", $"Track process {process.Name}: the parameters are not compared; set parameterMatch or remove them.");
        if (!process.FullCommand && process.Process.Length > LongestProcessName)
            problems.Warning($"{at}/process", "process.length", $"Track process {process.Name}: the kernel keeps {LongestProcessName} characters of a process's name, so others that begin alike count too; use fullCommand to be exact.");
    }

    private static void CheckFile(TrackFileDefinition file, string at, ProblemList problems)
    {
        if (!file.Path.StartsWith('/') || file.Path.Any(char.IsControl))
            problems.Error($"{at}/path", "file.path", $"Track file {file.Name}: \"{file.Path}\" must be a path from the root, such as /run/load.");
        else if (file.Path.StartsWith("/proc/", StringComparison.Ordinal) || file.Path.StartsWith("/sys/", StringComparison.Ordinal))
            problems.Error($"{at}/path", "file.fileSystem", $"Track file {file.Name}: the kernel does not tell of changes in {file.Path}; write the number into a file under /run instead.");
        if (file.Weight is < -254 or > 254)
            problems.Error($"{at}/weight", "track.weight", $"Track file {file.Name}: the weight must be -254 to 254, not {file.Weight}.");
        if (file.OverwriteInitialValue && file.InitialValue is null)
            problems.Warning($"{at}/overwriteInitialValue", "file.overwrite", $"Track file {file.Name}: overwriteInitialValue has no effect without an initial value; set one or remove it.");
    }

    private static bool IsOutside(TimeSpan delay) => delay < TimeSpan.Zero || delay > s_longestDelay;
}
