using KeepaliveConsole.Engine.Events;
using KeepaliveConsole.Engine.Hosting;
using KeepaliveConsole.Engine.Runtime.Isolation;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Chooses where the election runs.</summary>
internal static class ElectionHosts
{
    /// <summary>
    /// The host that <see cref="EngineOptions.Isolation"/> asks for; nothing runs yet. Without a <paramref name="program"/> (an engine inside another
    /// program) it is always this process.
    /// </summary>
    public static IElectionHost Create(EngineOptions options, ElectionProgram? program, IEventSink sink, ILoggerFactory loggers, TimeProvider time)
    {
        if (program is not null)
        {
            return new MovableElection(
                options, program, () => Here(options, program, sink, loggers, time), () => new ChildElection(options, program, sink, loggers, time), sink);
        }

        if (options.Isolation == IsolationChoice.Child)
            sink.Publish(EngineNotice.Of("VRRP", $"the election runs in this process although Engine:Isolation is Child, because the engine was not told which program to start", EventSeverity.Warning));
        return new VrrpRuntime(options, sink, loggers, time);
    }

    /// <summary>The election in this process, which takes up what the one before it left.</summary>
    public static IElectionHost Here(EngineOptions options, ElectionProgram program, IEventSink sink, ILoggerFactory loggers, TimeProvider time) =>
        new KeepingElection(new VrrpRuntime(options, sink, loggers, time), options.Node, program.KeptAddressesPath, sink);
}
