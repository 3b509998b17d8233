namespace KeepaliveConsole.Engine.Linux.Processes;

/// <summary>A program to run.</summary>
internal sealed record ProgramRequest
{
    /// <summary>Program and arguments as one line, quoted as <see cref="CommandLine"/> says.</summary>
    public required string Line { get; init; }

    /// <summary>Further arguments, as they are.</summary>
    public IReadOnlyList<string> MoreArguments { get; init; } = [];

    /// <summary>User, or <c>user:group</c>, it runs as; null = <see cref="ProgramUser.Default"/>. root only when named.</summary>
    public string? User { get; init; }

    /// <summary>Refuse it when somebody other than root could change it.</summary>
    public bool MustBeSafe { get; init; }

    /// <summary>Longest it may take; then it is asked to end, and 2 s later made to. Null = no limit.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Keep the first line it writes, for <see cref="ProgramResult.FirstLine"/>. Default false: its output goes to /dev/null, so that
    /// something it leaves in the background may go on writing after it has ended.
    /// </summary>
    public bool KeepsFirstLine { get; init; }

    /// <summary>With <see cref="KeepsFirstLine"/>: keep the last line instead, where a check usually says its result. Default false.</summary>
    public bool KeepsLastLine { get; init; }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; null = it was not started, was ended by a signal or at its time limit.</param>
/// <param name="Reason">How, such as "exit code 1", "ended by signal 9", "no end within 2 s" or why it was not started.</param>
/// <param name="FirstLine">First (or last, as asked) line of its output, at most 200 characters; null = none, or not asked for.</param>
internal sealed record ProgramResult(int? ExitCode, Sentence Reason, string? FirstLine = null)
{
    /// <summary>Was it started at all? If not, <see cref="Reason"/> is about this node and not about what the program looks at.</summary>
    public bool WasStarted { get; init; } = true;

    /// <summary>Did it run and end with 0?</summary>
    public bool Succeeded => ExitCode == 0;

    /// <summary><see cref="Reason"/>, then the line: <c>exit code 1: connection refused</c>.</summary>
    public Sentence Sentence => FirstLine is null ? Reason : $"{Reason}: {FirstLine}";
}

/// <summary>Runs programs; the fake of tests runs none.</summary>
internal interface IProgramRunner
{
    /// <summary>Runs a program and tells how it ended. Any thread; returns at once. <paramref name="ended"/> is called once, usually on another thread, and must return soon.</summary>
    /// <param name="request">What to run.</param>
    /// <param name="ended">Told how it ended.</param>
    /// <param name="stop">Asks it to end before its time, and makes it end 2 s later.</param>
    void Run(ProgramRequest request, Action<ProgramResult> ended, CancellationToken stop = default);
}
