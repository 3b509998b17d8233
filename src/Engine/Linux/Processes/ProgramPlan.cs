using System.Globalization;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>What is executed for a <see cref="ProgramRequest"/>.</summary>
/// <param name="Arguments">Full path of the executable first.</param>
/// <param name="Environment">Entries as NAME=value; nothing of the engine's own, which may hold secrets.</param>
internal sealed record ProgramPlan(IReadOnlyList<string> Arguments, IReadOnlyList<string> Environment)
{
    private const string Setpriv = "/usr/bin/setpriv";
    private const int CAP_SETGID = 6;
    private const int CAP_SETUID = 7;

    /// <summary>
    /// Plans it; null when it must not or cannot be run, and <paramref name="problem"/> then says why and what to do.
    /// The user is changed by util-linux's setpriv: spawning cannot do it, changing it in this process would change it for every thread,
    /// and an own helper program would cost a runtime start for each run. It also takes away every capability that would be
    /// inherited and lets the program end with the engine.
    /// </summary>
    public static ProgramPlan? Of(ProgramRequest request, out string? problem)
    {
        if (CommandLine.Split(request.Line, out problem) is not { } words) return null;
        if (ProgramFile.Find(words[0], out problem) is not { } file) return null;
        if (request.MustBeSafe && ProgramFile.Weakness(file) is { } weakness)
        {
            problem = $"script security does not allow {file}: {weakness}";
            return null;
        }

        if (ProgramUser.Find(request.User ?? ProgramUser.Default, out problem) is not { } user) return null;
        uint own = Libc.geteuid();
        bool mayChange = Capabilities.Has(CAP_SETUID) && Capabilities.Has(CAP_SETGID);
        if (!mayChange && own == 0 && user.Uid != 0)
        {
            problem = $"it must run as {user.Name}, and without CAP_SETUID and CAP_SETGID the engine can only run it as root; grant both";
            return null;
        }

        if (!mayChange && request.User is not null && user.Uid != own)
        {
            problem = $"it must run as {user.Name}, which needs CAP_SETUID and CAP_SETGID; grant both to the engine, or name no user to run it as the engine's own";
            return null;
        }

        if (ProgramFile.Find(Setpriv, out _) is null)
        {
            problem = $"{Setpriv} is missing, which starts programs with fewer rights; install util-linux";
            return null;
        }

        List<string> arguments = [Setpriv, "--pdeathsig", "TERM", "--inh-caps", "-all", "--ambient-caps", "-all"];
        if (mayChange) arguments.AddRange(["--reuid", Text(user.Uid), "--regid", Text(user.Gid), "--clear-groups"]);
        if (!mayChange || user.Uid != 0) arguments.Add("--no-new-privs");
        arguments.Add("--");
        arguments.Add(file);
        arguments.AddRange(words[1..]);
        arguments.AddRange(request.MoreArguments);
        string[] environment = mayChange || user.Uid == own
            ? [$"PATH={ProgramFile.Path}", "LANG=C.UTF-8", $"HOME={user.Home}", $"USER={user.Name}", $"LOGNAME={user.Name}"]
            : [$"PATH={ProgramFile.Path}", "LANG=C.UTF-8", "HOME=/"];
        return new ProgramPlan(arguments, environment);
    }

    private static string Text(uint number) => number.ToString(CultureInfo.InvariantCulture);
}
