using KeepaliveConsole.Engine.Hosting;
using Microsoft.Extensions.Logging;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>Chooses where the election runs.</summary>
internal static class ElectionHosts
{
    /// <summary>The host that <see cref="EngineOptions.Isolation"/> asks for; nothing runs yet.</summary>
    public static IElectionHost Create(EngineOptions options, IEventSink sink, ILoggerFactory loggers, TimeProvider time) =>
        new VrrpRuntime(options, sink, loggers, time, static (_, _) => null);
}
