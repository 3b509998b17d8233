using KeepaliveConsole.Engine.Definitions;
using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Runtime.Notify;

/// <summary>One pipe with the program that reads it. For one thread.</summary>
internal sealed class NotifyFifo : IDisposable
{
    private readonly ProgramRequest? _script;
    private readonly IProgramRunner _programs;
    private readonly IEventSink _sink;
    private readonly CancellationTokenSource _stop = new();
    private NamedPipe? _pipe;
    private long _lost;
    private int _isScriptRunning;

    /// <summary>Opens the pipe and starts its program. When that is not possible it says so, and lines go nowhere.</summary>
    public NotifyFifo(NotifyFifoDefinition definition, NodeDefinition self, IProgramRunner programs, IEventSink sink)
    {
        Definition = definition;
        _programs = programs;
        _sink = sink;
        string? user = definition.User ?? self.ScriptUser;
        _script = definition.Script is null ? null : new ProgramRequest { Line = definition.Script, MoreArguments = [definition.Path], User = user, MustBeSafe = self.ScriptSecurity };
        string? problem = null;
        if (ProgramUser.Find(user ?? ProgramUser.Default, out problem) is { } owner) _pipe = NamedPipe.Open(definition.Path, owner, out problem);
        if (_pipe is null) Say($"{problem}; no line is written to it", EventSeverity.Warning);
        else StartScript();
    }

    /// <summary>As defined.</summary>
    public NotifyFifoDefinition Definition { get; }

    /// <summary>Writes a line, or counts it as lost when nobody reads.</summary>
    public void Write(string line)
    {
        if (_pipe is null) return;
        StartScript();
        if (!_pipe.TryWrite(line))
        {
            if (_lost++ == 0) Say($"nobody reads it and it is full; lines are lost until somebody does", EventSeverity.Warning);
            return;
        }

        if (_lost > 0) Say($"it is read again; {_lost} lines were lost", EventSeverity.Info);
        _lost = 0;
    }

    /// <summary>Asks the program to end and closes the pipe.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _pipe?.Dispose();
        _pipe = null;
    }

    // One that has ended is started again with the next line, so that one that always fails is not started without end.
    private void StartScript()
    {
        if (_script is null || Interlocked.Exchange(ref _isScriptRunning, 1) == 1) return;
        _programs.Run(
            _script,
            result =>
            {
                Volatile.Write(ref _isScriptRunning, 0);
                if (!_stop.IsCancellationRequested) Say($"the program that reads it, '{_script.Line}', ended: {result.Sentence}; it is started again with the next line", EventSeverity.Warning);
            },
            _stop.Token);
    }

    private void Say(Sentence message, EventSeverity severity) => _sink.Publish(EngineNotice.Of($"notify pipe {Definition.Path}", message, severity));
}
