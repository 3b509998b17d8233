using KeepaliveConsole.Engine.Definitions;

namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>
/// Which processes are those that are tracked. Filled from /proc, then kept by events; where there are none, filled again
/// once a second. For one thread.
/// </summary>
/// <param name="read">Looks at one process; null = it has ended. The flag asks for its command line.</param>
/// <param name="list">Numbers of all processes.</param>
internal sealed class ProcessCount(Func<int, bool, ProcessFacts?> read, Func<List<int>> list)
{
    private readonly Dictionary<string, HashSet<int>> _found = new(StringComparer.Ordinal);
    private IReadOnlyList<TrackProcessDefinition> _wanted = [];
    private bool _needsCommandLine;

    /// <summary>The real /proc.</summary>
    public ProcessCount()
        : this(ProcessTable.Read, ProcessTable.List)
    {
    }

    /// <summary>Tracks these from now on, and looks for them.</summary>
    public void Want(IReadOnlyList<TrackProcessDefinition> wanted)
    {
        _wanted = wanted;
        _needsCommandLine = wanted.Any(ProcessTable.NeedsCommandLine);
        Scan();
    }

    /// <summary>How many there are of one.</summary>
    public int Of(string name) => _found.TryGetValue(name, out HashSet<int>? pids) ? pids.Count : 0;

    /// <summary>Looks at every process.</summary>
    public void Scan()
    {
        _found.Clear();
        foreach (TrackProcessDefinition wanted in _wanted) _found[wanted.Name] = [];
        if (_wanted.Count == 0) return;
        foreach (int pid in list()) Look(pid);
    }

    /// <summary>Something happened to one.</summary>
    public void Happened(ProcessEvent happened)
    {
        switch (happened.Kind)
        {
            case ProcessEventKind.Fork:
                // A child is what its parent is until it runs another program.
                foreach (HashSet<int> pids in _found.Values)
                    if (pids.Contains(happened.Pid)) pids.Add(happened.Child);
                break;
            case ProcessEventKind.Exit:
                Forget(happened.Pid);
                break;
            default:
                Forget(happened.Pid);
                Look(happened.Pid);
                break;
        }
    }

    private void Forget(int pid)
    {
        foreach (HashSet<int> pids in _found.Values) pids.Remove(pid);
    }

    private void Look(int pid)
    {
        if (read(pid, _needsCommandLine) is not { } process) return;
        foreach (TrackProcessDefinition wanted in _wanted)
            if (ProcessTable.Matches(wanted, process)) _found[wanted.Name].Add(pid);
    }
}
