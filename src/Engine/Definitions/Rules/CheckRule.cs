namespace KeepaliveConsole.Engine.Definitions.Rules;

/// <summary>Checks that can run and can end.</summary>
internal sealed class CheckRule : IDefinitionRule
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    public void Check(ClusterDefinition definition, ProblemList problems)
    {
        var run = new CheckRun(definition.TrackFiles.Select(file => file.Name).ToHashSet(StringComparer.Ordinal), problems);
        for (int index = 0; index < definition.VirtualServices.Count; index++)
            Check(definition.VirtualServices[index], $"/virtualServices/{index}", run);
    }

    private static void Check(VirtualServiceDefinition service, string pointer, CheckRun run)
    {
        ProblemList problems = run.Problems;
        for (int index = 0; index < service.RealServers.Count; index++)
        {
            RealServerDefinition server = service.RealServers[index];
            for (int position = 0; position < server.Checks.Count; position++)
            {
                string at = $"{pointer}/realServers/{index}/checks/{position}";
                Sentence subject = $"{service.Name}: check {position + 1} of {server.EndpointName}";
                CheckTimes(server.Checks[position], at, subject, problems);
                CheckTarget(server, server.Checks[position], at, subject, problems);
                CheckKind(server.Checks[position], at, subject, run);
            }
        }
    }

    private static void CheckTimes(CheckDefinition check, string at, Sentence subject, ProblemList problems)
    {
        if (check.ConnectTimeout <= TimeSpan.Zero || check.ConnectTimeout > s_longest)
            problems.Error($"{at}/connectTimeoutMs", "check.timeout", $"{subject}: the connect timeout must be longer than 0 and at most a day; 5 s is usual.");
        if (check.Interval <= TimeSpan.Zero || check.Interval > s_longest)
            problems.Error($"{at}/intervalMs", "check.interval", $"{subject}: the interval must be longer than 0 and at most a day.");
        if (check.Retries < 0)
            problems.Error($"{at}/retries", "check.retries", $"{subject}: retries must be 0 or more, not {check.Retries}; 0 takes the server out at the first failure.");
        if (check.RetryDelay < TimeSpan.Zero || check.RetryDelay > s_longest)
            problems.Error($"{at}/retryDelayMs", "check.retryDelay", $"{subject}: the delay before a retry must be 0 to a day.");
        if (check.Rise < 1)
            problems.Error($"{at}/rise", "check.rise", $"{subject}: rise must be 1 or more, not {check.Rise}; 1 brings the server back at the first pass.");
        if (check.FastInterval <= TimeSpan.Zero || check.FastInterval > s_longest)
            problems.Error($"{at}/fastIntervalMs", "check.fastInterval", $"{subject}: the fast interval must be longer than 0 and at most a day; leave it out for none.");
        if (check.ResponseTimeLimit <= TimeSpan.Zero || (check.ResponseTimeLimit > check.ConnectTimeout && check is not ScriptCheckDefinition))
            problems.Error($"{at}/responseTimeLimitMs", "check.responseTimeLimit", $"{subject}: the limit for the response time must be longer than 0 and at most the connect timeout, after which the check has failed anyway.");
        if (check.Warmup < TimeSpan.Zero || check.Warmup > s_longest)
            problems.Error($"{at}/warmupMs", "check.warmup", $"{subject}: the warmup must be 0 to a day.");
    }

    private static void CheckTarget(RealServerDefinition server, CheckDefinition check, string at, Sentence subject, ProblemList problems)
    {
        bool hasPort = check is not (PingCheckDefinition or ScriptCheckDefinition or FileCheckDefinition);
        if (check.ConnectPort is < 1 or > 65535)
            problems.Error($"{at}/connectPort", "check.port", $"{subject}: the port must be 1 to 65535, not {check.ConnectPort}.");
        else if (check.ConnectPort is null && server.Port == 0 && hasPort)
            problems.Error($"{at}/connectPort", "check.noPort", $"{subject} has no port to connect to, because the real server has none; set connectPort.");
        if (check.BindPort is < 1 or > 65535)
            problems.Error($"{at}/bindPort", "check.bindPort", $"{subject}: the source port must be 1 to 65535, not {check.BindPort}; leave it out to let the kernel choose.");
        if (check.BindAddress is { } source && source.AddressFamily != (check.ConnectAddress ?? server.Address).AddressFamily)
            problems.Error($"{at}/bindAddress", "check.bindFamily", $"{subject}: the source address {source} is of another address family than {check.ConnectAddress ?? server.Address}; use one of the same family.");
        if (check.BindInterface is { } name && !NameRule.IsInterfaceName(name))
            problems.Error($"{at}/bindInterface", "interface.name", $"{subject}: \"{name}\" cannot be the name of an interface; use 1 to 15 characters without blanks and slashes.");
        if (check.FirewallMark == 0)
            problems.Error($"{at}/firewallMark", "check.firewallMark", $"{subject}: the firewall mark must be 1 or more; leave it out for none.");
        if (!hasPort) CheckUnused(check, at, subject, problems);
    }

    private static void CheckUnused(CheckDefinition check, string at, Sentence subject, ProblemList problems)
    {
        if (check.ConnectPort is not null || check.BindPort is not null)
            problems.Warning(at, "check.unused", $"{subject}: this kind of check uses no port; remove connectPort and bindPort.");
        if (check is not PingCheckDefinition && (check.ConnectAddress is not null || check.BindAddress is not null || check.BindInterface is not null || check.FirewallMark is not null))
            problems.Warning(at, "check.unused", $"{subject}: this kind of check sends nothing itself; remove connectAddress, bindAddress, bindInterface and firewallMark.");
    }

    private static void CheckKind(CheckDefinition check, string at, Sentence subject, CheckRun run)
    {
        switch (check)
        {
            case HttpCheckDefinition http:
                HttpCheckRule.Check(http, at, subject, run);
                break;
            case UdpCheckDefinition udp:
                UdpCheckRule.Check(udp, at, subject, run.Problems);
                break;
            case SmtpCheckDefinition smtp when smtp.HeloName.Length is 0 or > 255 || smtp.HeloName.Any(letter => letter <= ' ' || letter > '~'):
                run.Problems.Error($"{at}/heloName", "smtp.heloName", $"{subject}: the name for HELO must be 1 to 255 printable characters without blanks.");
                break;
            case DnsCheckDefinition dns when !DnsName.IsValid(dns.Name):
                run.Problems.Error($"{at}/name", "dns.name", $"{subject}: \"{dns.Name}\" is no DNS name; write labels of 1 to 63 characters parted by dots, 253 in all, or . for the root.");
                break;
            case ScriptCheckDefinition script:
                CheckScript(script, at, subject, run.Problems);
                break;
            case FileCheckDefinition file:
                CheckFile(file, at, subject, run);
                break;
            case AgentCheckDefinition { Send: { Length: 0 or > 1024 } }:
                run.Problems.Error($"{at}/send", "agent.send", $"{subject}: what is sent to the agent must be 1 to 1024 characters; leave it out to send nothing.");
                break;
            default:
                break;
        }
    }

    private static void CheckScript(ScriptCheckDefinition script, string at, Sentence subject, ProblemList problems)
    {
        NotifyRule.CheckProgram(script.Command, $"{at}/command", $"{subject}: its program", problems);
        NotifyRule.CheckUser(script.User, $"{at}/user", subject, problems);
        if (script.Timeout <= TimeSpan.Zero || script.Timeout > TimeSpan.FromSeconds(4294))
            problems.Error($"{at}/timeoutMs", "check.scriptTimeout", $"{subject}: the timeout must be longer than 0 and at most 4294 s; leave it out to use the interval.");
    }

    private static void CheckFile(FileCheckDefinition file, string at, Sentence subject, CheckRun run)
    {
        if (!run.TrackFiles.Contains(file.TrackFile))
            run.Problems.Error($"{at}/trackFile", "check.trackFile", $"{subject} follows the track file \"{file.TrackFile}\", which is not defined; define it or remove the check.");
        if (file.Weight is < -65535 or > 65535)
            run.Problems.Error($"{at}/weight", "check.fileWeight", $"{subject}: the weight must be -65535 to 65535, not {file.Weight}.");
    }
}
