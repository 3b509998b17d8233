using KeepaliveConsole.Engine.Events;

namespace KeepaliveConsole.Engine.Hosting;

/// <summary>Single probes of the last ten minutes, kept in memory, and what each minute came to. Lost with the process.</summary>
public interface IEngineHistory
{
    /// <summary>
    /// Probes of a check since <paramref name="since"/>, oldest first, at most those of the last ten minutes: with thousands of checks the
    /// last 600 of each. Null when there is no such check.
    /// </summary>
    /// <param name="service">Name of the virtual service.</param>
    /// <param name="server">Endpoint of the real server.</param>
    /// <param name="check">Which of its checks, 0-based.</param>
    /// <param name="since">UTC.</param>
    IReadOnlyList<ProbeRecord>? Probes(string service, string server, int check, DateTimeOffset since);

    /// <summary>
    /// Called once for each minute, about two seconds after its end, with every check that ran in it. On a thread of the pool: the receiver may take
    /// its time, and the next minute waits for it. The first and the last minute of a process are parts of minutes.
    /// </summary>
    event Action<IReadOnlyList<ProbeSummary>>? MinuteClosed;
}
