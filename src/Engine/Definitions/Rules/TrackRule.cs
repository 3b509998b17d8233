namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Tracked scripts and processes: ranges.</summary>
internal sealed class TrackRule : IDefinitionRule
{
    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        for (int index = 0; index < definition.TrackScripts.Count; index++)
            CheckScript(definition.TrackScripts[index], $"/trackScripts/{index}", problems);
        for (int index = 0; index < definition.TrackProcesses.Count; index++)
            CheckProcess(definition.TrackProcesses[index], $"/trackProcesses/{index}", problems);
    }

    private static void CheckScript(TrackScriptDefinition script, string at, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(script.Command))
            problems.Error($"{at}/command", "script.command", $"Track script {script.Name} has no command; name the program to run.");
        if (script.Interval <= TimeSpan.Zero)
            problems.Error($"{at}/intervalMs", "script.interval", $"Track script {script.Name}: the interval must be longer than 0; 1 s is usual.");
        if (script.Timeout <= TimeSpan.Zero)
            problems.Error($"{at}/timeoutMs", "script.timeout", $"Track script {script.Name}: the timeout must be longer than 0; leave it out to use the interval.");
        if (script.Weight is < -253 or > 253)
            problems.Error($"{at}/weight", "track.weight", $"Track script {script.Name}: the weight must be -253 to 253, not {script.Weight}.");
        if (script.Rise < 1 || script.Fall < 1)
            problems.Error($"{at}/{(script.Rise < 1 ? "rise" : "fall")}", "script.count", $"Track script {script.Name}: rise and fall must be 1 or more.");
    }

    private static void CheckProcess(TrackProcessDefinition process, string at, ProblemList problems)
    {
        if (string.IsNullOrWhiteSpace(process.Process))
            problems.Error($"{at}/process", "process.name", $"Track process {process.Name} names no process; say which to look for.");
        if (process.Weight is < -254 or > 254)
            problems.Error($"{at}/weight", "track.weight", $"Track process {process.Name}: the weight must be -254 to 254, not {process.Weight}.");
        if (process.Quorum is < 1 or > 65535)
            problems.Error($"{at}/quorum", "process.quorum", $"Track process {process.Name}: the quorum must be 1 to 65535, not {process.Quorum}.");
        if (process.ForkDelay < TimeSpan.Zero || process.TerminateDelay < TimeSpan.Zero)
            problems.Error($"{at}/delayMs", "process.delay", $"Track process {process.Name}: the delay must not be negative.");
    }
}
