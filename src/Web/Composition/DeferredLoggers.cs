using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Web.Composition;

/// <summary>Loggers for the time before the host has any: they keep what is said and hand it over, in order, once the host's are there.</summary>
internal sealed class DeferredLoggers : ILoggerFactory
{
    /// <summary>Lines kept: 1024. The engine says a few at its start.</summary>
    private const int MostKept = 1024;

    private readonly ConcurrentQueue<Action<ILoggerFactory>> _kept = new();
    private readonly Lock _lock = new();
    private volatile ILoggerFactory? _real;

    /// <summary>Hands over what was said, and from now on everything at once.</summary>
    public void Attach(ILoggerFactory real)
    {
        lock (_lock)
        {
            while (_kept.TryDequeue(out Action<ILoggerFactory>? say)) say(real);
            _real = real;
        }
    }

    /// <inheritdoc />
    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    /// <inheritdoc />
    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("The host's loggers have the providers.");

    /// <inheritdoc />
    public void Dispose() => _kept.Clear();

    private void Keep(Action<ILoggerFactory> say)
    {
        lock (_lock)
        {
            if (_real is { } real) say(real);
            else if (_kept.Count < MostKept) _kept.Enqueue(say);
        }
    }

    private sealed class Logger(DeferredLoggers owner, string category) : ILogger
    {
        private ILogger? _logger;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => Real?.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => Real?.IsEnabled(logLevel) ?? true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (Real is { } real) real.Log(logLevel, eventId, state, exception, formatter);
            else owner.Keep(loggers => loggers.CreateLogger(category).Log(logLevel, eventId, state, exception, formatter));
        }

        private ILogger? Real => _logger ??= Create();

        private ILogger? Create()
        {
            try
            {
                return owner._real?.CreateLogger(category);
            }
            catch (ObjectDisposedException)
            {
                return NullLogger.Instance; // the host is gone before the engine: what is said now has no reader
            }
        }
    }
}
