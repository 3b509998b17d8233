using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Probes;

/// <summary>
/// Runs a program and takes its exit code: 0 passes, 1 fails, others as the check says. A program that could not be started says
/// nothing about the server. One that is too slow is ended with everything it started, and has failed.
/// </summary>
internal static class ScriptProbe
{
    private const int DynamicFrom = 2;

    /// <summary>Runs it.</summary>
    public static async ValueTask<ProbeResult> RunAsync(ScriptCheckDefinition check, ProbeNode node, IProgramRunner programs, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var times = new ProbeTimes(time.GetUtcNow(), check.ConnectTimeout);
        long started = time.GetTimestamp();
        var ended = new TaskCompletionSource<ProgramResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new ProgramRequest
        {
            Line = check.Command,
            User = check.User ?? node.ScriptUser,
            MustBeSafe = node.ScriptSecurity,
            Timeout = check.Timeout ?? check.Interval,
            KeepsFirstLine = true,
            KeepsLastLine = true,
        };

        // A token of its own: the check's lives long, and would keep a note of every run.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        programs.Run(request, ended.SetResult, stop.Token);
        ProgramResult result = await ended.Task.ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return times.Result(check, Judge(check, result), time.GetElapsedTime(started));
    }

    /// <summary>What the end of the program means.</summary>
    public static ProbeVerdict Judge(ScriptCheckDefinition check, ProgramResult result)
    {
        if (!result.WasStarted) return new(ProbeOutcome.LocalError, $"the script was not started: {result.Reason}");
        if (result.ExitCode == 0) return new(ProbeOutcome.Passed, result.Sentence);
        if (!check.Dynamic || result.ExitCode is not { } code || code < DynamicFrom) return new(ProbeOutcome.ProgramFailed, result.Sentence);
        int weight = code - DynamicFrom;
        return new(ProbeOutcome.Passed, $"weight {weight}, by {result.Sentence}", new WeightAdvice { Absolute = weight });
    }
}
