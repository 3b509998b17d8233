using System.Globalization;
using KeepaliveConsole.Engine.Linux;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The log of an election process: lines in a file of its own, which is also its standard output and error, so that a runtime's last
/// words end up there too. At 4 MiB the file becomes <c>election.log.1</c>, so two of them are the most there is. While the disk is full
/// lines are lost; the next one that can be written says how many.
/// </summary>
internal sealed class ElectionLog : ILoggerFactory, ILogger
{
    private const long LongestBytes = 4 << 20;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _length;
    private long _unwritten;
    private string _problem = "";

    /// <summary>Says everything on the standard error for now.</summary>
    public ElectionLog(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
    }

    /// <summary>Takes over the standard input, output and error: from here on everything is in the file.</summary>
    public void TakeOver()
    {
        lock (_lock) Open();
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => this;

    /// <inheritdoc />
    public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Information;

    /// <inheritdoc />
    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (!IsEnabled(logLevel)) return;
        string line = string.Create(CultureInfo.InvariantCulture, $"{_time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff'Z'} {logLevel} [{eventId.Id}] {formatter(state, exception).ReplaceLineEndings(" ")}");
        lock (_lock)
        {
            if (_unwritten > 0 && TryWrite(string.Create(CultureInfo.InvariantCulture, $"{_unwritten} lines before this one could not be written: {_problem}"))) _unwritten = 0;
            if (_unwritten > 0 || !TryWrite(line)) _unwritten++;
            if (_length > LongestBytes) Open();
        }
    }

    /// <inheritdoc />
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The log of an election process has one file and no providers.");

    /// <inheritdoc />
    public void Dispose()
    {
        // The file is the process's standard error until its end.
    }

    /// <summary>A full disk costs lines, never the one who says them.</summary>
    private bool TryWrite(string line)
    {
        try
        {
            Console.Error.WriteLine(line);
            _length += line.Length + 1;
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _problem = error.Message;
            return false;
        }
    }

    private void Open()
    {
        try
        {
            var file = new FileInfo(_path);
            if (file is { Exists: true, Length: > LongestBytes }) File.Move(_path, _path + ".1", overwrite: true);
            _length = File.Exists(_path) ? new FileInfo(_path).Length : 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _length = 0; // goes on in the same file
        }

        _ = Detachment.Redirect(_path);
    }
}
