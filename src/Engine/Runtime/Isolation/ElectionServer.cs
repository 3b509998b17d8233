using System.Net.Sockets;
using KeepaliveConsole.Engine.Linux;
using KeepaliveConsole.Engine.Runtime.Vrrp;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Isolation;

/// <summary>
/// The side of the election process: lets one console at a time look and command. The newest connection wins, because an older one may
/// belong to a console that hangs. Nothing here ever waits on the election's threads, nor they on it.
/// </summary>
internal sealed partial class ElectionServer(
    Socket listener, ElectionMessage.Hello hello, IElectionHost election, EventBacklog backlog, TimeProvider time, ILogger logger) : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<ElectionMessage.Stop> _stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ConsoleConnection? _connection;

    /// <summary>Serves until a console, or <see cref="AskToStop"/>, says to end; gives how.</summary>
    public async Task<ElectionMessage.Stop> ServeAsync()
    {
        _ = AcceptAsync();
        return await _stop.Task.ConfigureAwait(false);
    }

    /// <summary>Ends as if a console had asked for it. Any thread.</summary>
    public void AskToStop(ElectionMessage.Stop stop) => _stop.TrySetResult(stop);

    /// <summary>Sends the last events, which a console that listens takes within moments, and closes.</summary>
    public async Task CloseAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        if (_connection is { } connection) await connection.CloseAsync().ConfigureAwait(false);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _connection?.Dispose();
        listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                Socket socket = await listener.AcceptAsync(_end.Token).ConfigureAwait(false);
                if (!PrivateSocket.IsTrusted(socket))
                {
                    LogStranger(PrivateSocket.Peer(socket).UserId);
                    socket.Dispose();
                    continue;
                }

                LogConsole(PrivateSocket.Peer(socket).ProcessId);
                _connection?.Dispose();
                _connection = new ConsoleConnection(new ElectionLink(socket), hello, election, backlog, time, AskToStop);
                _connection.Begin();
            }
            catch (SocketException)
            {
                // That caller is gone again.
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    [LoggerMessage(2301, LogLevel.Warning, "User {User} asked for the election and was turned away.")]
    private partial void LogStranger(uint user);

    [LoggerMessage(2302, LogLevel.Information, "The console with process id {ProcessId} has connected.")]
    private partial void LogConsole(int processId);
}
