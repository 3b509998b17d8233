using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Runtime.Notify;

/// <summary>The notify programs of one instance or group, one after the other in the order of the states. Any thread.</summary>
/// <param name="subject">For notices, such as <c>VI_1</c>.</param>
/// <param name="programs">Runs them.</param>
/// <param name="sink">Takes notices.</param>
internal sealed class NotifyQueue(string subject, IProgramRunner programs, IEventSink sink)
{
    /// <summary>A program that hangs while states go to and fro must not fill the memory.</summary>
    public const int MaximumWaiting = 64;

    private readonly Lock _gate = new();
    private readonly Queue<(ProgramRequest Request, string State)> _waiting = new();
    private bool _isRunning;
    private long _lost;

    /// <summary>Is nothing left to do?</summary>
    public bool IsIdle
    {
        get
        {
            lock (_gate) return !_isRunning;
        }
    }

    /// <summary>Runs it after those that wait. When too many wait, the oldest of them is left out.</summary>
    public void Add(ProgramRequest request, string state)
    {
        bool lost;
        lock (_gate)
        {
            lost = _waiting.Count >= MaximumWaiting;
            if (lost)
            {
                _waiting.Dequeue();
                _lost++;
            }

            _waiting.Enqueue((request, state));
            lost &= _lost == 1;
            if (_isRunning && !lost) return;
        }

        if (lost) sink.Publish(EngineNotice.Of($"notify {subject}", $"more than {MaximumWaiting} runs of its programs wait; the oldest are left out until they catch up", EventSeverity.Warning));
        Next(isAfterEnd: false);
    }

    private void Next(bool isAfterEnd)
    {
        (ProgramRequest Request, string State) next;
        lock (_gate)
        {
            if (_isRunning && !isAfterEnd) return;
            _isRunning = _waiting.TryDequeue(out next);
            if (!_isRunning)
            {
                _lost = 0;
                return;
            }
        }

        programs.Run(next.Request, result =>
        {
            if (!result.Succeeded)
                sink.Publish(EngineNotice.Of($"notify {subject}", $"'{next.Request.Line}' for {next.State} failed: {result.Sentence}", EventSeverity.Warning));
            Next(isAfterEnd: true);
        });
    }
}
