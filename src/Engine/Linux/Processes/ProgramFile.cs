using System.Text;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>Finds the file of a program and judges whether it is safe to run.</summary>
internal static class ProgramFile
{
    private const int MaximumLinks = 40;
    private const int S_IFMT = 0xF000;
    private const int S_IFDIR = 0x4000;
    private const int S_IFREG = 0x8000;
    private const int S_IFLNK = 0xA000;
    private const int AnyExecute = 0x49;
    private const int OthersWrite = 0x02;
    private const int GroupWrite = 0x10;

    private static readonly string[] s_path = ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"];

    /// <summary>The directories programs without a slash are looked for in, as PATH has them. The engine's own PATH does not count.</summary>
    public static string Path => string.Join(':', s_path);

    /// <summary>The full path of <paramref name="program"/>; null when there is no such program or it cannot be run, and <paramref name="problem"/> then says so.</summary>
    public static string? Find(string program, out string? problem)
    {
        problem = null;
        if (!program.Contains('/', StringComparison.Ordinal))
        {
            foreach (string directory in s_path)
                if (IsRunnable($"{directory}/{program}")) return $"{directory}/{program}";
            problem = $"there is no program {program} in {Path}";
            return null;
        }

        if (!program.StartsWith('/')) problem = $"{program} is not a full path; begin it with /";
        else if (IsRunnable(program)) return program;
        else if (!TryStat(program, follow: true, out _)) problem = $"{program} does not exist";
        else problem = $"{program} is not an executable file; make it one with: chmod +x {program}";
        return null;
    }

    /// <summary>
    /// Why somebody other than root could change what runs as <paramref name="path"/>; null = nobody could. Every directory on the
    /// way, every symbolic link and its target count: each must belong to root, and neither group (unless root's) nor others may write to it.
    /// </summary>
    public static string? Weakness(string path)
    {
        var rest = new Stack<string>(path.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse());
        string at = "";
        int links = 0;
        if (Weakness("/", out _) is { } root) return root;
        while (rest.TryPop(out string? part))
        {
            if (part == ".") continue;
            if (part == "..")
            {
                at = at[..Math.Max(0, at.LastIndexOf('/'))];
                continue;
            }

            string next = $"{at}/{part}";
            if (Weakness(next, out bool isLink) is { } weakness) return weakness;
            if (!isLink)
            {
                at = next;
                continue;
            }

            string? target = new FileInfo(next).LinkTarget;
            if (target is null || ++links > MaximumLinks) return $"{next} is a symbolic link that leads nowhere";
            if (target.StartsWith('/')) at = "";
            foreach (string step in target.Split('/', StringSplitOptions.RemoveEmptyEntries).Reverse()) rest.Push(step);
        }

        return null;
    }

    private static string? Weakness(string path, out bool isLink)
    {
        isLink = false;
        if (!TryStat(path, follow: false, out Libc.StatX facts)) return $"{path} does not exist";
        isLink = (facts.Mode & S_IFMT) == S_IFLNK;
        string kind = (facts.Mode & S_IFMT) == S_IFDIR ? "directory " : "";
        if (facts.Uid != 0) return $"{kind}{path} does not belong to root; mend it with: chown root {path}";
        if (isLink) return null; // the permissions of a link mean nothing
        if ((facts.Mode & OthersWrite) != 0) return $"others may write to {kind}{path}; mend it with: chmod o-w {path}";
        return (facts.Mode & GroupWrite) != 0 && facts.Gid != 0 ? $"its group may write to {kind}{path}; mend it with: chmod g-w {path}" : null;
    }

    private static bool IsRunnable(string path) =>
        TryStat(path, follow: true, out Libc.StatX facts) && (facts.Mode & S_IFMT) == S_IFREG && (facts.Mode & AnyExecute) != 0;

    private static unsafe bool TryStat(string path, bool follow, out Libc.StatX facts)
    {
        Libc.StatX read = default;
        int result;
        fixed (byte* text = Encoding.UTF8.GetBytes(path + '\0'))
            result = Libc.statx(Libc.AT_FDCWD, text, follow ? 0 : Libc.AT_SYMLINK_NOFOLLOW, Libc.STATX_BASIC_STATS, &read);
        facts = read;
        return result == 0;
    }
}
