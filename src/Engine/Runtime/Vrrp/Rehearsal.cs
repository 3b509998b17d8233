using KeepaliveConsole.Engine.Events;
using Microsoft.Extensions.Logging.Abstractions;

namespace KeepaliveConsole.Engine.Runtime.Vrrp;

/// <summary>
/// A takeover played through before the first one: code is loaded once for a whole process, so the one in earnest does not wait for it. Play it
/// while no other real-time thread works: the runtime's locks are waited for by yielding, which from a higher real-time priority never lets
/// the holder run; beside a running election it once stood for 950 ms, until the kernel's limit for real-time threads.
/// </summary>
internal static class Rehearsal
{
    /// <summary>Plays it on the calling thread, some 50 ms. Changes nothing outside.</summary>
    public static void Play(IAddressKernel kernel)
    {
        using var reporter = new VrrpReporter(new Nobody(), NullLogger.Instance);
        VrrpLoop.Rehearse(reporter, TimeProvider.System);
        AddressRehearsal.Play(kernel);
    }

    private sealed class Nobody : IEventSink
    {
        public void Publish(EngineEvent engineEvent)
        {
        }
    }
}
