using System.Globalization;
using KeepaliveConsole.Engine.Linux;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The log of an election process: lines in a file of its own, which is also its standard output and error, so that a runtime's last
/// words end up there too. At 4 MiB the file becomes <c>election.log.1</c>, so two of them are the most there is.
/// </summary>
internal sealed class ElectionLog : ILoggerFactory, ILogger
{
    private const long LongestBytes = 4 << 20;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private long _length;

    /// <summary>Takes over the standard input, output and error.</summary>
    public ElectionLog(string path, TimeProvider time)
    {
        _path = path;
        _time = time;
        Open();
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
            Console.Error.WriteLine(line);
            _length += line.Length + 1;
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
