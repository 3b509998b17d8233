using System.Globalization;
using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>What a process is called and was started with.</summary>
/// <param name="Name">As in /proc/PID/comm, at most 15 characters.</param>
/// <param name="CommandLine">Program and arguments; empty for kernel threads.</param>
internal sealed record ProcessFacts(string Name, IReadOnlyList<string> CommandLine);

/// <summary>Reads /proc.</summary>
internal static class ProcessTable
{
    private const int NameLength = 15;

    /// <summary>Numbers of all processes.</summary>
    public static List<int> List()
    {
        List<int> pids = [];
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(directory.AsSpan("/proc/".Length), NumberStyles.None, CultureInfo.InvariantCulture, out int pid)) pids.Add(pid);
        return pids;
    }

    /// <summary>One process; null when it has ended (a zombie has) or may not be looked at.</summary>
    /// <param name="pid">Its number.</param>
    /// <param name="withCommandLine">Read the command line too?</param>
    public static ProcessFacts? Read(int pid, bool withCommandLine)
    {
        try
        {
            string at = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
            // PID (NAME) STATE …; the name may hold blanks and brackets.
            string stat = File.ReadAllText($"{at}/stat");
            int open = stat.IndexOf('(', StringComparison.Ordinal);
            int close = stat.LastIndexOf(')');
            if (open < 0 || close < open || close + 2 >= stat.Length || stat[close + 2] is 'Z' or 'X') return null;
            string[] words = withCommandLine ? File.ReadAllText($"{at}/cmdline").Split('\0') : [];
            return new ProcessFacts(stat[(open + 1)..close], words.Length > 0 ? words[..^1] : words);
        }
        catch (IOException)
        {
            return null;
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Does judging it need the command line?</summary>
    public static bool NeedsCommandLine(TrackProcessDefinition wanted) => wanted.FullCommand || wanted.ParameterMatch != ParameterMatch.Ignore;

    /// <summary>Is it one of those that are wanted?</summary>
    public static bool Matches(TrackProcessDefinition wanted, ProcessFacts process)
    {
        if (wanted.FullCommand)
        {
            if (process.CommandLine.Count == 0 || process.CommandLine[0] != wanted.Process) return false;
        }
        else if (process.Name != Shortened(wanted.Process))
        {
            return false;
        }

        if (wanted.ParameterMatch == ParameterMatch.Ignore) return true;
        int given = Math.Max(0, process.CommandLine.Count - 1);
        int needed = wanted.Parameters.Count;
        if (wanted.ParameterMatch == ParameterMatch.Exact ? given != needed : given < needed) return false;
        for (int i = 0; i < needed; i++)
        {
            string argument = process.CommandLine[i + 1];
            bool fits = wanted.ParameterMatch == ParameterMatch.Partial && i == needed - 1
                ? argument.StartsWith(wanted.Parameters[i], StringComparison.Ordinal)
                : argument == wanted.Parameters[i];
            if (!fits) return false;
        }

        return true;
    }

    private static string Shortened(string name) => name.Length > NameLength ? name[..NameLength] : name;
}
