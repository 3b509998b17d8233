using System.Collections.Concurrent;
using System.Threading.Channels;
using KeepaliveConsole.Engine.Linux.Processes;

namespace KeepaliveConsole.Engine.Tests.Runtime.Notify;

/// <summary>Runs nothing: keeps what was asked for until the test ends it.</summary>
internal sealed class FakePrograms : IProgramRunner
{
    private readonly ConcurrentQueue<Action<ProgramResult>> _running = new();
    private readonly Channel<bool> _started = Channel.CreateUnbounded<bool>();

    public ConcurrentQueue<string> Lines { get; } = new();

    public bool EndsAtOnce { get; init; }

    public void Run(ProgramRequest request, Action<ProgramResult> ended, CancellationToken stop = default)
    {
        Lines.Enqueue(string.Join(' ', [request.Line, .. request.MoreArguments]));
        if (EndsAtOnce) ended(new ProgramResult(0, $"exit code 0"));
        else _running.Enqueue(ended);
        _started.Writer.TryWrite(true);
    }

    public async Task StartedAsync() => Assert.True(await _started.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(10)));

    public void End(int exitCode)
    {
        Assert.True(_running.TryDequeue(out Action<ProgramResult>? ended));
        ended(new ProgramResult(exitCode, $"exit code {exitCode}"));
    }
}
